import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { slackErrorWord } from './error-word.ts';

type View = webApi.ViewsPublishArguments['view'];

/** What became of a view: `conflict` where somebody's Home has changed since `hash` was read. */
export type Published =
  | { kind: 'published'; hash?: string | undefined }
  | { kind: 'conflict' | 'failed' };

/**
 * App Home, which each person has for themselves; with `hash`, only where it still is what was seen.
 * https://docs.slack.dev/reference/methods/views.publish
 */
export const createHome = ({ client, log }: { client: webApi.WebClient; log: Logger }) => ({
  publish: async (userId: string, view: View, hash?: string): Promise<Published> => {
    try {
      const { view: shown } = await client.views.publish({
        user_id: userId,
        view,
        ...(hash && { hash }),
      });
      return { kind: 'published', hash: shown?.hash };
    } catch (error) {
      const reason = slackErrorWord(error);
      if (reason === 'hash_conflict') return { kind: 'conflict' };
      log.warn({ reason, userId }, 'App Home could not be published');
      return { kind: 'failed' };
    }
  },
});

export type SlackHome = ReturnType<typeof createHome>;

import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { UnreadableSource } from '../domain/invite-input.ts';
import { err, ok } from '../domain/result.ts';
import { slack } from '../limits.ts';
import type { Channels } from '../usecases/ports/slack.ts';
import { slackErrorWord } from './error-word.ts';

const infoSchema = z.object({ channel: z.object({ is_private: z.boolean().catch(true) }) });
/** What Slack does not say of a channel counts as the worse. https://docs.slack.dev/reference/objects/conversation-object */
const lookSchema = z
  .object({
    channel: z.object({
      name: z.string(),
      is_private: z.boolean().catch(false),
      is_ext_shared: z.boolean().catch(true),
      is_pending_ext_shared: z.boolean().catch(false),
    }),
  })
  .transform(({ channel }) => ({
    name: channel.name,
    isPublic: !channel.is_private,
    isShared: channel.is_ext_shared || channel.is_pending_ext_shared,
  }));
const pageSchema = z.object({
  members: z.array(z.string().min(1)),
  response_metadata: z.object({ next_cursor: z.string().catch('') }).optional(),
});

/**
 * The channels of one workspace, for which an app needs the optional scopes `channels:read` and `groups:read`:
 * https://docs.slack.dev/reference/methods/conversations.members
 */
export function createChannels(options: { client: webApi.WebClient; log: Logger }): Channels {
  const { client, log } = options;

  async function readMembers(channel: string): Promise<string[]> {
    const members: string[] = [];
    let cursor = '';
    do {
      const page = pageSchema.parse(
        await client.conversations.members({
          channel,
          limit: slack.pageSize,
          ...(cursor && { cursor }),
        }),
      );
      members.push(...page.members);
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor && members.length <= slack.maxChannelMembers);
    return members;
  }

  function whyUnread(channel: string, error: unknown): UnreadableSource {
    const word = slackErrorWord(error);
    if (word === 'missing_scope') return 'not_granted';
    if (word === 'channel_not_found') return 'not_found';
    log.warn({ err: error, channel }, 'channel lookup failed');
    return 'unavailable';
  }

  return {
    look: async (channel) => {
      try {
        return ok(lookSchema.parse(await client.conversations.info({ channel })));
      } catch (error) {
        return err(whyUnread(channel, error));
      }
    },

    members: async (channel, asker) => {
      try {
        const [info, members] = await Promise.all([
          client.conversations.info({ channel }),
          readMembers(channel),
        ]);
        const isPrivate = infoSchema.parse(info).channel.is_private;
        if (members.length > slack.maxChannelMembers) return err('too_many');
        return isPrivate && !members.includes(asker) ? err('not_found') : ok(members);
      } catch (error) {
        return err(whyUnread(channel, error));
      }
    },
  };
}

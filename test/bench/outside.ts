import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { organizationId, startPiper, startSlack } from '../helpers/local-servers.ts';
import { signingSecret } from '../helpers/signed-request.ts';

/** A Piper that takes `latency` milliseconds for an add-member call, a Slack that answers at once, and how the app finds both. */
export async function startOutside({ latency }: { latency: number }) {
  const piper = await startPiper({ random: () => 1, errors: 0, latency });
  const slack = await startSlack();
  const directories: string[] = [];
  return {
    environment: (): Record<string, string> => {
      const directory = mkdtempSync(join(tmpdir(), 'piper-invite-bench-'));
      directories.push(directory);
      return {
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_SIGNING_SECRET: signingSecret,
        SLACK_API_URL: `${slack.url}/api/`,
        PIPER_TOKEN: 'pat_1',
        PIPER_ORG_ID: organizationId,
        PIPER_API_URL: piper.url,
        DATA_DIR: directory,
        HOST: '127.0.0.1',
        PORT: '0',
      };
    },
    members: () => piper.members.length,
    /** Resolves with the next message that Slack takes. */
    nextMessage: slack.nextMessage,
    messages: () => {
      const changes = slack.messages.filter(({ how }) => how === 'update');
      return {
        posts: slack.messages.filter(({ how }) => how === 'post').length,
        changes: changes.length,
        mostChangesASecond: Math.max(
          0,
          ...changes.map(
            ({ at }) => changes.filter((other) => other.at >= at && other.at < at + 1_000).length,
          ),
        ),
      };
    },
    stop: async () => {
      await Promise.all([piper.stop(), slack.stop()]);
      for (const directory of directories) rmSync(directory, { recursive: true, force: true });
    },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { users } from '../helpers/slack.ts';

/** A Piper that takes `latency` milliseconds for an add-member call, a Slack that answers at once, and how the app finds both. */
export async function startOutside({ latency }: { latency: number }) {
  const { slack, piper, messages, environment, nextMessage, responseUrl, stop } =
    await startLocalOutside();
  // A file with the results of many people is optional.
  slack.fail('files.getUploadURLExternal', 'missing_scope');
  piper.beforeAnswer = (name) => wait(name === 'POST members' ? latency : latency / 4);
  // Everybody there is an admin like Alice, so that each can open a Home of their own: nobody's is published twice a second.
  slack.on('users.info', ({ user: id }) => ({ ok: true, user: { ...users.alice, id } }));
  const homes: (() => void)[] = [];
  slack.on('views.publish', () => {
    for (const seen of homes.splice(0)) seen();
    return { ok: true, view: { id: 'V0HOME', hash: 'h1' } };
  });
  const directories: string[] = [];
  return {
    environment: (): Record<string, string> => {
      const directory = mkdtempSync(join(tmpdir(), 'piper-invite-bench-'));
      directories.push(directory);
      return { ...environment, DATA_DIR: directory, HOST: '127.0.0.1', PORT: '0' };
    },
    piper,
    /** How many were added. */
    members: () => piper.added,
    nextMessage,
    /** Resolves with the next Home that is published. */
    nextHome: () => new Promise<void>((resolve) => homes.push(resolve)),
    responseUrl,
    messages: () => {
      const changes = messages.filter(({ how }) => how === 'update');
      return {
        posts: messages.filter(({ how }) => how === 'post').length,
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
      await stop();
      for (const directory of directories) rmSync(directory, { recursive: true, force: true });
    },
  };
}

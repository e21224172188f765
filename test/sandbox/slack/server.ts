import type { SlackSandbox } from '../contract.ts';
import { act } from './acts/index.ts';
import { Front } from './front.ts';
import { screenOf } from './screen.ts';
import { botToken, defaultScopes, signingSecret } from './seed.ts';
import { startWorld } from './world.ts';

/**
 * Starts a Slack on this machine: the workspace of `seed.ts`, the Web API for the bot, and people to act in it.
 * `supported.ts` lists what it has. `port` 0, the default, is any free one; `scopes` are the bot's; `now`, in epoch
 * milliseconds, decides when triggers and response URLs expire.
 */
export async function startSlack({
  port = 0,
  scopes = defaultScopes,
  now = Date.now,
}: {
  port?: number;
  scopes?: string[];
  now?: () => number;
} = {}): Promise<SlackSandbox> {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const front = new Front(() => world, changed);
  const world = await startWorld(scopes, now, () => front.origin);
  try {
    await front.listen(port);
  } catch (error) {
    await world.emulate.close();
    throw error;
  }
  return {
    apiUrl: `${front.origin}/api/`,
    botToken,
    signingSecret,
    connect(botUrl) {
      world.courier.botUrl = botUrl;
    },
    screen: (as) => screenOf(world, as),
    async act(as, action) {
      try {
        return await act(world, as, action);
      } finally {
        changed();
      }
    },
    calls: () => world.log.all(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async reset() {
      await world.reset();
      changed();
    },
    async stop() {
      await front.close();
      await world.emulate.close();
    },
  };
}

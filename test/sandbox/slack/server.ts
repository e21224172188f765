import type { SlackSandbox } from '../contract.ts';
import { failed } from './acts/common.ts';
import { act } from './acts/index.ts';
import { Front, type Slack } from './front.ts';
import { screenOf } from './screen.ts';
import {
  botToken,
  clientId,
  clientSecret,
  defaultScopes,
  signingSecret,
  users,
  workspaces,
} from './seed.ts';
import { createShared, startWorld, type World } from './world.ts';

/**
 * Starts a Slack on this machine: the workspaces of `seed.ts`, the Web API for the bot, pages to install it by, and people to
 * act in it. `supported.ts` lists what it has. `port` 0, the default, is any free one; `scopes` are what the app can be
 * granted; it is installed in the first workspace unless `isInstalled` is false; its tokens live twelve hours where
 * `tokensRotate`; `now`, in epoch milliseconds, decides when codes, tokens, triggers and response URLs expire.
 */
export async function startSlack({
  port = 0,
  scopes = defaultScopes,
  isInstalled = true,
  tokensRotate = false,
  now = Date.now,
}: {
  port?: number;
  scopes?: string[];
  isInstalled?: boolean;
  tokensRotate?: boolean;
  now?: () => number;
} = {}): Promise<SlackSandbox> {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const shared = createShared(now, tokensRotate);
  const worlds = new Map<string, World>();
  const addresses = { bot: '', page: '' };
  const slack: Slack = { ...shared, worlds, addresses };
  const front = new Front(slack, changed);
  const stop = async () => {
    await front.close();
    await Promise.all([...worlds.values()].map(({ emulate }) => emulate.close()));
  };
  const installAtFirst = () => {
    const [first] = workspaces;
    if (!isInstalled || !first) return;
    const installation = { teamId: first.team.id, userId: users.alice, scopes };
    shared.installations.install(installation, botToken);
  };

  await front.listen(port);
  try {
    const origin = () => front.origin;
    const started = await Promise.all(
      workspaces.map((seed) => startWorld(seed, shared, { scopes, now, origin })),
    );
    for (const world of started) worlds.set(world.workspace.team.id, world);
  } catch (error) {
    await stop();
    throw error;
  }
  installAtFirst();

  /** Where somebody is; the first workspace for who is nowhere. */
  const worldOf = (user: string): World | undefined =>
    [...worlds.values()].find(({ workspace }) => workspace.person(user)) ??
    worlds.values().next().value;

  return {
    apiUrl: `${front.origin}/api/`,
    botToken,
    signingSecret,
    clientId,
    clientSecret,
    connect(botUrl) {
      shared.courier.botUrl = `${botUrl}/slack/events`;
      addresses.bot = botUrl;
    },
    showAt(pageUrl) {
      addresses.page = pageUrl;
    },
    workspaces: () =>
      workspaces.map(({ team, people }) => ({
        id: team.id,
        name: team.name,
        isInstalled: shared.installations.of(team.id) !== undefined,
        adminId: people.find(({ isAdmin }) => isAdmin)?.id ?? '',
      })),
    screen(as) {
      const world = worldOf(as);
      if (!world) throw new Error('there is no workspace');
      return screenOf(world, as);
    },
    file(as, id) {
      const world = worldOf(as);
      if (!world) return undefined;
      const messages = Object.values(screenOf(world, as).messages).flat();
      const seen = messages.flatMap(({ files }) => files).find((file) => file.id === id);
      const content = world.files.content(id);
      return seen && content ? { name: seen.name, content } : undefined;
    },
    async act(as, action) {
      const world = worldOf(as);
      try {
        return world ? await act(world, as, action) : failed(`nobody can act as ${as}`);
      } finally {
        changed();
      }
    },
    calls: () => shared.log.all(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async reset() {
      shared.log.reset();
      shared.installations.reset();
      await Promise.all([...worlds.values()].map((world) => world.reset()));
      installAtFirst();
      changed();
    },
    stop,
  };
}

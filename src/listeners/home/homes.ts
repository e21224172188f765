import { LRUCache } from 'lru-cache';
import type { Turn } from '../../domain/home.ts';
import { missingFeatures } from '../../ids.ts';
import type { Origin } from '../../slack/workspaces.ts';
import { home as limits } from '../../usecases/limits.ts';
import { createReadHome } from '../../usecases/read-home.ts';
import { atMost } from '../../utils/at-most.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { failedHomeView, homeView } from '../../views/home/home-view.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { ShownHome } from '../payloads/home.ts';
import type { Workspace } from '../workspace.ts';

/** What somebody is to see of their Home: without a `turn` the page that it shows. `hash` is of what they saw, `notice` comes first. */
type Wish = {
  context: Origin;
  hash?: string | undefined;
  turn?: Turn | 'first' | undefined;
  notice?: Message | undefined;
};

/** Somebody's Home: when it was published last (epoch milliseconds), what it shows, and what is to be shown next. */
type Remembered = {
  publishedAt: number;
  hash?: string | undefined;
  turn?: Wish['turn'];
  next?: Wish | undefined;
  publishing?: Promise<void> | undefined;
};

/**
 * Publishes App Home, to one person at a time: to whoever opens it, and to whoever did something after they had opened it. Nobody
 * gets it more than once in a while; what comes meanwhile is shown together.
 */
export function createHomes(
  deps: Pick<
    ListenerDeps,
    'workspaceOf' | 'authorize' | 'invitationQueries' | 'requests' | 'now' | 'wait' | 'log'
  >,
) {
  const { workspaceOf, now, wait, log } = deps;
  const readHome = createReadHome(deps);
  const homes = new LRUCache<string, Remembered>({
    ...atMost(limits.remembered),
    ttl: limits.rememberedFor,
    ttlResolution: 0,
    perf: { now },
  });

  async function show(userId: string, wish: Wish): Promise<void> {
    const key = keyOf(workspaceOf(wish.context), userId);
    const home = homes.get(key) ?? { publishedAt: Number.NEGATIVE_INFINITY };
    homes.set(key, home);
    home.next = {
      ...wish,
      turn: wish.turn ?? home.next?.turn ?? home.turn,
      notice: wish.notice ?? home.next?.notice,
    };
    home.publishing ??= publishAll(userId, home).finally(() => {
      home.publishing = undefined;
    });
    return home.publishing;
  }

  async function publishAll(userId: string, home: Remembered): Promise<void> {
    while (home.next) {
      const pause = home.publishedAt + limits.publishInterval - now();
      if (pause > 0) await wait(pause);
      const { hash = home.hash, ...wish } = home.next;
      home.next = undefined;
      home.publishedAt = now();
      Object.assign(home, await publish(userId, wish, hash));
    }
  }

  /** With the hash of what the person sees, if that is known. */
  async function publish(
    userId: string,
    wish: Omit<Wish, 'hash'>,
    hash: string | undefined,
  ): Promise<Pick<Remembered, 'hash' | 'turn'>> {
    // Read anew, since what somebody did may have changed it.
    const workspace = workspaceOf(wish.context);
    const shown = await viewFor(workspace, userId, wish);
    if (!shown.view) return {};
    const published = await workspace.home.publish(userId, shown.view, hash);
    if (published.kind === 'conflict' && hash !== undefined)
      return publish(userId, wish, undefined);
    return {
      turn: shown.turn,
      hash: published.kind === 'published' ? published.hash : undefined,
    };
  }

  async function viewFor(
    workspace: Workspace,
    userId: string,
    { turn, notice }: Pick<Wish, 'turn' | 'notice'>,
  ) {
    try {
      const home = await readHome(workspace, userId, turn === 'first' ? undefined : turn);
      if (home.kind === 'unreadable') {
        log.error({ why: home.why, workspace: workspace.ref }, 'connection cannot be used');
      }
      const before = home.kind === 'connected' ? home.pending?.before : undefined;
      return {
        view: homeView(
          home,
          {
            userId,
            workspace: workspace.ref,
            missing: missingFeatures(workspace.optionalFeatures),
          },
          { notice, reference: currentReference() },
        ),
        turn: before && { olderThan: before },
      };
    } catch (error) {
      log.error({ err: error }, 'App Home could not be read');
      return { view: failedHomeView(currentReference()), turn };
    }
  }

  return {
    /** Somebody opened it: they see the first page. Whether Piper takes a refused token again is for the next time. */
    opened: async (context: Origin, userId: string, hash: string | undefined): Promise<void> => {
      await show(userId, { context, hash, turn: 'first' });
      const state = await workspaceOf(context).find();
      const isRefused = state.kind === 'connected' && state.connection.rejectedSince !== undefined;
      if (isRefused) await state.checkAgain();
    },

    /** Somebody wants another page. */
    turned: (context: Origin, userId: string, { hash }: ShownHome, turn: Turn): Promise<void> =>
      show(userId, { context, hash, turn }),

    /** Somebody did something, on their Home or elsewhere. Whoever has not opened it is left alone. */
    changed: async (
      context: Origin,
      userId: string,
      on: ShownHome | undefined,
      notice?: Message,
    ): Promise<void> => {
      if (!on && !homes.has(keyOf(workspaceOf(context), userId))) return;
      const shown = on?.page ? { olderThan: on.page } : 'first';
      const turn = on ? shown : undefined;
      await show(userId, { context, hash: on?.hash, turn, notice });
    },
  };
}

export type Homes = ReturnType<typeof createHomes>;

const keyOf = ({ ref }: Workspace, userId: string): string => `${ref.teamId} ${userId}`;

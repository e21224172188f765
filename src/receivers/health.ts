import type { ServerResponse } from 'node:http';
import { rememberFor } from '../utils/remember-for.ts';
import { withTimeout } from '../utils/with-timeout.ts';
import { health as limits } from './limits.ts';
import type { Route } from './web-server.ts';

/** What has to be well for the process to do its work. */
const checkNames = ['database', 'slack', 'keys'] as const;
type CheckName = (typeof checkNames)[number];

export type Health = ReturnType<typeof createHealth>;

/** Tells whoever watches the process whether it is alive, and whether it is ready to work. */
export function createHealth(deps: {
  /** Rejects where the database does not answer. */
  ping: () => Promise<void>;
  /** Whether Slack's requests can come. */
  isConnected: () => boolean;
  /** Whether the keys open what is stored. */
  openTokens: () => Promise<boolean>;
  /** Epoch milliseconds. */
  now: () => number;
}) {
  const { ping, isConnected, openTokens, now } = deps;
  const checks: Record<CheckName, () => Promise<boolean>> = {
    database: async () => {
      await ping();
      return true;
    },
    slack: async () => isConnected(),
    keys: openTokens,
  };
  let phase: 'starting' | 'running' | 'stopping' = 'starting';

  const remembered = (name: CheckName) =>
    rememberFor(() => isWell(checks[name]), limits.remembered[name], now);
  const results = checkNames.map((name) => ({ name, isWell: remembered(name) }));

  /** By name. */
  const readChecks = async (): Promise<Record<CheckName, boolean>> =>
    Object.fromEntries(
      await Promise.all(results.map(async ({ name, isWell }) => [name, await isWell()] as const)),
    ) as Record<CheckName, boolean>;

  const readyz: Route = async (_, response) => {
    if (phase !== 'running') return answer(response, [phase]);
    const read = await readChecks();
    // It may have begun to stop meanwhile.
    const failed = phase === 'running' ? checkNames.filter((name) => !read[name]) : [phase];
    answer(response, failed);
  };

  return {
    routes: { 'GET /healthz': alive, 'GET /livez': alive, 'GET /readyz': readyz },

    /** The same routes, which turn requests away once the process stops; `follow` is given each that they take. */
    untilStopping: (
      routes: Record<string, Route>,
      follow: (taken: Promise<void>) => Promise<void>,
    ): Record<string, Route> =>
      Object.fromEntries(
        Object.entries(routes).map(([name, route]): [string, Route] => [
          name,
          (request, response) =>
            phase === 'stopping'
              ? answer(response, [phase])
              : follow(Promise.resolve(route(request, response))),
        ]),
      ),

    readChecks,
    started: (): void => {
      phase = 'running';
    },
    stopping: (): void => {
      phase = 'stopping';
    },
  };
}

/** The process runs and answers, so its loop turns. */
const alive: Route = (_, response) => answer(response, []);

function answer(response: ServerResponse, failed: readonly string[]): void {
  const isOk = failed.length === 0;
  response
    .writeHead(isOk ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      // Whoever is balancing requests finds another process.
      ...(failed.includes('stopping') && { connection: 'close' }),
    })
    .end(`${JSON.stringify(isOk ? { status: 'ok' } : { status: 'unavailable', failed })}\n`);
}

/** What rejects, or takes too long, is not well. */
async function isWell(check: () => Promise<boolean>): Promise<boolean> {
  try {
    return (await withTimeout(check(), limits.timeout)) === true;
  } catch {
    return false;
  }
}

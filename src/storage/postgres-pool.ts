import type { PostgresPool } from 'kysely';
import { DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Logger } from 'pino';
import { UnclearError } from '../domain/unclear-error.ts';

/**
 * A pool of PostgreSQL connections that gives back none that can't work: one that breaks, also in the middle of its work, that is
 * told off by the server, or that turns out to be read-only, as after a failover, is closed, and another one takes its place.
 * https://node-postgres.com/apis/pool, https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function createPostgresPool(
  config: PoolConfig,
  log: Logger,
): { pool: PostgresPool; use: () => { size: number; idle: number; waiting: number } } {
  const pool = new Pool(config);
  const causes = new WeakMap<PoolClient, unknown>();
  const generations = new WeakMap<PoolClient, number>();
  let generation = 0;

  function giveUp(client: PoolClient, cause: unknown): void {
    if (causes.has(client)) return;
    causes.set(client, cause);
    log.warn({ err: cause }, 'a connection to PostgreSQL broke');
    // Those that are as old as it are read-only, too.
    if (codeOf(cause) === readOnly) generation += 1;
  }

  pool.on('connect', (client) => {
    generations.set(client, generation);
    // The pool listens to idle connections only, and an error that nobody hears ends the process.
    client.on('error', (error) => giveUp(client, error));
  });
  pool.on('error', () => {});

  async function connect(): Promise<PoolClient> {
    for (;;) {
      const client = await pool.connect();
      if (generations.get(client) === generation) return client;
      client.release(true);
    }
  }

  const use = () => ({
    size: pool.totalCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  });
  const given: PostgresPool = {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await connect();

      async function query(text: string, values: unknown[]) {
        // Whoever rolls back is told why, and not that it can't be done.
        if (causes.has(client)) throw causes.get(client);
        try {
          return await client.query(text, values);
        } catch (error) {
          if (isUseless(error)) giveUp(client, error);
          if (text === 'commit' && causes.has(client)) {
            const cause = causes.get(client);
            causes.set(client, new UnclearError('the answer to a commit never came', { cause }));
          }
          throw causes.get(client) ?? error;
        }
      }

      return {
        query: query as never,
        release: (isDiscarded) => client.release(isDiscarded || causes.has(client)),
      };
    },
  };
  return { pool: given, use };
}

const readOnly = '25006';

/** Connection exceptions, shutdowns, and transactions that the server has ended because they sat idle. */
const endings = /^(08|57P|25P03$)/;

/** Whether a connection is of no more use after this. What the server itself has not said is the connection's fault. */
function isUseless(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || code === readOnly || endings.test(code);
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;

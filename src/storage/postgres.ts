import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import { types } from 'pg';
import type { Logger } from 'pino';
import { postgres } from './limits.ts';
import { createPostgresPool } from './postgres-pool.ts';
import { placeOf, StorageError } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';

/** How many connections there may be for what must be answered soon, and for everything else. */
export type PostgresConnections = { interactive: number; background: number };

/** The connections of a pool: all that there are, those that nothing uses, and how many queries wait for one. */
export type PoolUse = {
  pool: keyof PostgresConnections;
  size: number;
  idle: number;
  waiting: number;
};

/**
 * Opens a PostgreSQL database, which any number of processes may share: `db` waits long, `interactive` soon gives up, and neither
 * uses up the connections of the other. The URL's `sslmode` decides about TLS. Throws a `StorageError` when the server cannot be
 * reached.
 * https://node-postgres.com/features/connecting
 */
export async function openPostgres(
  url: string,
  log: Logger,
  connections?: PostgresConnections,
): Promise<{
  db: Database;
  interactive: Database;
  /** Opens it once more, with a connection that takes as long as it takes. Closed by whoever opens it. */
  openUntimed: () => Database;
  pools: () => PoolUse[];
  close: () => Promise<void>;
}> {
  const uses: (() => PoolUse)[] = [];
  const openWith = (limits: Limits) => {
    const { pool, use } = createPostgresPool({ connectionString: url, ...configOf(limits) }, log);
    const dialect = new PostgresDialect({ pool });
    return { db: new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] }), use };
  };
  const open = (kind: keyof PostgresConnections): Database => {
    const limits = { ...postgres[kind], ...(connections && { connections: connections[kind] }) };
    const { db, use } = openWith(limits);
    uses.push(() => ({ pool: kind, ...use() }));
    return db;
  };
  const db = open('background');
  const interactive = open('interactive');
  const close = async () => {
    await Promise.all([db.destroy(), interactive.destroy()]);
  };
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await close();
    throw new StorageError(
      `PostgreSQL can't be reached at ${placeOf(url)} (${reasonOf(error)}). Check DATABASE_URL, and that the server runs and lets piper-invite in.`,
    );
  }
  return {
    db,
    interactive,
    openUntimed: () => openWith(postgres.untimed).db,
    pools: () => uses.map((use) => use()),
    close,
  };
}

type Limits = {
  connections: number;
  connectTimeout: number;
  /** 0 is none. */
  statementTimeout: number;
};

const configOf = (limits: Limits) => ({
  max: limits.connections,
  connectionTimeoutMillis: limits.connectTimeout,
  statement_timeout: limits.statementTimeout,
  // A server that has vanished cancels nothing.
  query_timeout: limits.statementTimeout && limits.statementTimeout + postgres.answerTimeout,
  idle_in_transaction_session_timeout: postgres.idleTimeout,
  application_name: 'piper-invite',
  types: {
    // Times and entry numbers stay far below 2^53.
    getTypeParser: ((oid, format) =>
      oid === types.builtins.INT8
        ? Number
        : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
  },
});

/** A host with several addresses fails with one error per address, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types } from 'pg';
import type { Logger } from 'pino';
import { storage } from '../limits.ts';
import { StorageError } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';

/**
 * Opens a PostgreSQL, to which any number of processes may be connected. TLS is as the URL's `sslmode` says. Throws a
 * `StorageError` when it cannot be reached.
 * https://node-postgres.com/features/connecting
 */
export async function openPostgres(
  url: string,
  log: Logger,
): Promise<{ db: Database; close: () => Promise<void> }> {
  const pool = new Pool({
    connectionString: url,
    max: storage.connections,
    connectionTimeoutMillis: storage.connectTime,
    statement_timeout: storage.statementTime,
    idle_in_transaction_session_timeout: storage.statementTime,
    application_name: 'piper-invite',
    types: {
      // Times and numbers of entries are far below 2^53.
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format),
    },
  });
  // An idle connection that breaks is replaced; unheard, its error would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to PostgreSQL broke'));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await db.destroy();
    const { host, pathname } = new URL(url);
    throw new StorageError(
      `PostgreSQL can't be reached at ${host}${pathname} (${reasonOf(error)}). Check DATABASE_URL, and that the server runs and lets piper-invite in.`,
    );
  }
  return { db, close: () => db.destroy() };
}

/** A name that resolves to several addresses fails with an error for each, and no words of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

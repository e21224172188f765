import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import { types } from 'pg';
import type { Logger } from 'pino';
import { storage } from '../limits.ts';
import { createPostgresPool } from './postgres-pool.ts';
import { StorageError } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';

/**
 * Opens a PostgreSQL database, which any number of processes may share. The URL's `sslmode` decides about TLS. Throws a
 * `StorageError` when the server cannot be reached.
 * https://node-postgres.com/features/connecting
 */
export async function openPostgres(
  url: string,
  log: Logger,
): Promise<{ db: Database; close: () => Promise<void> }> {
  const pool = createPostgresPool(
    {
      connectionString: url,
      max: storage.poolSize,
      connectionTimeoutMillis: storage.connectTimeout,
      statement_timeout: storage.statementTimeout,
      // A server that has vanished cancels nothing.
      query_timeout: storage.statementTimeout + storage.answerTimeout,
      idle_in_transaction_session_timeout: storage.statementTimeout,
      application_name: 'piper-invite',
      types: {
        // Times and entry numbers stay far below 2^53.
        getTypeParser: (oid, format) =>
          oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format),
      },
    },
    log,
  );
  const dialect = new PostgresDialect({ pool });
  const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await db.destroy();
    throw new StorageError(
      `PostgreSQL can't be reached at ${placeOf(url)} (${reasonOf(error)}). Check DATABASE_URL, and that the server runs and lets piper-invite in.`,
    );
  }
  return { db, close: () => db.destroy() };
}

/** The server and database of a URL, without the user and password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** A host with several addresses fails with one error per address, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

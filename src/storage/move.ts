import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import * as z from 'zod';
import { othersTurn } from '../utils/in-slices.ts';
import type { EncryptionKey } from './encryption-keys.ts';
import { keyFoundBesideDatabase } from './key-file.ts';
import { pages } from './limits.ts';
import { migrate } from './migrate.ts';
import { createSecretBox } from './secret-box.ts';
import { openExistingSqlite } from './sqlite.ts';
import { createStamps, type Stamps } from './stamps.ts';
import { insertAll } from './statements.ts';
import { placeOf, postgresProblem, StorageError, sqliteProblem } from './storage-error.ts';
import type { Database, Queries, Tables } from './tables.ts';
import { type AuditBreak, type AuditVerdict, verifyRecords } from './verify-audit.ts';
import { verifyKeys } from './verify-keys.ts';

type Table = keyof Tables;

/** Every table; what rows of another one refer to comes before that one. */
const tables: readonly Table[] = [
  'installations',
  'uninstalled',
  'oauthStates',
  'connections',
  'links',
  'pendingConnections',
  'previews',
  'acceptedCommands',
  'requests',
  'requestPeople',
  'requestVotes',
  'batches',
  'invitations',
  'queues',
  'auditEntries',
  'auditPeople',
  'auditMarks',
];

/**
 * Copies everything from the SQLite database in a directory, which nothing may use meanwhile and which stays as it is, into a
 * PostgreSQL database without rows: as a whole or not at all, and only where it arrives as it was. Throws a `StorageError`, also when
 * the keys don't open what there is.
 */
export async function moveToPostgres({
  directory,
  url,
  encryptionKeys,
  lostKeys = [],
  log,
  onCopied,
  onBreak,
}: {
  directory: string;
  url: string;
  encryptionKeys: readonly [EncryptionKey, ...EncryptionKey[]];
  /** Names of keys that nobody has any more. */
  lostKeys?: readonly string[];
  log: Logger;
  /** Told after each page of a table how many of its rows are copied so far. */
  onCopied: (table: string, rows: number, isWhole: boolean) => void;
  /** Told what is wrong with the record as it is, which does not hold up the rest. */
  onBreak: (found: AuditBreak) => void;
}): Promise<{ rows: number; verdict: AuditVerdict }> {
  const stamps = createStamps(encryptionKeys);
  const source = openExistingSqlite(directory);
  try {
    const ofSource = <T>(work: Promise<T>): Promise<T> =>
      work.catch((error: unknown) => {
        throw sqliteProblem(directory, error);
      });
    await ofSource(migrate(source.db));
    expectKeyOfFile(directory, [...encryptionKeys.map(({ id }) => id), ...lostKeys]);
    await ofSource(verifyKeys(source.db, createSecretBox(encryptionKeys), lostKeys));
    const verdict = await ofSource(verdictOn(source.db, stamps, onBreak));
    const counts = await ofSource(countsOf(source.db));
    const { openPostgres } = await import('./postgres.ts');
    const target = await openPostgres(url, log);
    const untimed = target.openUntimed();
    try {
      await migrate(target.db, target.openUntimed);
      const rows = await untimed.transaction().execute(async (transaction) => {
        // Whoever runs on the target already waits, and finds everything there.
        const all = sql.join(tables.map((table) => sql.table(table)));
        await sql`lock table ${all} in exclusive mode`.execute(transaction);
        await expectEmpty(transaction, url);
        for (const table of tables) {
          let copied = 0;
          for await (const page of pagesOf(source.db, table, ofSource)) {
            await insertAll(transaction, table, page as never);
            copied += page.length;
            onCopied(table, copied, false);
          }
          onCopied(table, copied, true);
        }
        expectSame(counts, await countsOf(transaction));
        expectSame(verdict, await verdictOn(transaction, stamps));
        return [...counts.values()].reduce((sum, count) => sum + count, 0);
      });
      return { rows, verdict };
    } catch (error) {
      throw postgresProblem(url, error);
    } finally {
      await untimed.destroy();
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A key beside SQLite is not found from PostgreSQL. It may have stamped the record, even where it encrypts nothing. */
function expectKeyOfFile(directory: string, known: readonly string[]): void {
  const key = keyFoundBesideDatabase(directory);
  if (!key || known.includes(key.id)) return;
  throw new StorageError(
    `ENCRYPTION_KEYS lacks the key in ${directory}/encryption.key, which piper-invite doesn't look for with PostgreSQL. Put what is in that file into ENCRYPTION_KEYS, behind the keys that are there.`,
  );
}

const verdictOn = (db: Queries, stamps: Stamps, onBreak: (found: AuditBreak) => void = () => {}) =>
  verifyRecords(db, stamps, { onBreak, onShortened: () => {} });

async function expectEmpty(target: Queries, url: string): Promise<void> {
  for (const [table, count] of await countsOf(target)) {
    if (count === 0) continue;
    throw new StorageError(
      `PostgreSQL at ${placeOf(url)} isn't empty: there are rows in ${table}. Name an empty database in DATABASE_URL.`,
    );
  }
}

const countSchema = z.object({ count: z.number() });

async function countsOf(db: Queries): Promise<Map<Table, number>> {
  const counts = new Map<Table, number>();
  for (const table of tables) {
    const { rows } = await sql`select count(*) as count from ${sql.table(table)}`.execute(db);
    counts.set(table, countSchema.parse(rows[0]).count);
  }
  return counts;
}

const rowSchema = z
  .object({ rowid: z.number() })
  .catchall(z.union([z.string(), z.number(), z.null()]));

async function* pagesOf(
  source: Database,
  table: Table,
  ofSource: <T>(work: Promise<T>) => Promise<T>,
): AsyncGenerator<object[]> {
  let last = 0;
  for (;;) {
    const found = await ofSource(
      sql`
        select rowid, * from ${sql.table(table)} where rowid > ${last}
        order by rowid limit ${pages.rows}
      `.execute(source),
    );
    const rows = found.rows.map((row) => rowSchema.parse(row));
    if (rows.length > 0) yield rows.map(({ rowid: _, ...row }) => row);
    if (rows.length < pages.rows) return;
    last = rows.at(-1)?.rowid ?? last;
    await othersTurn();
  }
}

function expectSame(there: unknown, here: unknown): void {
  if (isDeepStrictEqual(there, here)) return;
  throw new StorageError(
    'What arrived in PostgreSQL is not what there is in DATA_DIR, so nothing was kept there. Go on with DATA_DIR, and report this mistake.',
  );
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EncryptionKey } from '../../src/storage/encryption-keys.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import {
  openStorage,
  type PostgresConnections,
  type Storage,
  type StorageLocation,
} from '../../src/storage/storage.ts';
import type { Database } from '../../src/storage/tables.ts';
import type { AuditBreak } from '../../src/storage/verify-audit.ts';
import { encryptionKey } from './encryption-key.ts';
import { keptLog } from './log-lines.ts';
import { storedAt } from './stored.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A storage, and where it keeps everything, so that a test can look there. */
type TestStorage = Storage & {
  location: StorageLocation;
  /** Verifies the record. */
  verified(): Promise<{ workspaces: number; entries: number; breaks: AuditBreak[] }>;
};

/** Opens a storage until the test ends. `keys` are keys, or names of some, of which the first encrypts; `now` is the time there. */
export async function openForTest(
  location: StorageLocation,
  keys: readonly (string | EncryptionKey)[] = ['a'],
  lostKeys: readonly string[] = [],
  now = storedAt,
  connections?: PostgresConnections,
): Promise<TestStorage> {
  const storage = await openStorage({
    location,
    encryptionKeys: keys.map((key) => (typeof key === 'string' ? encryptionKey(key) : key)),
    lostKeys,
    connections,
    log: keptLog().log,
    now: () => now,
  });
  onTestFinished(() => storage.close());
  const verified = async () => {
    const breaks: AuditBreak[] = [];
    const { workspaces, entries } = await storage.verifyAudit({
      onBreak: (found) => breaks.push(found),
      onShortened: () => {},
    });
    return { workspaces, entries, breaks };
  };
  return { ...storage, location, verified };
}

/** Opens a SQLite with nothing in it, until the test ends. */
export const openEmpty = async (): Promise<TestStorage> =>
  openForTest({ kind: 'sqlite', directory: await emptyDatabase() });

/**
 * A directory with a SQLite in which nothing is stored, until the test ends. The product's tables are made once for each process of
 * the tests, and copied from then on: to make them takes longer than many a test.
 */
export async function emptyDatabase(): Promise<string> {
  const directory = temporaryDirectory();
  const file = join(directory, 'piper-invite.db');
  if (withTables) writeFileSync(file, withTables, { mode: 0o600 });
  else {
    await inDatabase({ kind: 'sqlite', directory }, migrate);
    withTables = readFileSync(file);
  }
  return directory;
}

let withTables: Buffer | undefined;

/** Looks into a database, or tampers with it, behind the storage's back. SQLite's must be closed. */
export async function inDatabase<T>(
  location: StorageLocation,
  act: (db: Database) => Promise<T>,
): Promise<T> {
  const { db, close } =
    location.kind === 'sqlite'
      ? openSqlite(location.directory)
      : await openPostgres(location.url, keptLog().log);
  try {
    return await act(db);
  } finally {
    await close();
  }
}

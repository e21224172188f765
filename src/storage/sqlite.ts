import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect, sql } from 'kysely';
import type { Logger } from 'pino';
import { storage } from '../limits.ts';
import { type EncryptionKey, keyBytes, parseEncryptionKeys } from './encryption-keys.ts';
import { StorageError } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';

const databaseFile = 'piper-invite.db';
const keyFile = 'encryption.key';

/**
 * Opens the SQLite database in a directory, which it makes. One process at a time has it: throws a `StorageError` for the
 * second. Every commit is on the disk before it is acknowledged.
 * https://www.sqlite.org/wal.html, https://nodejs.org/api/sqlite.html
 */
export function openSqlite(directory: string): { db: Database; close: () => Promise<void> } {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StorageError(
      `DATA_DIR ${directory} can't be made (${(error as Error).message}). Name a directory that piper-invite may write to.`,
    );
  }
  const lock = lockInstance(directory);
  try {
    const file = join(directory, databaseFile);
    makePrivate(file);
    const database = new DatabaseSync(file);
    database.exec(`pragma busy_timeout = ${storage.busyTime}`);
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec('pragma foreign_keys = on');
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapted(database) }) });
    return {
      db,
      close: async () => {
        await db.destroy();
        if (database.isOpen) database.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** The lock lives as long as the process, however it ends. */
function lockInstance(directory: string): DatabaseSync {
  const file = join(directory, 'instance.lock');
  makePrivate(file);
  const lock = new DatabaseSync(file);
  try {
    lock.exec('pragma busy_timeout = 0');
    lock.exec('pragma locking_mode = exclusive');
    lock.exec('begin exclusive');
    return lock;
  } catch {
    lock.close();
    throw new StorageError(
      `Another process of piper-invite has ${directory}. Stop it first, give this one another DATA_DIR, or set DATABASE_URL to share a PostgreSQL.`,
    );
  }
}

/** Makes the file if there is none; what SQLite puts beside it gets the same permissions. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** `DatabaseSync` as Kysely wants it. */
function adapted(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (query) => {
      const statement = database.prepare(query);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(asScalar)),
        run: (parameters) => statement.run(...parameters.map(asScalar)),
        iterate: (parameters) => statement.iterate(...parameters.map(asScalar)),
      };
    },
  };
}

/** An object in the first place would be taken for named parameters, and silently shift the others. */
function asScalar(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || ['string', 'number', 'bigint'].includes(typeof value)) {
    return value as SQLInputValue;
  }
  throw new TypeError(`SQLite is given a ${typeof value} that is no scalar`);
}

/** Copies the database into a new file. Throws a `StorageError` where there is one already. */
export async function backUpSqlite(directory: string, db: Database, file: string): Promise<void> {
  try {
    closeSync(openSync(file, 'wx', 0o600));
    await sql`vacuum into ${file}`.execute(db);
  } catch (error) {
    throw new StorageError(
      `${directory} can't be copied to ${file} (${(error as Error).message}). Name a file that doesn't exist yet, in a directory that piper-invite may write to.`,
    );
  }
}

/** The key that is kept beside the database where none is configured; made at the first start. */
export function keyBesideDatabase(directory: string, log: Logger): EncryptionKey {
  const file = join(directory, keyFile);
  try {
    const id = `local-${randomBytes(4).toString('hex')}`;
    const made = `${id}:${randomBytes(keyBytes).toString('base64url')}\n`;
    writeFileSync(file, made, { mode: 0o600, flag: 'wx', flush: true });
    log.warn(
      { file },
      'an encryption key was made; keep a copy of it elsewhere: without it every stored token is lost',
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  makePrivate(file);
  const keys = parseEncryptionKeys(readFileSync(file, 'utf8').trim());
  const [key] = keys.ok ? keys.value : [];
  if (!key) {
    throw new StorageError(
      `${file} isn't an encryption key. Put the key back that was there, or set ENCRYPTION_KEYS.`,
    );
  }
  log.info({ file }, 'secrets are encrypted with the key in this file');
  return key;
}

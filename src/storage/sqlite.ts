import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import {
  CamelCasePlugin,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { LRUCache } from 'lru-cache';
import { storage } from '../limits.ts';
import { StorageError, sqliteProblem } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';

/**
 * Opens the SQLite database in a directory, and creates both if needed. Throws a `StorageError` if another process has it open.
 * Every commit is on disk before it is acknowledged.
 * https://www.sqlite.org/wal.html, https://nodejs.org/api/sqlite.html
 */
export function openSqlite(directory: string): { db: Database; close: () => Promise<void> } {
  const unlock = lockInstance(directory);
  try {
    const database = openDatabase(join(directory, databaseName));
    const dialect = new Dialect({
      database: adapted(database),
      isTransaction: () => database.isTransaction,
    });
    const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
    return {
      db,
      close: async () => {
        await db.destroy();
        if (database.isOpen) database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw sqliteProblem(directory, error);
  }
}

/** The same where there is one; throws a `StorageError` if there is none. */
export function openExistingSqlite(directory: string): ReturnType<typeof openSqlite> {
  expectDatabase(directory);
  return openSqlite(directory);
}

/**
 * Opens the database in a directory to read it, whether a process has it or not, and changes no file; undefined where there is none.
 * https://www.sqlite.org/uri.html#uriimmutable
 */
export function openSqliteToRead(
  directory: string,
): { db: Database; close: () => Promise<void> } | undefined {
  const file = join(directory, databaseName);
  if (!existsSync(file)) return undefined;
  // Where no process has left its log, reading it like any other database would make one.
  const isLogged = existsSync(`${file}-wal`);
  const location = isLogged ? file : new URL(`${pathToFileURL(resolve(file))}?immutable=1`);
  try {
    const database = new DatabaseSync(location, { readOnly: true, timeout: storage.busyTimeout });
    const dialect = new Dialect({ database: adapted(database), isTransaction: () => false });
    const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
    return { db, close: () => db.destroy() };
  } catch (error) {
    throw sqliteProblem(directory, error);
  }
}

const databaseName = 'piper-invite.db';

/** Gives its file. */
function expectDatabase(directory: string): string {
  const file = join(directory, databaseName);
  if (existsSync(file)) return file;
  throw new StorageError(`There is no database in ${directory}. Set DATA_DIR to where it is.`);
}

/** The operating system holds the lock, so it is released however the process ends. */
function lockInstance(directory: string): () => void {
  let lock: DatabaseSync | undefined;
  try {
    makeDirectory(resolve(directory));
    const file = join(directory, 'instance.lock');
    makePrivate(file);
    lock = new DatabaseSync(file);
    lock.exec('pragma busy_timeout = 0; begin exclusive');
    const held = lock;
    return () => {
      if (held.isOpen) held.close();
    };
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === busy) {
      throw new StorageError(
        `Another process of piper-invite uses ${directory}. Stop it first, give this one another DATA_DIR, or set DATABASE_URL so that both share a PostgreSQL.`,
      );
    }
    throw sqliteProblem(directory, error);
  }
}

/** https://www.sqlite.org/rescode.html#busy */
const busy = 5;

function openDatabase(file: string): DatabaseSync {
  makePrivate(file);
  const database = new DatabaseSync(file);
  try {
    // The timeout comes first, because changing the journal mode may have to wait for a lock.
    database.exec(`pragma busy_timeout = ${storage.busyTimeout}`);
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec('pragma foreign_keys = on');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Level by level: Node's `recursive` never returns when a parent exists but is unusable, such as a stale mount. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}

/** Creates the file if needed. SQLite gives the files that it adds beside it the same permissions. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/**
 * Kysely assumes that SQLite cannot change its schema in a transaction. It can, and has to: a process that is killed halfway
 * would leave half a schema, and no process could start on that.
 * https://www.sqlite.org/lang_transaction.html
 */
class Dialect extends SqliteDialect {
  readonly #config: { database: SqliteDatabase; isTransaction: () => boolean };

  constructor(config: { database: SqliteDatabase; isTransaction: () => boolean }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new Driver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new Adapter();
  }
}

/**
 * SQLite itself ends a transaction in which the disk was full. There is nothing to roll back then, and the error of trying would hide
 * the one that matters.
 * https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction
 */
class Driver extends SqliteDriver {
  readonly #isTransaction: () => boolean;

  constructor(config: { database: SqliteDatabase; isTransaction: () => boolean }) {
    super(config);
    this.#isTransaction = config.isTransaction;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isTransaction()) await super.rollbackTransaction(connection);
  }
}

class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): true {
    return true;
  }
}

/** Adapts `DatabaseSync` to Kysely's interface, and caches prepared statements. */
function adapted(database: DatabaseSync): SqliteDatabase {
  const prepared = new LRUCache<string, ReturnType<SqliteDatabase['prepare']>>({
    max: storage.cachedStatements,
  });

  function prepare(query: string): ReturnType<SqliteDatabase['prepare']> {
    const statement = database.prepare(query);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...parameters.map(asScalar)),
      run: (parameters) => statement.run(...parameters.map(asScalar)),
      iterate: (parameters) => statement.iterate(...parameters.map(asScalar)),
    };
  }

  return {
    close: () => database.close(),
    prepare: (query) => {
      const known = prepared.get(query) ?? prepare(query);
      prepared.set(query, known);
      return known;
    },
  };
}

/** `DatabaseSync` would take an object in the first place for named parameters, and silently shift the others. */
function asScalar(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  throw new TypeError(`SQLite was given a value of type ${typeof value}`);
}

/**
 * Copies the database in a directory into a new file, even while another process writes to it. The file appears under its name
 * only once it is complete. Throws a `StorageError`.
 * https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export function backUpSqlite(directory: string, file: string): void {
  const source = expectDatabase(directory);
  if (existsSync(file)) {
    throw new StorageError(
      `The database can't be copied to ${file}: it exists already. Name a file that doesn't.`,
    );
  }
  const unfinished = `${file}.unfinished`;
  try {
    rmSync(unfinished, { force: true });
    makePrivate(unfinished);
    const database = new DatabaseSync(source, { timeout: storage.busyTimeout });
    try {
      database.prepare('vacuum into ?').run(unfinished);
    } finally {
      database.close();
    }
    const copy = openSync(unfinished, 'r+');
    fsyncSync(copy);
    closeSync(copy);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new StorageError(
      `The database can't be copied to ${file} (${messageOf(error)}). Name a file in a directory that piper-invite may write to.`,
    );
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

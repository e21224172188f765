import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { backUp } from '../../src/storage/storage.ts';
import { acceptedCommandsContract } from '../contracts/accepted-commands.ts';
import { auditChainContract } from '../contracts/audit-chain.ts';
import { batchesContract } from '../contracts/batches.ts';
import { followUpContract } from '../contracts/follow-ups.ts';
import { historyContract } from '../contracts/history.ts';
import { linksContract } from '../contracts/links.ts';
import { privacyContract } from '../contracts/privacy.ts';
import { quotaContract } from '../contracts/quota.ts';
import { requestsContract } from '../contracts/requests.ts';
import { retentionContract } from '../contracts/retention.ts';
import { schemaContract } from '../contracts/schema.ts';
import { storageContract } from '../contracts/storage.ts';
import { expectHidden, storedSecretsContract, storeTellTale } from '../contracts/stored-secrets.ts';
import { workloadContract } from '../contracts/workload.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { emptyDatabase, openForTest } from '../helpers/storage.ts';
import { entry } from '../helpers/stored.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

describe('SQLite', () => {
  const freshLocation = async () => locationOf(await emptyDatabase());
  schemaContract(async () => locationOf(temporaryDirectory()));
  storageContract(freshLocation);
  historyContract(freshLocation);
  linksContract(freshLocation);
  batchesContract(freshLocation);
  quotaContract(freshLocation);
  acceptedCommandsContract(freshLocation);
  followUpContract(freshLocation);
  storedSecretsContract(freshLocation);
  auditChainContract(freshLocation);
  requestsContract(freshLocation);
  retentionContract(freshLocation);
  privacyContract(freshLocation);
  workloadContract(freshLocation);
});

const locationOf = (directory: string) => ({ kind: 'sqlite', directory }) as const;
const open = (directory: string) => openForTest(locationOf(directory));

const inUse = /^Another process of piper-invite uses .* DATA_DIR.* DATABASE_URL/;

describe('a directory with a SQLite database', () => {
  it('is made, for nobody else to read', async () => {
    const directory = join(temporaryDirectory(), 'some', 'where');
    await open(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const files = readdirSync(directory);
    expect(files).toContain('piper-invite.db');
    for (const file of files) {
      expect(statSync(join(directory, file)).mode & 0o777, file).toBe(0o600);
    }
  });

  it('is refused to the second of two, until the first is done', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    await expect(open(directory)).rejects.toThrow(inUse);
    await first.close();
    await open(directory);
  });

  it('is refused while another process has it, and free as soon as that is killed', async () => {
    const directory = temporaryDirectory();
    const other = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { openSqlite } from '${resolve('src/storage/sqlite.ts')}';
       globalThis.kept = openSqlite('${directory}');
       console.log('open');
       setInterval(() => {}, 1_000);`,
    ]);
    onTestFinished(() => {
      other.kill('SIGKILL');
    });
    await once(other.stdout, 'data');
    await expect(open(directory)).rejects.toThrow(inUse);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await open(directory);
  });

  it('that cannot be made is told, with the way to another', async () => {
    await expect(open('/proc/piper-invite')).rejects.toThrow(
      /^The database in \/proc\/piper-invite can't be used .*DATA_DIR/,
    );
  });

  it('whose database is none is told', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'piper-invite.db'), 'not a database, and long enough for one');
    await expect(open(directory)).rejects.toThrow(/is damaged\. Restore a backup/);
  });

  it('has no token in any byte of its files', async () => {
    const directory = temporaryDirectory();
    const storage = await open(directory);
    const tokens = await storeTellTale(storage);
    const bytes = () =>
      readdirSync(directory)
        .map((file) => readFileSync(join(directory, file), 'latin1'))
        .join('\n');
    expect(readdirSync(directory)).toContain('piper-invite.db-wal');
    const whileOpen = bytes();
    await storage.close();
    for (const text of [whileOpen, bytes()]) {
      expect(text).toContain('Acme Robotics');
      for (const token of tokens) expectHidden(token, text);
    }
  });
});

describe('the connection to SQLite', () => {
  const openDatabase = (directory = temporaryDirectory()) => {
    const { db, close } = openSqlite(directory);
    onTestFinished(close);
    return db;
  };
  const settingOf = async (db: ReturnType<typeof openDatabase>, pragma: string) => {
    const { rows } = await sql.raw(`pragma ${pragma}`).execute(db);
    return Object.values(rows[0] ?? {})[0];
  };

  it('has every commit on the disk before it is acknowledged', async () => {
    const db = openDatabase();
    expect(await settingOf(db, 'journal_mode')).toBe('wal');
    // 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
    expect(await settingOf(db, 'synchronous')).toBe(2);
    expect(await settingOf(db, 'foreign_keys')).toBe(1);
    expect(await settingOf(db, 'busy_timeout')).toBe(5_000);
  });

  it('waits for whoever has the database at the moment, before it changes the journal', async () => {
    const directory = temporaryDirectory();
    // In a thread of its own, since SQLite's calls hold up the one that makes them.
    const other = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       const { DatabaseSync } = require('node:sqlite');
       const database = new DatabaseSync(workerData);
       database.exec('create table other (id); begin exclusive');
       parentPort.postMessage('locked');
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
       database.exec('commit');
       database.close();`,
      { eval: true, workerData: join(directory, 'piper-invite.db') },
    );
    const ended = once(other, 'exit');
    await once(other, 'message');
    expect(await settingOf(openDatabase(directory), 'journal_mode')).toBe('wal');
    await ended;
  });

  it.each([
    ['a date', new Date(0)],
    ['an object', {}],
    ['a list', []],
    ['bytes', new Uint8Array(1)],
    ['nothing at all', undefined],
  ])('refuses %s instead of shifting what comes after it', async (_, value) => {
    const db = openDatabase();
    await expect(sql`select ${value} as first, ${1} as second`.execute(db)).rejects.toThrow(
      /^SQLite was given a value of type (object|undefined)$/,
    );
  });

  it('tells the first cause where SQLite itself has ended the transaction', async () => {
    const db = openDatabase();
    await sql`create table kept (value integer unique)`.execute(db);
    const transaction = db.transaction().execute(async (trx) => {
      await sql`insert into kept values (1)`.execute(trx);
      await sql`insert or rollback into kept values (1)`.execute(trx);
    });
    await expect(transaction).rejects.toThrow('UNIQUE constraint failed: kept.value');
    await expect(sql`insert into kept values (1)`.execute(db)).resolves.toBeDefined();
  });

  it('takes every scalar in its place, and yes and no as 1 and 0', async () => {
    const db = openDatabase();
    const { rows } =
      await sql`select ${true} as a, ${false} as b, ${null} as c, ${'text'} as d, ${1.5} as e, ${7n} as f`.execute(
        db,
      );
    expect(rows).toEqual([{ a: 1, b: 0, c: null, d: 'text', e: 1.5, f: 7 }]);
  });
});

describe('a copy of a SQLite database', () => {
  it('has everything that there was before it, while the product goes on writing', async () => {
    const directory = temporaryDirectory();
    const storage = await open(directory);
    await storage.connections.save(connectionWithToken(), entry());
    const copies = temporaryDirectory();
    const file = join(copies, 'piper-invite.db');
    let isWanted = true;
    const writing = (async () => {
      while (isWanted) {
        await storage.audit.append(entry());
        await new Promise(setImmediate);
      }
    })();
    await storage.audit.append(entry());
    const before = await auditRecord(storage.location, 'T1');
    const copier = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { backUpSqlite } from '${resolve('src/storage/sqlite.ts')}';
       backUpSqlite('${directory}', '${file}');`,
    ]);
    const [code] = await once(copier, 'exit');
    isWanted = false;
    await writing;
    expect(code).toBe(0);
    expect(readdirSync(copies)).toEqual(['piper-invite.db']);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const copy = await open(copies);
    expect(await copy.connections.find({ teamId: 'T1' })).toEqual(
      await storage.connections.find({ teamId: 'T1' }),
    );
    const copied = await copy.verified();
    expect(copied.breaks).toEqual([]);
    expect(copied.entries).toBeGreaterThanOrEqual(before.length);
    expect(await storage.verified()).toMatchObject({ breaks: [] });
  });

  it('takes the place of nothing', async () => {
    const directory = temporaryDirectory();
    await open(directory);
    const file = join(temporaryDirectory(), 'precious');
    writeFileSync(file, 'precious');
    expect(() => backUp(locationOf(directory), file)).toThrow(/can't be copied.*exists already/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('that cannot be written is told, and nothing of it stays', async () => {
    const directory = temporaryDirectory();
    await open(directory);
    const nowhere = join(directory, 'nowhere', 'copy.db');
    expect(() => backUp(locationOf(directory), nowhere)).toThrow(/can't be copied to .*nowhere/);
    const copies = temporaryDirectory();
    mkdirSync(join(copies, 'database'));
    writeFileSync(join(copies, 'database', 'piper-invite.db'), 'not a database'.repeat(100));
    const file = join(copies, 'copy.db');
    expect(() => backUp(locationOf(join(copies, 'database')), file)).toThrow(/can't be copied/);
    expect(readdirSync(copies)).toEqual(['database']);
  });

  it('of nothing is told', () => {
    const directory = temporaryDirectory();
    expect(() => backUp(locationOf(directory), join(directory, 'copy.db'))).toThrow(
      `There is no database in ${directory}. Set DATA_DIR to where it is.`,
    );
    expect(readdirSync(directory)).toEqual([]);
  });
});

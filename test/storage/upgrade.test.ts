import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Migrator } from 'kysely/migration';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { migrations } from '../../src/storage/migrations/index.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { storeTellTale } from '../contracts/stored-secrets.ts';
import { invited } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { describeOnPostgres, startPostgres } from '../helpers/postgres.ts';
import { emptyDatabase, inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, link, linkedThrough, ofTeam, storedAt } from '../helpers/stored.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const folder = 'test/fixtures/releases';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Dumps of databases of released versions, and of today's, as SQL of SQLite's. */
const versions = [
  ...globSync(`${folder}/*.sql`).map((file) => [file, async () => readFileSync(file, 'utf8')]),
  ['today', dumpOfToday],
] as [name: string, dump: () => Promise<string>][];

const sqlite = (directory: string) => ({ kind: 'sqlite', directory }) as const;

describe('a database of a version that was released', () => {
  it.each(versions)('is read, added to and proven by this one, on SQLite: %s', async (_, dump) => {
    await expectAllRead(sqlite(restored(await dump())));
  });

  it.each(versions)('was made by the steps that there still are: %s', async (_, dump) => {
    const directory = restored(await dump());
    expect(schemaOf(await madeUpTo(lastStepIn(directory)))).toEqual(schemaOf(directory));
  });

  it('is kept for each', () => {
    const released = readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm);
    const files = [...released].map(([, each]) => `${folder}/${each}.sql`);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('would be seen to have a column by another name', async () => {
    const dump = (await dumpOfToday()).replaceAll('sealed_token', 'token');
    const directory = restored(dump);
    expect(schemaOf(await madeUpTo(lastStepIn(directory)))).not.toEqual(schemaOf(directory));
    await expect(expectAllRead(sqlite(directory))).rejects.toThrow(/no such column.*sealed_token/);
  });

  if (process.env.KEEP_RELEASE) {
    it('is made of today for later ones', async () => {
      mkdirSync(folder, { recursive: true });
      const file = `${folder}/${version}.sql`;
      writeFileSync(file, await dumpOfToday(), { flag: 'wx' });
      expect(existsSync(file)).toBe(true);
    });
  }
});

describeOnPostgres('the same on PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop(), 60_000);

  it.each(versions)('is read, added to and proven by this one: %s', async (_, dump) => {
    const directory = restored(await dump());
    const location = { kind: 'postgres', url: await server.freshDatabase() } as const;
    await migrateUpTo(location, lastStepIn(directory));
    await fill(location.url, rowsIn(directory));
    await expectAllRead(location);
  });
});

/** Reads what the dump holds, invites whoever waits in it, and proves the record. */
async function expectAllRead(location: StorageLocation): Promise<void> {
  const storage = await openForTest(location);
  await storage.verifyKeys();
  const before = await storage.verified();
  expect(before).toMatchObject({ breaks: [] });

  const team = { teamId: 'T1' };
  expect(await storage.connections.find(team)).toMatchObject({
    value: { token: 'pat_telltale_connection_token' },
  });
  expect(await storage.installations.fetchInstallation(ofTeam('T1'))).toMatchObject({
    bot: { token: 'xoxe.xoxb-1-telltale-bot-token' },
  });
  expect(await storage.pendingConnections.find('p1', storedAt)).toMatchObject({ id: 'p1' });
  const author = { ...team, userId: 'UALICE' };
  expect(await storage.previews.find('d1', author, storedAt - 1)).toBeDefined();
  expect(await storage.links.find(linkedThrough(), 'UGRACE')).toMatchObject({ value: link() });
  expect(await storage.requests.find('r1', team)).toMatchObject({ id: 'r1' });
  const later = storedAt + 2_000;
  const [command] = await storage.acceptedCommands.claim(later, later, 1);
  expect(command?.typed).toBeDefined();

  const [claimed] = await storage.invitations.claim('org-1', claimTerms(later, 1_000));
  if (!claimed) throw new Error('nobody waits to be invited');
  const end = { outcome: invited(claimed.invitee.address), at: later };
  expect(await storage.invitations.end(claimed, end, entry({ at: later }))).toBe(true);
  const tables = new Set<string>();
  for await (const page of storage.exporter.workspace('T1')) {
    for (const { table, id } of page) {
      tables.add(table);
      if (table === 'batches') {
        expect((await storage.batches.load(String(id)))?.report.entries).toMatchObject([
          { state: { kind: 'invited' } },
        ]);
      }
    }
  }
  expect([...tables]).toEqual(expect.arrayContaining(['batches', 'invitations', 'record']));
  // The invite, and that the export was asked for and done.
  expect(await storage.verified()).toEqual({ ...before, entries: before.entries + 3 });
}

async function dumpOfToday(): Promise<string> {
  const directory = await emptyDatabase();
  const storage = await openForTest(sqlite(directory));
  await storeTellTale(storage);
  await storage.close();
  const rows = Object.entries(rowsIn(directory, true)).flatMap(([table, rows]) =>
    rows.map(
      (row) => `insert into ${table} values (${Object.values(row).map(literal).join(', ')})`,
    ),
  );
  const schema = schemaOf(directory).map(({ sql }) => sql);
  const tables = schema.filter((sql) => /^create table/i.test(sql));
  const statements = [...tables, ...rows, ...schema.slice(tables.length)];
  return statements.map((each) => `${each};\n`).join('');
}

const literal = (value: unknown) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

/** A directory with the database of a dump. */
function restored(dump: string): string {
  const directory = temporaryDirectory();
  inFile(directory, (db) => db.exec(dump));
  return directory;
}

function inFile<T>(directory: string, act: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(directory, 'piper-invite.db'));
  try {
    return act(db);
  } finally {
    db.close();
  }
}

const schemaSchema = z.array(z.object({ type: z.string(), name: z.string(), sql: z.string() }));

/** What a database was made by, first the tables, each kind in the order of its making. */
const schemaOf = (directory: string) =>
  inFile(directory, (db) =>
    schemaSchema.parse(
      db
        .prepare(
          `select type, name, sql from sqlite_schema where sql is not null
          order by type <> 'table', rowid`,
        )
        .all()
        .map((row) => ({ ...row })),
    ),
  );

/** By table, in the order of their making; those of the migrator itself only where they are wanted. */
function rowsIn(directory: string, withSteps = false): Record<string, Record<string, unknown>[]> {
  const tables = schemaOf(directory).filter(
    ({ type, name }) => type === 'table' && (withSteps || !name.startsWith('kysely')),
  );
  return inFile(directory, (db) =>
    Object.fromEntries(tables.map(({ name }) => [name, db.prepare(`select * from ${name}`).all()])),
  );
}

/** The last step that a database has taken. */
const lastStepIn = (directory: string): string =>
  String(rowsIn(directory, true).kysely_migration?.at(-1)?.name);

/** Takes today's steps, up to one of them. */
const migrateUpTo = (location: StorageLocation, step: string) =>
  inDatabase(location, async (db) => {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateTo(step);
    if (error) throw error;
  });

async function madeUpTo(step: string): Promise<string> {
  const directory = temporaryDirectory();
  await migrateUpTo(sqlite(directory), step);
  return directory;
}

async function fill(url: string, tables: ReturnType<typeof rowsIn>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const [table, rows] of Object.entries(tables)) {
    const insert = `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`;
    await client.query(insert, [JSON.stringify(rows)]);
  }
  await client.end();
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dumpOf, storeTellTale } from '../contracts/stored-secrets.ts';
import { startApp } from '../helpers/app.ts';
import { carryOut, connected, keysOf, locationOf } from '../helpers/cli.ts';
import { describeOnPostgres, query, startPostgres } from '../helpers/postgres.ts';
import { emptyDatabase, inDatabase, openForTest } from '../helpers/storage.ts';
import { entry } from '../helpers/stored.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const many = JSON.stringify(Array.from({ length: 10_000 }, (_, at) => at));

describeOnPostgres('move', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop(), 60_000);

  const move = (directory: string, url: string, keys = keysOf('a')) =>
    carryOut(['move'], directory, keys, { DATABASE_URL: url });
  const postgres = (url: string) => ({ kind: 'postgres', url }) as const;
  /** Every row of every table, as text, whatever its order. */
  const rowsAt = (location: Parameters<typeof inDatabase>[0]) =>
    inDatabase(location, async (db) => {
      const dump = await dumpOf(db);
      return new Map(
        [...dump].map(([table, rows]) => [
          table,
          (JSON.parse(rows) as object[])
            .map((row) => JSON.stringify(Object.entries(row).toSorted()))
            .toSorted(),
        ]),
      );
    });
  const nothing = async (url: string) =>
    [...(await rowsAt(postgres(url))).values()].every((rows) => rows.length === 0);

  it('takes every row of every table along, page by page, and leaves the source as it was', async () => {
    const directory = await emptyDatabase();
    const storage = await openForTest(locationOf(directory));
    await storeTellTale(storage);
    await storage.close();
    await inDatabase(locationOf(directory), (db) =>
      sql`insert into oauth_states select 's' || value, value from json_each(${many})`.execute(db),
    );
    const before = await rowsAt(locationOf(directory));
    const url = await server.freshDatabase();

    const { code, stdout, stderr } = await move(directory, url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('\noauthStates: 10000 so far\noauthStates: 10001\n');
    expect(stdout).toMatch(
      /\nMoved and compared: rows \d+, entries of the record \d+\. Nothing in the record was changed or removed\.\nStart with DATABASE_URL from now on\./,
    );
    expect([...before].filter(([, rows]) => rows.length === 0)).toEqual([]);
    expect(await rowsAt(postgres(url))).toEqual(before);
    expect(await rowsAt(locationOf(directory))).toEqual(before);
  });

  it('has whoever ran with the key file go on with that key, invite, and prove the record', async () => {
    const first = await startApp();
    const { outside, directory } = first;
    await first.invite('ada@example.com as Editor');
    await first.finish();
    const url = await server.freshDatabase();
    const file = join(directory, 'encryption.key');
    await expect(move(directory, url)).rejects.toThrow(
      `ENCRYPTION_KEYS lacks the key in ${file}, which piper-invite doesn't look for with PostgreSQL. Put what is in that file into ENCRYPTION_KEYS, behind the keys that are there.`,
    );
    const keys = `${keysOf('a')},${readFileSync(file, 'utf8').trim()}`;
    expect((await move(directory, url, keys)).code).toBe(0);

    const env = { DATABASE_URL: url, ENCRYPTION_KEYS: keys };
    const second = await startApp({ outside, env });
    await second.invite('grace@example.com as Editor');
    await second.finish();
    expect(outside.piper.addresses()).toEqual(
      expect.arrayContaining(['ada@example.com', 'grace@example.com']),
    );
    expect(await carryOut(['verify-audit'], directory, keys, env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing in the record was changed or removed.\n'),
    });
  });

  it('is refused while the product runs, where there is nothing, and without where to', async () => {
    const url = await server.freshDatabase();
    const directory = await connected();
    const running = await openForTest(locationOf(directory));
    await expect(move(directory, url)).rejects.toThrow(/^Another process .* Stop it first/);
    await running.close();
    await expect(move(temporaryDirectory(), url)).rejects.toThrow(
      /^There is no database in .*\. Set DATA_DIR to where it is\.$/,
    );
    await expect(carryOut(['move'], directory)).rejects.toThrow(/^Set DATABASE_URL/);
    await expect(move(directory, url, keysOf('b'))).rejects.toThrow(
      /lacks the key that was named "a"/,
    );
    writeFileSync(join(directory, 'encryption.key'), 'no key');
    await expect(move(directory, url)).rejects.toThrow(/encryption\.key isn't an encryption key/);
  });

  it('puts nothing where there is something already', async () => {
    const url = await server.freshDatabase();
    const there = await openForTest(postgres(url));
    await there.audit.append(entry());
    await there.close();
    const before = await rowsAt(postgres(url));
    await expect(move(await connected(), url)).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:\d+\/\w+ isn't empty: there are rows in auditEntries\. Name an empty database/,
    );
    expect(await rowsAt(postgres(url))).toEqual(before);
  });

  const change = (table: string, act: string) => `
    create function change() returns trigger language plpgsql as $$ begin ${act} return new; end $$;
    create trigger change before insert on ${table} for each row execute function change()`;
  it.each([
    ['breaks off', /can't be used \(broken/, change('audit_marks', "raise exception 'broken';")],
    ['loses a row', /is not what there is/, change('audit_people', 'return null;')],
    ['changes an entry', /is not what there is/, change('audit_entries', "new.hash = 'other';")],
  ])('keeps nothing of a copy that %s', async (_, told, trouble) => {
    const url = await server.freshDatabase();
    await (await openForTest(postgres(url))).close();
    await inDatabase(postgres(url), (db) => sql.raw(trouble).execute(db));
    const directory = await connected();
    await expect(move(directory, url)).rejects.toThrow(told);
    expect(await nothing(url)).toBe(true);
    await openForTest(locationOf(directory));
  });

  it('takes as long as it takes', async () => {
    const url = await server.freshDatabase();
    await (await openForTest(postgres(url))).close();
    const note = "insert into times values (current_setting('statement_timeout'));";
    await inDatabase(postgres(url), (db) =>
      sql.raw(`create table times (longest text); ${change('audit_entries', note)}`).execute(db),
    );
    await move(await connected(), url);
    expect(await query(url, 'select distinct longest from times')).toEqual([{ longest: '0' }]);
  });

  it('takes a record along as it is, and says what is wrong with it', async () => {
    const directory = await connected();
    await inDatabase(locationOf(directory), async (db) => {
      await sql`drop trigger audit_entries_delete`.execute(db);
      await db.deleteFrom('auditEntries').where('workspace', '=', 'T2').execute();
    });
    const { code, stdout } = await move(directory, await server.freshDatabase());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^In the record of T2, entry 1 is missing\.\n/);
    expect(stdout).toContain('What is wrong with the record was so before.\n');
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { UnclearError } from '../../src/domain/unclear-error.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { createPostgresPool } from '../../src/storage/postgres-pool.ts';
import { eventually } from '../helpers/eventually.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { describeOnPostgres, query, startPostgres } from '../helpers/postgres.ts';

const broke = { level: 'warn', msg: 'a connection to PostgreSQL broke' };
const terminated = 'terminating connection due to administrator command';

describeOnPostgres('a connection to PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop(), 60_000);

  /** A database with one table, and what an operator does to it. */
  async function open() {
    const url = await server.freshDatabase();
    const name = new URL(url).pathname.slice(1);
    const kept = keptLog();
    const { db, close } = await openPostgres(url, kept.log);
    onTestFinished(close);
    await query(url, 'create table things (name text)');
    return {
      db,
      run: (statement: string) => query(url, statement),
      insert: (thing: string) => sql`insert into things values (${thing})`.execute(db),
      things: async () => (await sql`select name from things order by name`.execute(db)).rows,
      log: kept.lines,
      terminateAll: () =>
        query(
          url,
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()`,
        ),
      /** Whoever connects during it can only read, also once it is over. */
      readOnlySpell: async (during: () => Promise<unknown>) => {
        await query(url, `alter database ${name} set default_transaction_read_only = on`);
        await during().finally(() =>
          query(server.admin, `alter database ${name} reset default_transaction_read_only`),
        );
      },
      /** Opens several, which then sit idle. */
      connectSeveral: () =>
        Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.1)`.execute(db))),
    };
  }

  it('that breaks while nobody uses it is replaced', async () => {
    const { insert, terminateAll, log } = await open();
    await terminateAll();
    await eventually(() => expect(log()).not.toEqual([]));
    expect(log()).toMatchObject([broke]);
    await insert('a');
  });

  it('that breaks in the middle of a statement is replaced, and whoever used it is told why', async () => {
    const { db, insert, terminateAll, log } = await open();
    const begun = Promise.withResolvers<void>();
    const broken = db.transaction().execute(async (transaction) => {
      const slow = sql`select pg_sleep(10)`.execute(transaction);
      begun.resolve();
      await slow;
    });
    const seen = expect(broken).rejects.toThrow(terminated);
    await begun.promise;
    await terminateAll();
    await seen;
    expect(log()).toMatchObject([broke]);
    await insert('a');
  });

  it('that breaks between two statements of a transaction is replaced, and whoever used it is told why', async () => {
    const { db, insert, things, terminateAll, log } = await open();
    const broken = db.transaction().execute(async (transaction) => {
      await sql`insert into things values ('lost')`.execute(transaction);
      await terminateAll();
      await eventually(() => expect(log()).not.toEqual([]));
      await sql`insert into things values ('lost, too')`.execute(transaction);
    });
    await expect(broken).rejects.toThrow(terminated);
    expect(log()).toMatchObject([broke]);
    await insert('a');
    expect(await things()).toEqual([{ name: 'a' }]);
  });

  it('that can only read is replaced, with all that are as old as it', async () => {
    const { insert, things, terminateAll, readOnlySpell, connectSeveral, log } = await open();
    await readOnlySpell(async () => {
      await terminateAll();
      await eventually(() => expect(log()).toHaveLength(1));
      await connectSeveral();
      await expect(insert('lost')).rejects.toThrow('read-only transaction');
      await connectSeveral();
    });
    await expect(insert('lost')).rejects.toThrow('read-only transaction');
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(insert));
    expect(await things()).toHaveLength(5);
    expect(log()).toHaveLength(3);
  });

  it('that breaks during a commit leaves open what became of it', async () => {
    const { db, run } = await open();
    await run(`create function die() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`);
    await run(`create constraint trigger last after insert on things deferrable initially deferred
      for each row execute function die()`);
    const broken = db
      .transaction()
      .execute((transaction) => sql`insert into things values ('a')`.execute(transaction));
    await expect(broken).rejects.toThrow(UnclearError);
  });

  it('that is only told that something is wrong with a statement is kept', async () => {
    const { db, log } = await open();
    const process = async () => (await sql`select pg_backend_pid() as id`.execute(db)).rows;
    const before = await process();
    await expect(sql`select 1 / 0`.execute(db)).rejects.toThrow('division by zero');
    await expect(
      db.transaction().execute((transaction) => sql`nonsense`.execute(transaction)),
    ).rejects.toThrow('syntax error');
    expect(await process()).toEqual(before);
    expect(log()).toEqual([]);
  });

  it('that does not answer at all is replaced', async () => {
    const url = await server.freshDatabase();
    const kept = keptLog();
    const { pool } = createPostgresPool(
      { connectionString: url, query_timeout: 50, max: 1 },
      kept.log,
    );
    onTestFinished(() => pool.end());
    const connection = await pool.connect();
    await expect(connection.query('select pg_sleep(10)', [])).rejects.toThrow('timeout');
    await expect(connection.query('rollback', [])).rejects.toThrow('timeout');
    connection.release();
    expect(kept.lines()).toMatchObject([broke]);
    const other = await pool.connect();
    expect(await other.query('select 1 as one', [])).toMatchObject({ rows: [{ one: 1 }] });
    other.release();
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/storage/postgres.ts';
import {
  backUp,
  openStorage,
  type Storage,
  type StorageLocation,
} from '../../src/storage/storage.ts';
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
import { storedSecretsContract } from '../contracts/stored-secrets.ts';
import { workloadContract } from '../contracts/workload.ts';
import { invited } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { eventually } from '../helpers/eventually.ts';
import { hold } from '../helpers/held.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { describeOnPostgres, query, startPostgres } from '../helpers/postgres.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, storedAt } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

describeOnPostgres('PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop(), 60_000);

  const open = (url: string) => openForTest({ kind: 'postgres', url });

  const freshLocation = async () =>
    ({ kind: 'postgres', url: await server.freshStorage() }) as const;
  schemaContract(async () => ({ kind: 'postgres', url: await server.freshDatabase() }));
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

  it('is brought up to date by several processes at once', async () => {
    const url = await server.freshDatabase();
    const storages = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    for (const storage of storages) {
      expect(await storage.verified()).toEqual({ workspaces: 0, entries: 0, breaks: [] });
    }
  });

  it('gives the steps of the schema the time that they take', async () => {
    const url = await server.freshDatabase();
    await inDatabase({ kind: 'postgres', url }, (db) =>
      sql
        .raw(`
          create table times as select current_setting('statement_timeout') as longest;
          create function note() returns event_trigger language plpgsql as $$ begin
            insert into times values (current_setting('statement_timeout'));
          end $$;
          create event trigger note on ddl_command_end execute function note()`)
        .execute(db),
    );
    onTestFinished(() => query(url, 'drop event trigger note').then(() => undefined));
    await open(url);
    const times = await query(
      url,
      'select longest, count(*) > 10 as many from times group by longest',
    );
    expect(times).toEqual(
      expect.arrayContaining([
        { longest: '10s', many: false },
        { longest: '0', many: true },
      ]),
    );
  });

  it('makes one chain of what several processes add to the record', async () => {
    const url = await server.freshStorage();
    const storages = await Promise.all(Array.from({ length: 3 }, () => open(url)));
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => storages[at % 3]?.audit.append(entry())),
    );
    expect(await storages[0]?.verified()).toEqual({ workspaces: 1, entries: 30, breaks: [] });
  });

  it('gives each invitation to one process at a time, and never more at once than the limit', async () => {
    const url = await server.freshStorage();
    const processes = await Promise.all(Array.from({ length: 3 }, () => open(url)));
    const [first] = processes;
    if (!first) throw new Error('no process');
    const limit = 4;
    const people = 30;
    // Each address stands in two batches.
    for (const _ of [1, 2]) {
      const addresses = Array.from({ length: people }, (_, at) => `p${at}@example.com`);
      await submit(first, { addresses, at: 1 });
    }
    const sending = new Map<string, string>();
    let ended = 0;
    const work = async (storage: Storage, owner: string) => {
      while (ended < 2 * people) {
        const claimed = await storage.invitations.claim(
          'org-1',
          claimTerms(1, 60_000, { owner, limit }),
        );
        for (const { id, invitee } of claimed) {
          expect([...sending.values()]).not.toContain(invitee.address);
          sending.set(id, invitee.address);
          expect(sending.size).toBeLessThanOrEqual(limit);
        }
        await storage.invitations.renew(owner, claimed, 60_000);
        await Promise.all(
          claimed.map(async (each) => {
            expect(each.attempts).toBe(1);
            // Its place is free once it is stored, which may be heard elsewhere first.
            sending.delete(each.id);
            const end = { outcome: invited(each.invitee.address), at: 1 };
            expect(await storage.invitations.end(each, end, entry())).toBe(true);
            ended += 1;
          }),
        );
      }
    };
    // Two workers of each process.
    await Promise.all(
      [...processes, ...processes].map((storage, at) => work(storage, `owner-${at}`)),
    );
    expect(await first.verified()).toMatchObject({ entries: 4 * people, breaks: [] });
  });

  it('claims nothing that has ended meanwhile, and lets no two wait for each other', async () => {
    const url = await server.freshStorage();
    const [one, two] = await Promise.all([open(url), open(url)]);
    if (!one || !two) throw new Error('no process');
    const end = { outcome: { kind: 'cancelled', by: 'UBOB' }, at: 1 } as const;
    for (let round = 0; round < 20; round += 1) {
      const organization = { id: `org-${round}`, name: 'Acme' };
      const addresses = Array.from({ length: 8 }, (_, at) => `p${at}@example.com`);
      const { id } = await submit(one, { addresses, organization, at: 1 });
      const lease = claimTerms(1, 1, { limit: 8 });
      const [claimed, ended] = await Promise.all([
        one.invitations.claim(organization.id, lease),
        two.invitations.endWaiting(id, {}, end, () => entry()),
      ]);
      expect(claimed.length + ended).toBe(8);

      // The process whose lease is over comes back while another one takes over.
      const [late, taken] = await Promise.all([
        Promise.all(claimed.map((each) => one.invitations.end(each, end, entry()))),
        two.invitations.claim(organization.id, claimTerms(2, 1, { owner: 'p2', limit: 8 })),
      ]);
      expect(late.filter(Boolean).length + taken.length).toBe(claimed.length);
      for (const each of taken) {
        expect(await two.invitations.end(each, end, entry())).toBe(true);
      }
      const found = await one.batches.load(id);
      expect(found?.report.entries.every(({ state }) => state.kind === 'cancelled')).toBe(true);
    }
  });

  it('gives nobody an invitation whose end is being stored as they look for some', async () => {
    const location = await freshLocation();
    const storage = await openForTest(location);
    await submit(storage, { addresses: ['ada@example.com'], at: 1 });
    const looked = hold();
    const ending = hold();
    const other = inDatabase(location, (db) =>
      db.transaction().execute(async (transaction) => {
        await sql`update invitations set state = 'cancelled'`.execute(transaction);
        ending.release();
        await looked.held;
      }),
    );
    await ending.held;
    const claimed = storage.invitations.claim('org-1', claimTerms(1, 1));
    await eventually(async () => expect(await waitingIn(location)).toBe(1));
    looked.release();
    await other;
    expect(await claimed).toEqual([]);
  });

  it('that cannot be reached is told, without its password', async () => {
    const url = 'postgres://piper:hush@127.0.0.1:1/piper';
    await expect(open(url)).rejects.toThrow(
      /^PostgreSQL can't be reached at 127\.0\.0\.1:1\/piper .*DATABASE_URL/,
    );
    await expect(open(url)).rejects.not.toThrow(/hush/);
  });

  it('answers what people wait for while everything else waits for its connections', async () => {
    const location = await freshLocation();
    const storage = await openForTest(location, ['a'], [], storedAt, {
      interactive: 2,
      background: 2,
    });
    const held = hold();
    const locked = hold();
    const locking = inDatabase(location, (db) =>
      db.transaction().execute(async (transaction) => {
        await sql`lock table invitations in access exclusive mode`.execute(transaction);
        locked.release();
        await held.held;
      }),
    );
    await locked.held;
    const waiting = Array.from({ length: 4 }, () => storage.invitations.due(1));
    expect(await storage.interactive.connections.find({ teamId: 'T1' })).toMatchObject({
      ok: true,
    });
    await eventually(async () => expect(await waitingIn(location)).toBe(2));
    held.release();
    await locking;
    expect(await Promise.all(waiting)).toEqual([[], [], [], []]);
  });

  it('gives numbers of 64 bits as numbers', async () => {
    const { db, close } = await openPostgres(await server.freshStorage(), keptLog().log);
    onTestFinished(close);
    const { rows } = await sql`select ${storedAt}::int8 as time, count(*) as count`.execute(db);
    expect(rows).toEqual([{ time: storedAt, count: 1 }]);
  });

  it('needs keys', async () => {
    const location = { kind: 'postgres', url: await server.freshDatabase() } as const;
    await expect(openStorage({ location, log: keptLog().log, now: Date.now })).rejects.toThrow(
      /^DATABASE_URL is set and ENCRYPTION_KEYS is not/,
    );
  });

  it('that can only be read is told', async () => {
    const url = new URL(await server.freshDatabase());
    url.searchParams.set('options', '-c default_transaction_read_only=on');
    await expect(open(url.href)).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:\d+\/\w+ can only be read\. Put the server that takes changes /,
    );
  });

  it('whose user may not make tables is told', async () => {
    const url = new URL(await server.freshDatabase());
    const ask = (statement: string) =>
      inDatabase({ kind: 'postgres', url: url.href }, (db) => sql.raw(statement).execute(db));
    await ask("create role guest login password 'hush-hush'");
    onTestFinished(async () => {
      await ask('drop role guest');
    });
    const asGuest = new URL(url);
    asGuest.username = 'guest';
    asGuest.password = 'hush-hush';
    const told = await open(asGuest.href).catch((error: Error) => error.message);
    expect(told).toMatch(/ doesn't let the user of DATABASE_URL make tables\. Grant that right, /);
    expect(told).not.toContain('hush');
  });

  it('is copied with its own tool', () => {
    const location = { kind: 'postgres', url: 'postgres://127.0.0.1/piper' } as const;
    expect(() => backUp(location, '/tmp/copy')).toThrow(/pg_dump/);
  });
});

/** How many connections wait for a lock. */
const waitingIn = (location: StorageLocation): Promise<number | undefined> =>
  inDatabase(location, async (db) => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    return rows[0]?.count;
  });

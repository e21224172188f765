import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openPostgres } from '../../src/storage/postgres.ts';
import { backUp, openStorage } from '../../src/storage/storage.ts';
import { auditChainContract } from '../contracts/audit-chain.ts';
import { storageContract } from '../contracts/storage.ts';
import { storedSecretsContract } from '../contracts/stored-secrets.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { hasPostgres, startPostgres } from '../helpers/postgres.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, invitation, storedAt } from '../helpers/stored.ts';

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  const open = (url: string) => openForTest({ kind: 'postgres', url });

  const freshLocation = async () =>
    ({ kind: 'postgres', url: await server.freshDatabase() }) as const;
  storageContract(freshLocation);
  storedSecretsContract(freshLocation);
  auditChainContract(freshLocation);

  it('is brought up to date by several processes at once', async () => {
    const url = await server.freshDatabase();
    const storages = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    for (const storage of storages) {
      expect(await storage.verifyAudit()).toEqual({ workspaces: 0, entries: 0, breaks: [] });
    }
  });

  it('gives the sending of an invitation to one process, and makes one chain of what all add', async () => {
    const url = await server.freshDatabase();
    const storages = await Promise.all(Array.from({ length: 3 }, () => open(url)));
    const begun = await Promise.all(
      storages.map((storage, at) => storage.invitations.begin([invitation({ id: `i${at}` })], 0)),
    );
    expect(begun.flat().filter(({ kind }) => kind === 'begun')).toHaveLength(1);
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => storages[at % 3]?.audit.append(entry())),
    );
    expect(await storages[0]?.verifyAudit()).toEqual({ workspaces: 1, entries: 30, breaks: [] });
  });

  it('that cannot be reached is told, without its password', async () => {
    const url = 'postgres://piper:hush@127.0.0.1:1/piper';
    await expect(open(url)).rejects.toThrow(
      /^PostgreSQL can't be reached at 127\.0\.0\.1:1\/piper .*DATABASE_URL/,
    );
    await expect(open(url)).rejects.not.toThrow(/hush/);
  });

  it('that breaks off is connected to again, and the process goes on', async () => {
    const url = await server.freshDatabase();
    const kept = keptLog();
    const { db, close } = await openPostgres(url, kept.log);
    onTestFinished(close);
    await inDatabase({ kind: 'postgres', url }, (other) =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.execute(other),
    );
    await vi.waitFor(() => expect(kept.lines()).not.toEqual([]));
    expect(kept.lines()).toMatchObject([
      { level: 'warn', msg: 'a connection to PostgreSQL broke' },
    ]);
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });

  it('gives numbers of 64 bits as numbers', async () => {
    const { db, close } = await openPostgres(await server.freshDatabase(), keptLog().log);
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

  it('is copied with its own tool', () => {
    const location = { kind: 'postgres', url: 'postgres://127.0.0.1/piper' } as const;
    expect(() => backUp(location, '/tmp/copy')).toThrow(/pg_dump/);
  });
});

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { ordersContract } from '../contracts/orders.ts';
import { storageContract } from '../contracts/storage.ts';
import { invited } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { place } from '../helpers/place.ts';
import { hasPostgres, startPostgres } from '../helpers/postgres.ts';

const entry = () => ({
  workspace: 'T1',
  at: 1,
  actor: 'U1',
  action: 'invite',
  subject: 'x',
  surface: 'form',
  outcome: 'invited',
  details: {},
});

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop(), 60_000);

  const open = async (url: string, kept = keptLog()) => {
    const storage = await openStorage({
      location: { kind: 'postgres', url },
      encryptionKeys: [encryptionKey('a')],
      log: kept.log,
      now: Date.now,
    });
    onTestFinished(() => storage.close());
    return storage;
  };

  storageContract(async () => ({ kind: 'postgres', url: await server.freshDatabase() }));
  ordersContract(async () => ({ kind: 'postgres', url: await server.freshDatabase() }));

  it('is brought up to date by several processes at once', async () => {
    const url = await server.freshDatabase();
    const storages = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    for (const storage of storages) {
      expect(await storage.verifyAudit()).toEqual({ workspaces: 0, entries: 0, breaks: [] });
    }
  });

  it('makes one chain of what several processes add to the record', async () => {
    const url = await server.freshDatabase();
    const storages = await Promise.all(Array.from({ length: 3 }, () => open(url)));
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => storages[at % 3]?.audit.append(entry())),
    );
    expect(await storages[0]?.verifyAudit()).toEqual({ workspaces: 1, entries: 30, breaks: [] });
  });

  it('gives each invitation to one process at a time, and never more at once than the limit', async () => {
    const url = await server.freshDatabase();
    const processes = await Promise.all(Array.from({ length: 3 }, () => open(url)));
    const [first] = processes;
    if (!first) throw new Error('no process');
    const limit = 4;
    const people = 30;
    // Each address stands in two orders.
    for (const _ of [1, 2]) {
      const addresses = Array.from({ length: people }, (_, at) => `p${at}@example.com`);
      await place(first, { addresses, at: 1 });
    }
    const sending = new Map<string, string>();
    let ended = 0;
    const work = async (storage: Storage, owner: string) => {
      while (ended < 2 * people) {
        const times = { now: 1, until: 60_000 };
        const claimed = await storage.invitations.claim('org-1', { owner, ...times, limit });
        for (const { id, invitee } of claimed) {
          expect([...sending.values()]).not.toContain(invitee.address);
          sending.set(id, invitee.address);
          expect(sending.size).toBeLessThanOrEqual(limit);
        }
        await storage.invitations.renew(owner, claimed, times);
        await Promise.all(
          claimed.map(async (each) => {
            expect(each.tries).toBe(1);
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
    expect(await first.verifyAudit()).toMatchObject({ entries: 4 * people, breaks: [] });
  });

  it('claims nothing that has ended meanwhile, and lets no two wait for each other', async () => {
    const url = await server.freshDatabase();
    const [one, two] = await Promise.all([open(url), open(url)]);
    if (!one || !two) throw new Error('no process');
    const end = { outcome: { kind: 'cancelled' }, at: 1 } as const;
    for (let round = 0; round < 20; round += 1) {
      const organization = { id: `org-${round}`, name: 'Acme' };
      const addresses = Array.from({ length: 8 }, (_, at) => `p${at}@example.com`);
      const { id } = await place(one, { addresses, organization, at: 1 });
      const lease = { owner: 'p1', now: 1, until: 2, limit: 8 };
      const [claimed, ended] = await Promise.all([
        one.invitations.claim(organization.id, lease),
        two.invitations.endWaiting(id, {}, end, () => entry()),
      ]);
      expect(claimed.length + ended).toBe(8);

      // The process whose lease is over comes back while another one takes over.
      const [late, taken] = await Promise.all([
        Promise.all(claimed.map((each) => one.invitations.end(each, end, entry()))),
        two.invitations.claim(organization.id, { owner: 'p2', now: 2, until: 3, limit: 8 }),
      ]);
      expect(late.filter(Boolean).length + taken.length).toBe(claimed.length);
      for (const each of taken) {
        expect(await two.invitations.end(each, end, entry())).toBe(true);
      }
      const found = await one.orders.find(id);
      expect(found?.report.entries.every(({ standing }) => standing.kind === 'cancelled')).toBe(
        true,
      );
    }
  });

  it('that cannot be reached is told, without its password', async () => {
    const url = 'postgres://piper:hush@127.0.0.1:1/piper';
    await expect(open(url)).rejects.toThrow(
      /^PostgreSQL can't be reached at 127\.0\.0\.1:1\/piper .*DATABASE_URL/,
    );
    await expect(open(url)).rejects.not.toThrow(/hush/);
  });

  it('needs keys, and has a way of its own to be copied', async () => {
    const url = await server.freshDatabase();
    const location = { kind: 'postgres', url } as const;
    await expect(openStorage({ location, log: keptLog().log, now: Date.now })).rejects.toThrow(
      /ENCRYPTION_KEYS/,
    );
    const storage = await open(url);
    await expect(storage.backup('/tmp/copy')).rejects.toThrow(/pg_dump/);
  });
});

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { StorageLocation } from '../../src/storage/storage.ts';
import type { Database } from '../../src/storage/tables.ts';
import { readWorkload } from '../../src/storage/workload.ts';
import { acme, invited } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { multiply, plansOf } from '../helpers/full-tables.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, storedAt as now, request } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const minute = 60_000;
const hour = 60 * minute;

/** As many ended invitations and requests as some months leave behind. */
async function makePast(db: Database): Promise<void> {
  await sql`update invitations set state = 'invited', ended_at = 0, check_at = null`.execute(db);
  await sql`update requests set state = 'denied'`.execute(db);
  await multiply(db, 'invitations', ['id'], 20_000);
  await multiply(db, 'requests', ['id', 'submission'], 20_000);
}

/** What is open, whatever engine is behind it. */
export function workloadContract(freshLocation: () => Promise<StorageLocation>): void {
  describe('the workload', () => {
    it('is nothing where nothing is open', async () => {
      const storage = await openForTest(await freshLocation());
      expect(await storage.readWorkload()).toEqual({ waiting: 0, sending: 0, requests: 0 });
    });

    it('says how much is open, and since when', async () => {
      const storage = await openForTest(await freshLocation());
      const { invitations } = storage;
      await submit(storage, { addresses: ['a@example.com'], at: now - 3 * hour });
      const lease = claimTerms(now - 3 * hour, 4 * hour, { limit: 1 });
      const [first] = await invitations.claim(acme.id, lease);
      if (!first) throw new Error('nothing to send');
      const ended = { outcome: invited('a@example.com'), at: now, checkAt: now - 5 * minute };
      await invitations.end(first, ended, entry());
      await submit(storage, { addresses: ['b@example.com'], at: now - 2 * hour });
      await invitations.claim(acme.id, { ...lease, now: now - 2 * hour });
      await submit(storage, { addresses: ['c@example.com', 'd@example.com'], at: now - hour });
      await storage.requests.ask(request({}), [entry({ action: 'ask', outcome: 'stored' })]);
      expect(await storage.readWorkload()).toEqual({
        waiting: 2,
        sending: 1,
        oldestSubmittedAt: now - 2 * hour,
        oldestDueAt: now - hour,
        requests: 1,
        oldestCheckAt: now - 5 * minute,
      });
      await invitations.pause(acme.id, now - minute);
      expect(await storage.readWorkload()).toMatchObject({ oldestDueAt: now - minute });
      await invitations.pause(acme.id, now + minute);
      expect(await storage.readWorkload()).not.toHaveProperty('oldestDueAt');
    });

    it('tells apart the connections of both pools, where there are pools', async () => {
      const location = await freshLocation();
      const storage = await openForTest(location);
      await Promise.all([storage.ping(), storage.ping()]);
      const pools = ['background', 'interactive'].map((pool) => ({
        pool,
        size: expect.any(Number),
        idle: expect.any(Number),
        waiting: 0,
      }));
      expect(storage.pools()).toEqual(location.kind === 'postgres' ? pools : []);
      for (const { size, idle } of storage.pools()) expect(idle).toBe(size);
    });

    it('is read from what is open alone', async () => {
      const location = await freshLocation();
      const storage = await openForTest(location);
      await submit(storage, { addresses: ['a@example.com'] });
      await storage.requests.ask(request({}), [entry({ action: 'ask', outcome: 'stored' })]);
      await storage.close();
      const isPostgres = location.kind === 'postgres';
      const plans = await inDatabase(location, async (db) => {
        await makePast(db);
        if (isPostgres) await sql`analyze`.execute(db);
        return plansOf(db, isPostgres, (listening) => readWorkload(listening, now));
      });
      expect(plans).toHaveLength(3);
      for (const plan of plans) {
        expect(plan).toMatch(
          /\b(?:invitations_(?:open\w*|to_check|followed)|requests_(?:open\w*|by_expiry))\b/,
        );
        expect(plan).not.toMatch(
          /Seq Scan on (?:invitations|requests)|SCAN (?:invitations|requests)"/,
        );
      }
    });
  });
}

import { type CompiledQuery, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { StorageLocation } from '../../src/storage/storage.ts';
import type { Database } from '../../src/storage/tables.ts';
import { readWorkload } from '../../src/storage/workload.ts';
import { acme, invited } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, storedAt as now, request } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const minute = 60_000;
const hour = 60 * minute;

/** As many ended invitations and requests as some months leave behind. */
const past = [
  `insert into batches (id, submission, team_id, organization_id, organization_name, inviter_id, surface, channel, created_at,
    is_post_unclear, is_announced, is_inviter_notified, is_delay_notified, notified_at, notify_after)
  values ('past', 'past', 'T1', 'acme', 'Acme', 'U1', 'form', 'C1', 0, 0, 0, 0, 0, 0, 0)`,
  `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 20000)
  insert into invitations (id, batch_id, position, organization_id, submitted_by, address, address_key, role_id, role_name, state,
    is_unclear, is_asked, attempts, next_attempt_at, created_at, ended_at)
  select 'past-' || n, 'past', n, 'acme', 'U1', 'a' || n, 'a' || n, 'r', 'Editor', 'invited', 0, 0, 1, 0, 0, 0 from numbers`,
  `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 20000)
  insert into requests (id, submission, team_id, organization_id, organization_name, requester_id, surface, reason, channel, state,
    revision, created_at, expires_at, version, shown_version, is_asked_told, is_end_told, notify_after)
  select 'past-' || n, 'past-' || n, 'T1', 'acme', 'Acme', 'U1', 'form', 'why', 'C1', 'denied', 0, 0, 0, 0, 0, 1, 1, 0 from numbers`,
];

/** How the database goes about each query of `read`, in its own words. */
async function plansOf(
  db: Database,
  isPostgres: boolean,
  read: (db: Database) => Promise<unknown>,
): Promise<string[]> {
  const asked: CompiledQuery[] = [];
  const listening = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      asked.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await read(listening);
  const explain = isPostgres ? 'explain' : 'explain query plan';
  const explained = asked.map(async (query) => {
    const { rows } = await db.executeQuery({ ...query, sql: `${explain} ${query.sql}` });
    return JSON.stringify(rows);
  });
  return Promise.all(explained);
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

    it('is read from what is open alone', async () => {
      const location = await freshLocation();
      await (await openForTest(location)).close();
      const isPostgres = location.kind === 'postgres';
      const plans = await inDatabase(location, async (db) => {
        for (const statement of past) await sql.raw(statement).execute(db);
        if (isPostgres) await sql`analyze`.execute(db);
        return plansOf(db, isPostgres, (listening) => readWorkload(listening, now));
      });
      expect(plans).toHaveLength(3);
      for (const plan of plans) {
        expect(plan).toMatch(/\b(?:invitations_open\w*|requests_\w+|invitations_to_check)\b/);
        expect(plan).not.toMatch(
          /Seq Scan on (?:invitations|requests)|SCAN (?:invitations|requests)"/,
        );
      }
    });
  });
}

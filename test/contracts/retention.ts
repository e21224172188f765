import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import { invited } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import {
  batch,
  entry,
  installation,
  invitation,
  ofEnterprise,
  ofTeam,
  storedAt,
} from '../helpers/stored.ts';

const day = 86_400_000;
const retention = { invitesDays: 400, recordDays: 2_557, uninstalledDays: 30 };

/** Deletes what is old at the time of all tests. */
const clean = (storage: Storage) => storage.removeOld(retention);

/** Stores a batch of one, sent, ended, announced and not looked at any more. */
async function finished(
  storage: Storage,
  about: Parameters<typeof batch>[0] & { address?: string },
): Promise<string> {
  const { address, ...rest } = about;
  const made = batch({ organization: { id: `org-${Math.random()}`, name: 'Acme' }, ...rest });
  await storage.batches.submit(made, [invitation(address)], []);
  const lease = claimTerms(storedAt, 1, { limit: 1 });
  const [claimed] = await storage.invitations.claim(made.organization.id, lease);
  if (!claimed) throw new Error('nothing was claimed');
  await storage.invitations.end(claimed, { outcome: invited('a@b.c'), at: made.at }, entry());
  await storage.batches.recordNotification(made.id, { notifiedAt: made.at });
  return made.id;
}

/** What is kept for how long, whatever engine is behind it. */
export function retentionContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async () => openForTest(await freshLocation());
  const isThere = async ({ batches }: Storage, id: string) =>
    (await batches.load(id)) !== undefined;
  const countsIn = async (location: StorageLocation, tables: readonly string[]) =>
    inDatabase(location, (db) =>
      Promise.all(
        tables.map(async (table) => {
          const { rows } = await sql<{ count: number }>`
            select count(*) as count from ${sql.table(table)}
          `.execute(db);
          return rows[0]?.count;
        }),
      ),
    );

  describe('what expires', () => {
    it('is deleted by the clock, and not before', async () => {
      const storage = await open();
      const { location } = storage;
      for (const [id, expiresAt] of [
        ['gone', storedAt],
        ['left', storedAt + 1],
      ] as const) {
        const author = { teamId: 'T1', userId: 'UALICE' };
        const preview = {
          organizationId: 'org-1',
          invitations: [],
          approvals: [],
          audience: { channel: 'C1' },
        };
        await storage.previews.save({ id, ...author, preview, expiresAt });
        const pending = { id, scope: { teamId: 'T1' }, userId: 'UALICE', token: 'pat_1' };
        await storage.pendingConnections.save({ ...pending, expiresAt });
        await storage.states.spend({ hash: id, expiresAt });
      }
      await clean(storage);
      await storage.close();
      const tables = ['previews', 'pending_connections', 'oauth_states'];
      expect(await countsIn(location, tables)).toEqual([1, 1, 1]);
      const again = await openForTest(location);
      expect(await again.states.isSpent('left')).toBe(true);
    });

    it('is deleted however much of it there is', async () => {
      const storage = await open();
      const { location } = storage;
      await storage.close();
      await inDatabase(location, async (db) => {
        const rows = Array.from({ length: 1_001 }, (_, at) => ({
          hash: `h${at}`,
          expiresAt: at,
        }));
        await db.insertInto('oauthStates').values(rows).execute();
      });
      const again = await openForTest(location);
      await clean(again);
      await again.close();
      expect(await countsIn(location, ['oauth_states'])).toEqual([0]);
    });
  });

  describe('a finished batch', () => {
    it('is deleted with its invitations after its time, and not before', async () => {
      const storage = await open();
      const { location } = storage;
      const old = await finished(storage, { at: storedAt - 400 * day });
      const young = await finished(storage, { at: storedAt - 400 * day + 1 });
      await clean(storage);
      expect(await isThere(storage, old)).toBe(false);
      expect(await isThere(storage, young)).toBe(true);
      await storage.close();
      expect(await countsIn(location, ['batches', 'invitations'])).toEqual([1, 1]);
    });

    it('is kept, however old, while anything of it is open', async () => {
      const storage = await open();
      const at = storedAt - 800 * day;
      const waiting = batch({ at });
      await storage.batches.submit(waiting, [invitation()], []);
      await storage.batches.recordNotification(waiting.id, { notifiedAt: at });
      const untold = batch({ at, organization: { id: 'org-2', name: 'Two' } });
      await storage.batches.submit(untold, [invitation()], []);
      await storage.invitations.endWaiting(
        untold.id,
        {},
        { outcome: { kind: 'cancelled', by: 'UALICE' }, at },
        () => entry(),
      );
      const lookedFor = await finished(storage, { at });
      const { location } = storage;
      await storage.close();
      await inDatabase(location, (db) =>
        db
          .updateTable('invitations')
          .set({ checkAt: storedAt })
          .where('batchId', '=', lookedFor)
          .execute(),
      );
      const again = await openForTest(location);
      await clean(again);
      for (const id of [waiting.id, untold.id, lookedFor]) {
        expect(await isThere(again, id), id).toBe(true);
      }
    });
  });

  describe('the record', () => {
    /** How old, in days, the entries of a workspace are. */
    const recorded = async (storage: Storage, workspace: string, ages: readonly number[]) => {
      for (const age of ages) {
        await storage.audit.append(entry({ workspace, at: storedAt - age * day }));
      }
    };

    it('loses its old end, and stays proven', async () => {
      const storage = await open();
      await recorded(storage, 'T1', [3_000, 2_557, 2_556, 3_000, 1]);
      await recorded(storage, 'T2', [3_000, 3_000]);
      await recorded(storage, 'T3', [1]);
      await storage.noteEnds();
      await clean(storage);
      const shortened: object[] = [];
      const verdict = await storage.verifyAudit({
        onBreak: (found) => shortened.push(found),
        onShortened: (found) => shortened.push(found),
      });
      expect(shortened).toEqual([
        { workspace: 'T1', start: 2 },
        { workspace: 'T2', start: 2 },
      ]);
      // With the note of where they end.
      expect(verdict).toMatchObject({ breaks: 0, entries: 3 + 0 + 1 + 1 });

      await recorded(storage, 'T2', [0]);
      await clean(storage);
      expect(await storage.verified()).toMatchObject({ entries: 6, breaks: [] });
      await storage.close();
      const rotated = await openForTest(storage.location, ['b', 'a']);
      await rotated.reencrypt();
      await rotated.close();
      const last = await openForTest(storage.location, ['b']);
      expect(await last.verified()).toMatchObject({ entries: 6, breaks: [] });
    });

    it('loses it however long it is', async () => {
      const storage = await open();
      const at = storedAt - 3_000 * day;
      const entries = Array.from({ length: 2_100 }, () => entry({ at }));
      await storage.batches.submit(batch(), [], [...entries, entry()]);
      await clean(storage);
      expect(await storage.verified()).toEqual({ workspaces: 1, entries: 1, breaks: [] });
    });

    it('keeps an old end that is broken, since it tells of that', async () => {
      const storage = await open();
      const { location } = storage;
      await recorded(storage, 'T1', [3_000, 3_000, 1]);
      await recorded(storage, 'T2', [3_000, 1]);
      await storage.close();
      await inDatabase(location, async (db) => {
        const on = location.kind === 'postgres' ? ' on audit_entries' : '';
        await sql.raw(`drop trigger audit_entries_update${on}`).execute(db);
        await db
          .updateTable('auditEntries')
          .set({ entry: '{}' })
          .where('workspace', '=', 'T1')
          .where('number', '=', 2)
          .execute();
      });
      const again = await openForTest(location);
      await clean(again);
      expect(await again.verified()).toEqual({
        workspaces: 2,
        entries: 4,
        breaks: [{ workspace: 'T1', what: 'entry 2 is not genuine' }],
      });
    });

    it('is shortened by several at once', async () => {
      const location = await freshLocation();
      const storage = await openForTest(location);
      await recorded(storage, 'T1', [3_000, 3_000, 1]);
      const others =
        location.kind === 'postgres'
          ? [await openForTest(location), await openForTest(location)]
          : [];
      await Promise.all([storage, ...others].flatMap((each) => [clean(each), clean(each)]));
      expect(await storage.verified()).toEqual({ workspaces: 1, entries: 1, breaks: [] });
    });
  });

  describe('a workspace that removed the app', () => {
    const uninstalledAt = storedAt + 1;
    /** A storage at the same place, so many days after the uninstallation. */
    const later = async (location: StorageLocation, days: number) =>
      openForTest(location, ['a'], [], storedAt + days * day);

    it('is forgotten after its time but for its record, and no other is', async () => {
      const storage = await open();
      const { location } = storage;
      for (const id of ['T1', 'T2']) {
        await storage.installations.storeInstallation(installation({ team: { id, name: id } }));
      }
      const gone = await finished(storage, { workspace: { teamId: 'T1' }, at: storedAt });
      const left = await finished(storage, { workspace: { teamId: 'T2' }, at: storedAt });
      await storage.installations.deleteStoredBefore(ofTeam('T1'), uninstalledAt);
      await storage.close();

      const before = await later(location, 29.9);
      await clean(before);
      expect(await isThere(before, gone)).toBe(true);
      await before.close();
      const after = await later(location, 30);
      await clean(after);
      expect(await isThere(after, gone)).toBe(false);
      expect(await isThere(after, left)).toBe(true);
      expect(await after.verified()).toMatchObject({ breaks: [] });
      await after.close();
      expect(await countsIn(location, ['uninstalled'])).toEqual([0]);
    });

    it('is not, once it has installed it again', async () => {
      const storage = await open();
      const { location } = storage;
      await storage.installations.storeInstallation(installation());
      const id = await finished(storage, { at: storedAt });
      await storage.installations.deleteStoredBefore(ofTeam('T1'), uninstalledAt);
      await storage.installations.storeInstallation(installation());
      await storage.close();
      const after = await later(location, 60);
      await clean(after);
      expect(await isThere(after, id)).toBe(true);
    });

    it('is not, while its whole Enterprise organization has it, and is with that, but for those with their own', async () => {
      const storage = await open();
      const { location } = storage;
      const { installations } = storage;
      const orgWide = installation({
        team: undefined,
        enterprise: { id: 'E1' },
        isEnterpriseInstall: true,
      });
      await installations.storeInstallation(orgWide);
      for (const id of ['T1', 'T2']) {
        await installations.storeInstallation(installation({ team: { id, name: id } }));
      }
      const in1 = await finished(storage, { workspace: { teamId: 'T1', enterpriseId: 'E1' } });
      const in2 = await finished(storage, { workspace: { teamId: 'T2', enterpriseId: 'E1' } });
      const elsewhere = await finished(storage, {
        workspace: { teamId: 'T9', enterpriseId: 'E9' },
      });
      await installations.deleteStoredBefore(ofTeam('T1'), uninstalledAt);
      await storage.close();
      const served = await later(location, 31);
      await clean(served);
      expect(await isThere(served, in1)).toBe(true);
      await served.installations.deleteStoredBefore(ofEnterprise('E1'), uninstalledAt);
      await served.close();
      const after = await later(location, 62);
      await clean(after);
      expect(await Promise.all([in1, in2, elsewhere].map((id) => isThere(after, id)))).toEqual([
        false,
        true,
        true,
      ]);
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/domain/link.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { Tables } from '../../src/storage/tables.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, link, linkedThrough } from '../helpers/stored.ts';

const linkEntry = entry({ action: 'link', outcome: 'done' });

/** How links are kept, whatever engine is behind the storage. */
export function linksContract(freshLocation: () => Promise<StorageLocation>): void {
  /** A storage in which the workspace T1 is connected. */
  async function openConnected(location?: StorageLocation) {
    const storage = await openForTest(location ?? (await freshLocation()));
    await storage.connections.save(connectionWithToken(), entry({ action: 'connect' }));
    return storage;
  }
  const save = ({ links }: Storage, about: Partial<Link> = {}, through = linkedThrough()) =>
    links.save(through, link(about), linkEntry);
  /** Whom @grace is linked to. */
  const memberOf = async ({ links }: Storage, through = linkedThrough()) => {
    const found = await links.find(through, 'UGRACE');
    return found.ok ? found.value?.memberId : found.error;
  };

  describe('a link', () => {
    it('is kept with everything, and in the record', async () => {
      const storage = await openConnected();
      expect(await save(storage)).toEqual({ kind: 'saved' });
      expect(await storage.links.find(linkedThrough(), 'UGRACE')).toEqual({
        ok: true,
        value: link(),
      });
      expect(await storage.links.find(linkedThrough(), 'UBOB')).toEqual({
        ok: true,
        value: undefined,
      });
      const [last] = await auditRecord(storage.location, 'T1');
      expect(last).toMatchObject(linkEntry);
    });

    it('is the only one of its person and of its member', async () => {
      const storage = await openConnected();
      await save(storage);
      await save(storage, { userId: 'UBOB', memberId: 'member-bob' });
      const taken = { kind: 'taken', link: link() };
      expect(await save(storage)).toEqual(taken);
      expect(await save(storage, { memberId: 'another' })).toEqual(taken);
      expect(await save(storage, { userId: 'UANOTHER' })).toEqual(taken);
      expect(await save(storage, { memberId: 'member-bob' })).toEqual(taken);
      expect(await memberOf(storage)).toBe('member-grace');
      expect(await auditRecord(storage.location, 'T1')).toHaveLength(3);
    });

    it('is made once, whoever comes first', async () => {
      const storage = await openConnected();
      const saved = await Promise.all(
        ['member-1', 'member-2', 'member-3'].map((memberId) => save(storage, { memberId })),
      );
      expect(saved.map(({ kind }) => kind).toSorted()).toEqual(['saved', 'taken', 'taken']);
    });

    it('ends once, with an entry in the record', async () => {
      const storage = await openConnected();
      await save(storage);
      const end = () =>
        storage.links.remove(linkedThrough(), 'UGRACE', entry({ action: 'unlink' }));
      expect(await end()).toBe(true);
      expect(await end()).toBe(false);
      expect(await memberOf(storage)).toBeUndefined();
      expect(await auditRecord(storage.location, 'T1')).toHaveLength(3);
    });

    it('holds for its own connection and organization alone', async () => {
      const storage = await openConnected();
      await storage.connections.save(
        connectionWithToken({ id: 'c2', scope: { enterpriseId: 'E1' } }),
        entry(),
      );
      const elsewhere = linkedThrough({ id: 'c2', scope: { enterpriseId: 'E1' } });
      await save(storage);
      expect(await memberOf(storage, elsewhere)).toBeUndefined();
      expect(await save(storage, { userId: 'UANOTHER' }, elsewhere)).toEqual({ kind: 'saved' });
      const other = linkedThrough({ organization: { id: 'org-2', name: 'Other' } });
      expect(await memberOf(storage, other)).toBeUndefined();
      expect(await storage.links.remove(other, 'UGRACE', entry())).toBe(false);
      expect(await memberOf(storage)).toBe('member-grace');
    });

    it('is kept for a connection that is not stored', async () => {
      const storage = await openForTest(await freshLocation());
      const fixed = linkedThrough({ id: 'fixed', scope: { teamId: '' } }, true);
      expect(await save(storage, {}, fixed)).toEqual({ kind: 'saved' });
      expect(await memberOf(storage, fixed)).toBe('member-grace');
    });
  });

  describe('links', () => {
    it('outlive a new token, and end where a new connection is for another organization', async () => {
      const storage = await openConnected();
      await save(storage);
      await storage.connections.save(connectionWithToken({ id: 'c2', token: 'pat_2' }), entry());
      expect(await memberOf(storage)).toBe('member-grace');
      const organization = { id: 'org-2', name: 'Other' };
      await storage.connections.save(connectionWithToken({ id: 'c3', organization }), entry());
      await storage.connections.save(connectionWithToken({ id: 'c4' }), entry());
      expect(await memberOf(storage)).toBeUndefined();
    });

    it('end with the connection, and no other does', async () => {
      const storage = await openConnected();
      const other = { id: 'c2', scope: { teamId: 'T2' } };
      await storage.connections.save(connectionWithToken(other), entry());
      await save(storage);
      await save(storage, {}, linkedThrough(other));
      await storage.connections.remove({ teamId: 'T1', id: 'another' }, entry());
      expect(await memberOf(storage)).toBe('member-grace');
      await storage.connections.remove({ teamId: 'T1' }, entry());
      expect(await memberOf(storage)).toBeUndefined();
      expect(await memberOf(storage, linkedThrough(other))).toBe('member-grace');
    });

    it('end with the connections that an Enterprise organization loses', async () => {
      const storage = await openForTest(await freshLocation());
      await storage.connections.save(connectionWithToken({ enterpriseId: 'E1' }), entry());
      await save(storage);
      await storage.connections.removeUninstalled('E1', () => entry());
      expect(await memberOf(storage)).toBeUndefined();
    });

    it('are not made any more once the connection has ended', async () => {
      const storage = await openConnected();
      await storage.connections.remove({ teamId: 'T1' }, entry());
      expect(await save(storage)).toEqual({ kind: 'changed' });
      await storage.connections.save(connectionWithToken({ id: 'c2' }), entry());
      expect(await save(storage)).toEqual({ kind: 'changed' });
      expect(await memberOf(storage)).toBeUndefined();
    });
  });

  describe('a link that was changed in the database', () => {
    const changes: Record<string, Partial<Tables['links']>> = {
      'the member': { memberId: 'owner' },
      'the person': { userId: 'UMALLORY' },
      'the organization': { organizationId: 'org-2' },
      'who made it': { linkedBy: 'UALICIA' },
      'the stamp': { stamp: '' },
    };
    it.each(Object.entries(changes))('is refused: %s', async (_, change) => {
      const location = await freshLocation();
      const storage = await openConnected(location);
      await save(storage);
      await storage.close();
      await inDatabase(location, (db) => db.updateTable('links').set(change).execute());
      const again = await openForTest(location);
      const through = linkedThrough(
        change.organizationId ? { organization: { id: 'org-2', name: 'Other' } } : {},
      );
      const found = await again.links.find(through, change.userId ?? 'UGRACE');
      expect(found).toEqual({ ok: false, error: { kind: 'damaged' } });
      await again.close();
      const rotated = await openForTest(location, ['b', 'a']);
      await expect(rotated.reencrypt()).rejects.toThrow(/^link of T1\/U\w+: it is damaged$/m);
    });

    it('is refused with the stamp of another', async () => {
      const location = await freshLocation();
      const storage = await openConnected(location);
      await save(storage);
      await save(storage, { userId: 'UMALLORY', memberId: 'member-2' });
      await storage.close();
      await inDatabase(location, async (db) => {
        const own = db.selectFrom('links').where('userId', '=', 'UGRACE').select('stamp');
        await db.updateTable('links').set({ stamp: own }).execute();
      });
      const again = await openForTest(location);
      expect(await again.links.find(linkedThrough(), 'UMALLORY')).toMatchObject({ ok: false });
      expect(await memberOf(again)).toBe('member-grace');
    });
  });

  it('links are read with a new key once they were stamped with it', async () => {
    const location = await freshLocation();
    const storage = await openConnected(location);
    await save(storage);
    await storage.close();
    const both = await openForTest(location, ['b', 'a']);
    expect(await memberOf(both)).toBe('member-grace');
    await both.reencrypt();
    await both.close();
    expect(await memberOf(await openForTest(location, ['b']))).toBe('member-grace');
  });
}

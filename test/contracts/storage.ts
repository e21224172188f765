import type { Installation } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { openStorage, type Storage, type StorageLocation } from '../../src/storage/storage.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { keptLog } from '../helpers/log-lines.ts';

const now = Date.parse('2026-11-25T10:00:00Z');
const day = 86_400_000;

const entry = (about: Partial<AuditEntry> = {}): AuditEntry => ({
  workspace: 'T1',
  at: now,
  actor: 'UALICE',
  action: 'invite',
  subject: 'ada@example.com',
  surface: 'form',
  outcome: 'invited',
  details: { role: 'Editor' },
  ...about,
});

const installation = (about: Partial<Installation> = {}): Installation =>
  ({
    team: { id: 'T1', name: 'Acme' },
    enterprise: undefined,
    isEnterpriseInstall: false,
    user: { id: 'UALICE', token: undefined, scopes: undefined },
    bot: { id: 'B1', userId: 'UBOT', token: 'xoxb-installed', scopes: ['commands'] },
    ...about,
  }) as Installation;
const ofTeam = (teamId: string) => ({
  teamId,
  enterpriseId: undefined,
  isEnterpriseInstall: false as const,
});
const ofEnterprise = (enterpriseId: string) => ({
  teamId: undefined,
  enterpriseId,
  isEnterpriseInstall: true as const,
});

/** What every storage must do, whatever engine is behind it. */
export function storageContract(freshLocation: () => Promise<StorageLocation>): void {
  async function open(location?: StorageLocation): Promise<Storage> {
    const storage = await openStorage({
      location: location ?? (await freshLocation()),
      encryptionKeys: [encryptionKey('a')],
      log: keptLog().log,
      now: () => now,
    });
    onTestFinished(() => storage.close());
    return storage;
  }

  describe('connections', () => {
    it('serve the workspace that they were made for, with everything that was kept', async () => {
      const { connections } = await open();
      const connection = connectionWithToken({
        settings: {
          whoMayInvite: { kind: 'chosen', userIds: ['U1'], userGroupIds: ['S1'] },
          defaultRoleId: 'role-1',
          roleIds: ['role-1', 'role-2'],
          channel: 'C1',
          domains: ['acme.example'],
        },
        expiresAt: now + day,
      });
      await connections.save(connection, entry({ action: 'connect' }));
      expect(await connections.find({ teamId: 'T1' })).toEqual({ ok: true, value: connection });
      expect(await connections.find({ teamId: 'T2' })).toEqual({ ok: true, value: undefined });
    });

    it('of an Enterprise organization serve workspaces that have none of their own', async () => {
      const { connections } = await open();
      const own = connectionWithToken({ id: 'own', scope: { teamId: 'T1' } });
      const shared = connectionWithToken({ id: 'shared', scope: { enterpriseId: 'E1' } });
      await connections.save(shared, entry({ workspace: 'E1' }));
      await connections.save(own, entry());
      const found = async (teamId: string, enterpriseId?: string) => {
        const result = await connections.find({ teamId, ...(enterpriseId && { enterpriseId }) });
        return result.ok ? result.value?.id : result.error.kind;
      };
      expect(await found('T1', 'E1')).toBe('own');
      expect(await found('T2', 'E1')).toBe('shared');
      expect(await found('T2')).toBeUndefined();
      expect(await found('T2', 'E2')).toBeUndefined();
    });

    it('take the place of the one before', async () => {
      const { connections, audit } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      await connections.save(connectionWithToken({ id: 'c2', token: 'pat_2' }), entry());
      expect(await connections.find({ teamId: 'T1' })).toMatchObject({
        value: { id: 'c2', token: 'pat_2' },
      });
      expect(await audit.last('T1', 10)).toHaveLength(2);
    });

    it('change, and end, only where they still are', async () => {
      const { connections, audit } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      const settings = { whoMayInvite: { kind: 'members' as const }, domains: [] };
      expect(await connections.changeSettings('gone', settings, entry())).toBe(false);
      expect(await connections.changeSettings('c1', settings, entry())).toBe(true);
      expect(await connections.find({ teamId: 'T1' })).toMatchObject({ value: { settings } });
      expect(await connections.remove({ teamId: 'T2' }, entry())).toBe(false);
      expect(await connections.remove({ teamId: 'T1' }, entry())).toBe(true);
      expect(await connections.find({ teamId: 'T1' })).toEqual({ ok: true, value: undefined });
      expect(await audit.last('T1', 10)).toHaveLength(3);
    });

    it('are marked as refused once, by whoever comes first, and as accepted once', async () => {
      const { connections } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      const marked = await Promise.all(
        Array.from({ length: 5 }, () => connections.markRefused('c1', entry({ at: now + 5 }))),
      );
      expect(marked.filter(Boolean)).toHaveLength(1);
      expect(await connections.find({ teamId: 'T1' })).toMatchObject({
        value: { refusedSince: now + 5 },
      });
      expect(await connections.markAccepted('c1', entry())).toBe(true);
      expect(await connections.markAccepted('c1', entry())).toBe(false);
      const found = await connections.find({ teamId: 'T1' });
      expect(found.ok && found.value?.refusedSince).toBeUndefined();
    });

    it('whose token expires are given out once for each warning', async () => {
      const { connections } = await open();
      const expiring = (teamId: string, expiresAt?: number) =>
        connections.save(
          connectionWithToken({ id: teamId, scope: { teamId }, ...(expiresAt && { expiresAt }) }),
          entry({ workspace: teamId }),
        );
      await expiring('TWEEK', now + 6 * day);
      await expiring('TLATER', now + 8 * day);
      await expiring('TNEVER');
      await expiring('TOVER', now - 1);
      const taken = async (at: number) =>
        (await connections.takeExpiring(at, [7, 1])).map(({ id, daysLeft }) => `${id} ${daysLeft}`);
      expect((await Promise.all([taken(now), taken(now), taken(now)])).flat()).toEqual(['TWEEK 7']);
      expect(await taken(now + 5.5 * day)).toEqual(['TWEEK 1', 'TLATER 7']);
      expect(await taken(now + 5.6 * day)).toEqual([]);
    });
  });

  describe('a token that waits for its settings', () => {
    const pending = {
      id: 'p1',
      scope: { teamId: 'T1' },
      userId: 'UALICE',
      token: 'pat_waiting',
      expiresAt: now + 1_000,
    };

    it('is found until its time is over, or it is removed', async () => {
      const { pendingConnections } = await open();
      await pendingConnections.save(pending);
      await pendingConnections.save({ ...pending, id: 'p2' });
      expect(await pendingConnections.find('p1', now)).toEqual(pending);
      expect(await pendingConnections.find('p0', now)).toBeUndefined();
      await pendingConnections.remove('p1');
      expect(await pendingConnections.find('p1', now)).toBeUndefined();
      expect(await pendingConnections.find('p2', now + 1_000)).toBeUndefined();
    });
  });

  describe('the record', () => {
    it('is a chain for each workspace, numbered from 1, newest first', async () => {
      const { audit, verifyAudit } = await open();
      const added = [
        await audit.append(entry({ outcome: 'first' })),
        await audit.append(entry({ outcome: 'second' })),
      ];
      await audit.append(entry({ workspace: 'T2' }));
      expect(added.map(({ number }) => number)).toEqual([1, 2]);
      expect(added[1]?.previousHash).toBe(added[0]?.hash);
      expect(await audit.last('T1', 10)).toEqual(added.toReversed());
      expect(await audit.last('T1', 1)).toEqual(added.slice(1));
      expect(await verifyAudit()).toEqual({ workspaces: 2, entries: 3, breaks: [] });
    });

    it('stays a chain when many add at once', async () => {
      const { audit, verifyAudit } = await open();
      await Promise.all(Array.from({ length: 40 }, () => audit.append(entry())));
      expect(await verifyAudit()).toEqual({ workspaces: 1, entries: 40, breaks: [] });
    });
  });

  describe('installations', () => {
    it('are kept by workspace, or by organization where they are org-wide', async () => {
      const { installations } = await open();
      const orgWide = installation({
        team: undefined,
        enterprise: { id: 'E1' },
        isEnterpriseInstall: true,
      });
      await installations.storeInstallation(installation());
      await installations.storeInstallation(orgWide);
      expect(await installations.fetchInstallation(ofTeam('T1'))).toMatchObject({
        team: { id: 'T1' },
        bot: { token: 'xoxb-installed' },
      });
      expect(await installations.fetchInstallation(ofEnterprise('E1'))).toMatchObject({
        enterprise: { id: 'E1' },
      });
      await expect(installations.fetchInstallation(ofTeam('T2'))).rejects.toThrow(
        "T2 can't be served: the app is not installed there",
      );
    });

    it('are deleted, but not for news that are older than they are', async () => {
      const { installations } = await open();
      await installations.storeInstallation(installation());
      expect(await installations.deleteStoredBefore(ofTeam('T1'), now - 1)).toBe(false);
      expect(await installations.deleteStoredBefore(ofTeam('T1'), now)).toBe(true);
      expect(await installations.deleteStoredBefore(ofTeam('T1'), now)).toBe(false);
      await installations.storeInstallation(installation());
      await installations.deleteInstallation(ofTeam('T1'));
      await expect(installations.fetchInstallation(ofTeam('T1'))).rejects.toThrow();
    });

    it('are refreshed by one at a time, until it is done or its time is over', async () => {
      const { installations } = await open();
      await installations.storeInstallation(installation());
      const claim = (at: number) => installations.claimRefresh(ofTeam('T1'), at, at + 1_000);
      const claims = await Promise.all(Array.from({ length: 10 }, () => claim(now)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await claim(now + 999)).toBe(false);
      expect(await claim(now + 1_000)).toBe(true);
      await installations.storeInstallation(installation());
      expect(await claim(now + 1_001)).toBe(true);
    });
  });

  describe('installing', () => {
    it('can be finished once, in time', async () => {
      const { states } = await open();
      const state = { hash: 'h1', browserHash: 'b1', expiresAt: now + 1_000 };
      await states.create(state);
      await states.create({ ...state, hash: 'h2' });
      const taken = await Promise.all(Array.from({ length: 5 }, () => states.take('h1', now)));
      expect(taken.filter(Boolean)).toEqual([{ browserHash: 'b1' }]);
      expect(await states.take('h2', now + 1_000)).toBeUndefined();
      expect(await states.take('h3', now)).toBeUndefined();
    });
  });

  describe('a storage that was closed', () => {
    it('has everything when it is opened again', async () => {
      const location = await freshLocation();
      const first = await open(location);
      await first.connections.save(connectionWithToken(), entry());
      await first.installations.storeInstallation(installation());
      await first.close();
      const again = await open(location);
      expect(await again.connections.find({ teamId: 'T1' })).toMatchObject({
        value: { token: connectionWithToken().token },
      });
      expect(await again.installations.fetchInstallation(ofTeam('T1'))).toBeDefined();
      expect((await again.verifyAudit()).entries).toBe(1);
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, acmeDetails, connectionWithToken, editor } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { openForTest } from '../helpers/storage.ts';
import { entry, installation, ofEnterprise, ofTeam, storedAt } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const now = storedAt;
const globex = { id: 'org-2', name: 'Globex' };
const day = 86_400_000;

/** What every storage must do, whatever engine is behind it. */
export function storageContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async (location?: StorageLocation) =>
    openForTest(location ?? (await freshLocation()));

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
        neverExpires: true,
      });
      await connections.save(connection, entry({ action: 'connect' }));
      expect(await connections.find({ teamId: 'T1' })).toEqual({ ok: true, value: connection });
      expect(await connections.find({ teamId: 'T2' })).toEqual({ ok: true, value: undefined });
    });

    it('keep what Piper told of the organization, until somebody connects anew', async () => {
      const { connections } = await open();
      const connection = connectionWithToken({});
      const { id } = connection;
      await connections.save(connection, entry({ action: 'connect' }));
      expect(await connections.known(id)).toBeUndefined();
      const known = { details: acmeDetails, roles: [{ ...editor, permissions: ['org:read'] }] };
      await connections.keepKnown(id, known);
      expect(await connections.known(id)).toEqual(known);
      expect(await connections.find({ teamId: 'T1' })).toEqual({ ok: true, value: connection });
      await connections.save(connection, entry({ action: 'connect' }));
      expect(await connections.known(id)).toBeUndefined();
      expect(await connections.known('another')).toBeUndefined();
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

    it('in an Enterprise organization end with its installation, but for workspaces that have their own', async () => {
      const { connections, installations, location } = await open();
      const save = (id: string, scope: { teamId: string }, enterpriseId?: string) =>
        connections.save(
          connectionWithToken({ id, scope, ...(enterpriseId && { enterpriseId }) }),
          entry({ workspace: scope.teamId }),
        );
      await save('served by the whole', { teamId: 'T1' }, 'E1');
      await save('served by itself', { teamId: 'T2' }, 'E1');
      await save('in another one', { teamId: 'T3' }, 'E2');
      await save('in none', { teamId: 'T4' });
      await installations.storeInstallation(installation({ team: { id: 'T2', name: 'Two' } }));
      await connections.removeUninstalled('E1', (scope) =>
        entry({ workspace: 'T1', action: 'disconnect', subject: JSON.stringify(scope) }),
      );
      const left = await Promise.all(
        ['T1', 'T2', 'T3', 'T4'].map(async (teamId) => {
          const found = await connections.find({ teamId });
          return found.ok && found.value?.id;
        }),
      );
      expect(left).toEqual([undefined, 'served by itself', 'in another one', 'in none']);
      expect((await auditRecord(location, 'T1')).map(({ subject }) => subject)).toEqual([
        '{"teamId":"T1"}',
        'ada@example.com',
      ]);
    });

    it('take the place of the one before', async () => {
      const { connections, location } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      await connections.save(connectionWithToken({ id: 'c2', token: 'pat_2' }), entry());
      expect(await connections.find({ teamId: 'T1' })).toMatchObject({
        value: { id: 'c2', token: 'pat_2' },
      });
      expect(await auditRecord(location, 'T1')).toHaveLength(2);
    });

    it('change, and end, only where they still are', async () => {
      const { connections, location } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      const from = connectionWithToken().settings;
      const settings: ConnectionSettings = {
        whoMayInvite: { kind: 'members' },
        roleIds: ['r1'],
        beyondOwnRole: true,
        domains: [],
        quota: { invites: 20, fate: 'deny' },
        roleChangers: { userIds: ['U1'], userGroupIds: ['S1'] },
        rules: [
          {
            id: 'r',
            name: 'Leads',
            who: { kind: 'chosen', userIds: [], userGroupIds: ['S1'] },
            roles: ['r2'],
            domains: 'all',
            fate: 'deny',
          },
        ],
      };
      const changed = { from, to: settings };
      expect(await connections.changeSettings('gone', changed, entry())).toBe(false);
      expect(await connections.changeSettings('c1', changed, entry())).toBe(true);
      // What was read has been changed meanwhile.
      expect(await connections.changeSettings('c1', changed, entry())).toBe(false);
      expect(await connections.find({ teamId: 'T1' })).toMatchObject({ value: { settings } });
      expect(await connections.remove({ teamId: 'T2' }, entry())).toBe(false);
      expect(await connections.remove({ teamId: 'T1' }, entry())).toBe(true);
      expect(await connections.find({ teamId: 'T1' })).toEqual({ ok: true, value: undefined });
      expect(await auditRecord(location, 'T1')).toHaveLength(3);
    });

    it('are marked as refused once, by whoever comes first, and as accepted once', async () => {
      const { connections } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      const marked = await Promise.all(
        Array.from({ length: 5 }, () => connections.markRejected('c1', entry({ at: now + 5 }))),
      );
      expect(marked.filter(Boolean)).toHaveLength(1);
      expect(await connections.find({ teamId: 'T1' })).toMatchObject({
        value: { rejectedSince: now + 5 },
      });
      expect(await connections.markAccepted('c1', entry())).toBe(true);
      expect(await connections.markAccepted('c1', entry())).toBe(false);
      const found = await connections.find({ teamId: 'T1' });
      expect(found.ok && found.value?.rejectedSince).toBeUndefined();
    });

    it('have inviters told anew of what failed with a token that Piper takes again, or that is renewed', async () => {
      const storage = await open();
      const { connections, batches } = storage;
      const team = { teamId: 'T1' };
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      await connections.markRejected('c1', entry({ at: now + 5 }));
      const failed = (failure: PiperFailure) => ({ kind: 'failed', failure }) as const;
      const ends = [
        ['before it was refused', team, failed({ kind: 'unauthorized' }), now + 4],
        ['with it', team, failed({ kind: 'unauthorized' }), now + 5],
        ['with it, for everybody', team, failed({ kind: 'forbidden', isForAll: true }), now + 6],
        ['for a role of its own', team, failed({ kind: 'forbidden' }), now + 6],
        ['elsewhere', { teamId: 'T2' }, failed({ kind: 'unauthorized' }), now + 6],
        ['unclear', team, { kind: 'unknown', failure: { kind: 'unauthorized' } }, now + 7],
      ] as const;
      for (const [id, workspace, outcome, at] of ends) {
        await submit(storage, { id, workspace, at: now, addresses: ['ada@example.com'] });
        const [claimed] = await storage.invitations.claim(acme.id, claimTerms(at, 60_000));
        if (!claimed) throw new Error('nothing was claimed');
        await storage.invitations.end(claimed, { outcome, at }, entry());
        await batches.recordNotification(id, { isInviterNotified: true, notifiedAt: at });
      }
      const take = (at: number, since: number) => connections.takeRenewalAsk('c1', at, since);
      expect(await take(now + 10, now)).toEqual({ waiting: 3 });
      expect(await take(now + 11, now + 9)).toEqual({ askedAt: now + 10 });
      expect(await take(now + 12, now + 10)).toEqual({ waiting: 3 });
      await connections.dropRenewalAsk('c1');
      expect(await take(now + 13, now)).toEqual({ waiting: 3 });
      expect(await batches.dueNotifications(now + 20)).toEqual([]);

      const told = ['unclear', 'with it', 'with it, for everybody'];
      const again = async () => {
        const due = (await batches.dueNotifications(now + 20)).toSorted();
        for (const id of due) {
          expect((await batches.load(id))?.batch.isInviterNotified).toBe(false);
          await batches.recordNotification(id, { isInviterNotified: true, notifiedAt: now + 20 });
        }
        return due;
      };
      expect(await connections.markAccepted('c1', entry({ at: now + 20 }))).toBe(true);
      expect(await again()).toEqual(told);
      await connections.markRejected('c1', entry({ at: now + 5 }));
      const renewed = connectionWithToken({ id: 'c2' });
      await connections.save(renewed, entry());
      expect(await again()).toEqual(told);
      await connections.markRejected('c2', entry({ at: now + 5 }));
      await connections.save({ ...renewed, organization: globex }, entry());
      expect(await again()).toEqual([]);
    });

    it('have inviters told anew in every workspace of an Enterprise organization without a connection of its own', async () => {
      const storage = await open();
      const { connections, batches } = storage;
      const whole = { scope: { enterpriseId: 'E1' }, enterpriseId: 'E1', rejectedSince: now };
      const own = { scope: { teamId: 'T2' }, enterpriseId: 'E1', rejectedSince: now };
      await connections.save(connectionWithToken({ id: 'e1', ...whole }), entry());
      await connections.save(connectionWithToken({ id: 't2', ...own }), entry());
      const outcome = { kind: 'failed', failure: { kind: 'unauthorized' } } as const;
      for (const teamId of ['T1', 'T2', 'T3']) {
        const workspace = { teamId, enterpriseId: teamId === 'T3' ? 'E3' : 'E1' };
        await submit(storage, { id: teamId, workspace, at: now, addresses: ['ada@example.com'] });
        const [claimed] = await storage.invitations.claim(acme.id, claimTerms(now, 60_000));
        if (!claimed) throw new Error('nothing was claimed');
        await storage.invitations.end(claimed, { outcome, at: now }, entry());
        await batches.recordNotification(teamId, { isInviterNotified: true, notifiedAt: now });
      }
      expect(await connections.takeRenewalAsk('e1', now, 0)).toEqual({ waiting: 1 });
      await connections.markAccepted('e1', entry({ at: now }));
      expect(await batches.dueNotifications(now)).toEqual(['T1']);
      await connections.save(connectionWithToken({ id: 't2b', scope: { teamId: 'T2' } }), entry());
      expect((await batches.dueNotifications(now + 1)).toSorted()).toEqual(['T1', 'T2']);
    });

    it('knows the channel that did not take the last request', async () => {
      const { connections } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      for (const channel of ['C2', undefined]) {
        await connections.noteChannel('c1', channel);
        const found = await connections.find({ teamId: 'T1' });
        expect(found.ok && found.value?.refusedChannel).toBe(channel);
      }
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

    it('is removed once, whoever comes first', async () => {
      const { pendingConnections } = await open();
      await pendingConnections.save(pending);
      const removed = await Promise.all(
        Array.from({ length: 5 }, () => pendingConnections.remove('p1')),
      );
      expect(removed.filter(Boolean)).toHaveLength(1);
    });

    it('goes with the connection of its workspace', async () => {
      const { connections, pendingConnections } = await open();
      await connections.save(connectionWithToken({ id: 'c1' }), entry());
      await pendingConnections.save(pending);
      expect(await connections.remove({ teamId: 'T1', id: 'another' }, entry())).toBe(false);
      expect(await pendingConnections.find('p1', now)).toEqual(pending);
      expect(await connections.remove({ teamId: 'T1', id: 'c1' }, entry())).toBe(true);
      expect(await pendingConnections.find('p1', now)).toBeUndefined();
    });
  });

  describe('the record', () => {
    it('is a chain for each workspace, numbered from 1', async () => {
      const { audit, verified, location } = await open();
      const added = [entry({ outcome: 'invited' }), entry({ outcome: 'already_member' })];
      for (const each of added) await audit.append(each);
      await audit.append(entry({ workspace: 'T2' }));
      const record = await auditRecord(location, 'T1');
      expect(record).toMatchObject(added.toReversed());
      expect(record.map(({ number }) => number)).toEqual([2, 1]);
      expect(record[0]?.previousHash).toBe(record[1]?.hash);
      expect(await verified()).toEqual({ workspaces: 2, entries: 3, breaks: [] });
    });

    it('stays a chain when many add at once', async () => {
      const { audit, verified } = await open();
      await Promise.all(Array.from({ length: 40 }, () => audit.append(entry())));
      expect(await verified()).toEqual({ workspaces: 1, entries: 40, breaks: [] });
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
      await installations.deleteStoredBefore(ofTeam('T1'), now);
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

  describe('a refreshed token', () => {
    const refreshed = installation({
      bot: { id: 'B1', userId: 'UBOT', token: 'xoxb-refreshed', scopes: ['commands'] },
    });

    it('takes the place of the one whose refreshing was claimed', async () => {
      const { installations } = await open();
      await installations.storeInstallation(installation());
      await installations.claimRefresh(ofTeam('T1'), now, now + 1_000);
      expect(await installations.storeRefreshed(refreshed, now + 1_000)).toBe(true);
      expect(await installations.fetchInstallation(ofTeam('T1'))).toMatchObject({
        bot: { token: 'xoxb-refreshed' },
      });
      expect(await installations.claimRefresh(ofTeam('T1'), now, now + 2_000)).toBe(true);
    });

    it('comes too late after a deletion, a new installation, or a new claim', async () => {
      const { installations } = await open();
      await installations.storeInstallation(installation());
      await installations.claimRefresh(ofTeam('T1'), now, now + 1_000);
      await installations.claimRefresh(ofTeam('T1'), now + 1_000, now + 2_000);
      expect(await installations.storeRefreshed(refreshed, now + 1_000)).toBe(false);
      await installations.storeInstallation(installation());
      expect(await installations.storeRefreshed(refreshed, now + 2_000)).toBe(false);
      expect(await installations.fetchInstallation(ofTeam('T1'))).toMatchObject({
        bot: { token: 'xoxb-installed' },
      });
      await installations.claimRefresh(ofTeam('T1'), now, now + 3_000);
      await installations.deleteStoredBefore(ofTeam('T1'), now);
      expect(await installations.storeRefreshed(refreshed, now + 3_000)).toBe(false);
      expect(await installations.isStored(ofTeam('T1'))).toBe(false);
    });
  });

  describe('installing', () => {
    it('can be finished once', async () => {
      const { states } = await open();
      const state = { hash: 'h1', expiresAt: now + 1_000 };
      expect(await states.isSpent('h1')).toBe(false);
      const spent = await Promise.all(Array.from({ length: 5 }, () => states.spend(state)));
      expect(spent.filter(Boolean)).toEqual([true]);
      expect([await states.isSpent('h1'), await states.isSpent('h2')]).toEqual([true, false]);
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
      expect((await again.verified()).entries).toBe(1);
    });
  });
}

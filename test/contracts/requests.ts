import { describe, expect, it } from 'vitest';
import type { Invite } from '../../src/domain/invitation.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { NewApproval, NewRequest } from '../../src/usecases/ports/requests.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { openForTest } from '../helpers/storage.ts';
import { batch, entry, invitation, request, storedAt } from '../helpers/stored.ts';

const ada = 'ada@example.com';
const grace = 'grace@example.com';
const invite = (address: string, roleId = 'role-1'): Invite => ({
  invitee: { address },
  role: { id: roleId, name: roleId },
});
const asked = (subject = ada) =>
  entry({ actor: 'UBOB', action: 'ask', outcome: 'stored', subject });
const decided = (outcome: 'approved' | 'counted' | 'denied' | 'expired') =>
  entry({ action: 'decide', outcome, subject: 'request' });

let approvals = 0;
/** @alice's yes, which is enough and places a batch of its own. */
const approval = (about: Partial<NewApproval> = {}): NewApproval => {
  approvals += 1;
  return {
    by: 'UALICE',
    at: storedAt + 1_000,
    revision: 1,
    needed: 1,
    lapsed: [],
    batch: batch({ id: `approved-${approvals}`, inviterId: 'UBOB' }),
    invitations: [{ ...invitation(ada), id: `approved-invitation-${approvals}` }],
    entries: {
      approval: (outcome) => decided(outcome),
      batch: [entry({ action: 'submit', outcome: 'stored' })],
    },
    ...about,
  };
};

/** How requests are kept, whatever engine is behind the storage. */
export function requestsContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async () => openForTest(await freshLocation());
  const ask = ({ requests }: Storage, about: Partial<NewRequest> = {}) => {
    const wanted = request(about);
    return requests.ask(wanted, [{ ...asked(), workspace: wanted.workspace.teamId }]);
  };
  /** How many invitations were placed. */
  const placed = async ({ invitationQueries }: Storage) =>
    (await invitationQueries.open('org-1', { offset: 0, limit: 10 })).total;

  describe('a request', () => {
    it('is kept with everything, in the record, and found in its workspace alone', async () => {
      const storage = await open();
      const wanted = request({
        id: 'r1',
        invites: [
          invite(ada),
          { ...invite(grace), invitee: { address: grace, userId: 'UGRACE', name: 'Grace' } },
        ],
        note: 'Welcome',
        reference: 'abc234',
      });
      expect(await storage.requests.ask(wanted, [asked(ada), asked(grace)])).toEqual({
        ok: true,
        value: true,
      });
      const { submission: _, remindAt: __, ...kept } = wanted;
      const found = await storage.requests.find('r1', { teamId: 'T1' });
      expect(found).toMatchObject({ ...kept, state: { kind: 'open' }, approvals: [], posted: [] });
      expect(await storage.requests.find('r1', { teamId: 'T2' })).toBe(undefined);
      expect(await auditRecord(storage.location, 'T1')).toHaveLength(2);
    });

    it('counts once, however often Slack delivers it', async () => {
      const storage = await open();
      const wanted = request();
      const answers = await Promise.all(
        [1, 2, 3].map(() => storage.requests.ask(wanted, [asked()])),
      );
      expect(answers.map((answer) => answer.ok && answer.value).toSorted()).toEqual([
        false,
        false,
        true,
      ]);
      expect(await auditRecord(storage.location, 'T1')).toHaveLength(1);
    });

    it('is the only open one for its address in the organization', async () => {
      const storage = await open();
      await ask(storage, { id: 'first' });
      const again = await ask(storage, {
        workspace: { teamId: 'T2' },
        requesterId: 'UCAROL',
        invites: [invite(grace), invite('Ada@Example.com')],
      });
      expect(again).toMatchObject({
        error: {
          kind: 'asked_already',
          asked: [{ address: ada, request: { id: 'first', requesterId: 'UBOB', at: storedAt } }],
        },
      });
      // Nothing of it was stored.
      expect((await ask(storage, { invites: [invite(grace)] })).ok).toBe(true);
      const elsewhere = { organization: { id: 'org-2', name: 'Globex' } };
      expect((await ask(storage, elsewhere)).ok).toBe(true);
      expect(
        await storage.requests.askedAlready('org-1', [ada, grace, 'x@example.com']),
      ).toHaveLength(2);
    });

    it('is refused to somebody with too many open ones, but to nobody else', async () => {
      const storage = await open();
      for (let each = 0; each < 20; each += 1) {
        expect((await ask(storage, { invites: [invite(`p${each}@example.com`)] })).ok).toBe(true);
      }
      expect(await ask(storage)).toEqual({ ok: false, error: { kind: 'too_many', open: 20 } });
      expect((await ask(storage, { requesterId: 'UCAROL' })).ok).toBe(true);
    });
  });

  describe('an approval', () => {
    it('places the batch, and ends the request', async () => {
      const storage = await open();
      await ask(storage, { id: 'r1' });
      const given = approval();
      expect(await storage.requests.approve('r1', given)).toEqual({ ok: true, value: 'approved' });
      const { at, by } = given;
      expect(await storage.requests.find('r1', { teamId: 'T1' })).toMatchObject({
        state: { kind: 'approved', at },
        approvals: [{ by, at }],
        batchId: given.batch.id,
      });
      const found = await storage.batches.load(given.batch.id);
      expect(found?.report.entries).toMatchObject([{ invitee: { address: ada } }]);
      const record = await auditRecord(storage.location, 'T1');
      expect(record.map(({ action }) => action)).toEqual(['submit', 'decide', 'ask']);
      // The address can be asked for again.
      expect((await ask(storage)).ok).toBe(true);
    });

    it('comes from one of many who press at the same time, in whichever process', async () => {
      const storage = await open();
      const other = storage.isExclusive ? storage : await openForTest(storage.location);
      await ask(storage, { id: 'r1' });
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, each) =>
          (each % 2 ? storage : other).requests.approve('r1', approval({ by: `U${each}` })),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await placed(storage)).toBe(1);
      const found = await storage.requests.find('r1', { teamId: 'T1' });
      expect(found?.approvals).toHaveLength(1);
    });

    it('waits for a second person, where two are needed', async () => {
      const storage = await open();
      await ask(storage, { id: 'r1' });
      const first = approval({ needed: 2 });
      expect(await storage.requests.approve('r1', first)).toEqual({ ok: true, value: 'counted' });
      expect(await placed(storage)).toBe(0);
      expect(await storage.requests.approve('r1', approval({ needed: 2 }))).toEqual({
        ok: false,
        error: { kind: 'approved_already' },
      });
      const second = approval({ needed: 2, by: 'UCAROL' });
      expect(await storage.requests.approve('r1', second)).toEqual({ ok: true, value: 'approved' });
      expect(await placed(storage)).toBe(1);
    });

    it('counts no more once it has lapsed, until the same person approves again', async () => {
      const storage = await open();
      await ask(storage, { id: 'r1' });
      await storage.requests.approve('r1', approval({ needed: 2 }));
      const second = approval({ needed: 2, by: 'UCAROL', lapsed: ['UALICE', 'UNOBODY'] });
      expect(await storage.requests.approve('r1', second)).toEqual({ ok: true, value: 'counted' });
      expect(await storage.requests.find('r1', { teamId: 'T1' })).toMatchObject({
        approvals: [{ by: 'UCAROL' }],
        lapsed: ['UALICE'],
      });
      const again = approval({ needed: 2 });
      expect(await storage.requests.approve('r1', again)).toEqual({ ok: true, value: 'approved' });
      expect((await storage.batches.load(again.batch.id))?.batch.approvedBy).toEqual([
        'UALICE',
        'UCAROL',
      ]);
    });

    it('with changes leaves people out, gives other roles, and makes everybody approve anew', async () => {
      const storage = await open();
      await ask(storage, { id: 'r1', invites: [invite(ada), invite(grace)] });
      await storage.requests.approve('r1', approval({ needed: 2 }));
      const changed = [invite(ada, 'role-2')];
      const second = approval({ needed: 2, by: 'UCAROL', changed });
      expect(await storage.requests.approve('r1', second)).toEqual({ ok: true, value: 'counted' });
      const found = await storage.requests.find('r1', { teamId: 'T1' });
      const askedRole = { id: 'role-1', name: 'role-1' };
      expect(found?.leftOut).toEqual([invite(grace)]);
      expect(found?.invites).toEqual([{ ...invite(ada, 'role-2'), askedRole }]);
      expect(found).toMatchObject({
        revision: 2,
        changedBy: 'UCAROL',
        approvals: [{ by: 'UCAROL' }],
      });
      // What @alice saw is not what is asked for now.
      expect(await storage.requests.approve('r1', approval({ needed: 2 }))).toEqual({
        ok: false,
        error: { kind: 'changed' },
      });
      // Nor does anybody deny what they have not seen.
      const denial = { kind: 'denied', by: 'UALICE', at: storedAt + 5 } as const;
      expect(await storage.requests.end('r1', denial, decided('denied'), 1)).toBe(false);
      const seen = approval({ needed: 2, revision: 2 });
      expect(await storage.requests.approve('r1', seen)).toEqual({ ok: true, value: 'approved' });
      // Whoever was left out can be asked for again.
      expect((await ask(storage, { invites: [invite(grace)] })).ok).toBe(true);
    });

    it('changes nothing once the request has ended', async () => {
      const storage = await open();
      await ask(storage, { id: 'r1' });
      const denial = { kind: 'denied', by: 'UALICE', at: storedAt + 5, words: 'Not now' } as const;
      expect(await storage.requests.end('r1', denial, decided('denied'), 1)).toBe(true);
      expect(await storage.requests.end('r1', denial, decided('denied'))).toBe(false);
      expect(await storage.requests.approve('r1', approval())).toEqual({
        ok: false,
        error: { kind: 'ended' },
      });
      expect(await placed(storage)).toBe(0);
      expect(await storage.requests.find('r1', { teamId: 'T1' })).toMatchObject({ state: denial });
      expect(await auditRecord(storage.location, 'T1')).toHaveLength(2);
    });

    it('is not counted where its batch would be one too many', async () => {
      const storage = await open();
      const many = Array.from({ length: 1_000 }, (_, each) => invitation(`p${each}@example.com`));
      await storage.batches.submit(batch({ inviterId: 'UBOB' }), many, []);
      await ask(storage, { id: 'r1' });
      expect(await storage.requests.approve('r1', approval())).toMatchObject({
        error: { kind: 'too_many', tooMany: { kind: 'open', open: 1_000 } },
      });
      const found = await storage.requests.find('r1', { teamId: 'T1' });
      expect(found).toMatchObject({ state: { kind: 'open' }, approvals: [] });
    });
  });

  describe('a connection that ends', () => {
    const connected = (about: Parameters<typeof connectionWithToken>[0] = {}) =>
      connectionWithToken({ organization: { id: 'org-1', name: 'Acme Robotics' }, ...about });
    const states = async ({ requests }: Storage, ids: readonly string[]) =>
      Promise.all(
        ids.map(async (id) => {
          const state = (await requests.load(id))?.state;
          return state?.kind === 'void' ? state.why : state?.kind;
        }),
      );

    it('ends what waited there, and nothing elsewhere', async () => {
      const storage = await open();
      await storage.connections.save(connected(), entry({ action: 'connect' }));
      await ask(storage, { id: 'here' });
      await ask(storage, {
        id: 'elsewhere',
        workspace: { teamId: 'T2' },
        invites: [invite(grace)],
      });
      await storage.connections.remove({ teamId: 'T1' }, entry({ action: 'disconnect' }));
      expect(await states(storage, ['here', 'elsewhere'])).toEqual(['disconnected', 'open']);
      expect(await storage.requests.due(storedAt)).toContain('here');
      const [last] = await auditRecord(storage.location, 'T1');
      expect(last).toMatchObject({ action: 'decide', outcome: 'void', subject: 'here' });
      // The address can be asked for again.
      expect((await ask(storage)).ok).toBe(true);
    });

    it('goes on where only the token was renewed, and not with another organization', async () => {
      const storage = await open();
      await storage.connections.save(connected(), entry({ action: 'connect' }));
      await ask(storage, { id: 'r1' });
      await storage.connections.save(connected({ id: 'c2' }), entry({ action: 'connect' }));
      expect(await states(storage, ['r1'])).toEqual(['open']);
      const globex = connected({ id: 'c3', organization: { id: 'org-2', name: 'Globex' } });
      await storage.connections.save(globex, entry({ action: 'connect' }));
      expect(await states(storage, ['r1'])).toEqual(['disconnected']);
    });

    it('of a whole Enterprise organization ends what waited in its workspaces without their own', async () => {
      const storage = await open();
      const wide = connected({ id: 'wide', scope: { enterpriseId: 'E1' }, enterpriseId: 'E1' });
      await storage.connections.save(wide, entry({ workspace: 'E1', action: 'connect' }));
      const own = connected({ id: 'own', scope: { teamId: 'T2' }, enterpriseId: 'E1' });
      await storage.connections.save(own, entry({ workspace: 'T2', action: 'connect' }));
      for (const [id, teamId] of [
        ['served', 'T1'],
        ['own', 'T2'],
      ] as const) {
        const workspace = { teamId, enterpriseId: 'E1' };
        await ask(storage, { id, workspace, invites: [invite(`${id}@example.com`)] });
      }
      await storage.connections.remove({ enterpriseId: 'E1' }, entry({ workspace: 'E1' }));
      expect(await states(storage, ['served', 'own'])).toEqual(['disconnected', 'open']);
    });
  });

  describe('what was denied', () => {
    it('is known for a while, of whoever asked', async () => {
      const storage = await open();
      await ask(storage, { id: 'r1', invites: [invite(ada), invite(grace)] });
      const at = storedAt + 10;
      await storage.requests.end('r1', { kind: 'denied', by: 'UALICE', at }, decided('denied'));
      const since = (by: string, from: number) =>
        storage.requests.deniedSince('org-1', by, ['Ada@example.com', 'x@example.com'], from);
      expect(await since('UBOB', storedAt)).toEqual(['Ada@example.com']);
      expect(await since('UBOB', at)).toEqual([]);
      expect(await since('UCAROL', storedAt)).toEqual([]);
    });
  });

  describe('telling people of requests', () => {
    it('is done by one process at a time, until what they see is the present state', async () => {
      const storage = await open();
      const { requests } = storage;
      await ask(storage, { id: 'r1' });
      expect(await requests.due(storedAt)).toEqual(['r1']);
      expect(await requests.claim('r1', storedAt, storedAt + 100)).toBe(true);
      expect(await requests.claim('r1', storedAt, storedAt + 100)).toBe(false);
      expect(await requests.due(storedAt)).toEqual([]);
      const posted = [{ channel: 'C2', ts: '1.2' }];
      const asked = { channel: 'D1', ts: '1.3' };
      await requests.record('r1', { posted, asked, isAskedTold: true, shownVersion: 1 });
      expect(await requests.due(storedAt)).toEqual([]);
      expect(await requests.load('r1')).toMatchObject({
        posted,
        asked,
        isAskedTold: true,
        isEndTold: false,
      });
      await requests.approve('r1', approval({ needed: 2 }));
      expect(await requests.due(storedAt)).toEqual(['r1']);
    });

    it('is due again when its batch is delayed, has been announced, and when somebody joins', async () => {
      const storage = await open();
      const { requests, batches, followUps } = storage;
      await ask(storage, { id: 'r1' });
      const given = approval();
      await requests.approve('r1', given);
      const [{ id } = { id: '' }] = given.invitations;
      for (const news of [
        () => batches.noteDelay(given.batch.id),
        () => batches.recordNotification(given.batch.id, { notifiedAt: storedAt + 9 }),
        () => followUps.record(id, { joinedAt: storedAt + 10 }, storedAt + 10),
      ]) {
        const { version = 0 } = (await requests.load('r1')) ?? {};
        await requests.record('r1', { shownVersion: version });
        expect(await requests.due(storedAt)).toEqual([]);
        await news();
        expect(await requests.due(storedAt)).toEqual(['r1']);
      }
    });

    it('comes with a reminder, once, and not when it is over', async () => {
      const storage = await open();
      const { requests } = storage;
      await ask(storage, { id: 'r1' });
      await ask(storage, { id: 'r2', invites: [invite(grace)], remindAt: storedAt + 1 });
      expect(await requests.takeReminders(storedAt)).toEqual([]);
      const taken = await Promise.all([1, 2, 3].map(() => requests.takeReminders(storedAt + 1)));
      expect(taken.flat().map(({ id, version }) => [id, version])).toEqual([['r2', 2]]);
      const late = storedAt + 8 * 86_400_000;
      expect(await requests.takeReminders(late)).toEqual([]);
      expect((await requests.expired(late)).map(({ id }) => id).sort()).toEqual(['r1', 'r2']);
      await requests.end('r1', { kind: 'expired', at: late }, decided('expired'));
      expect((await requests.expired(late)).map(({ id }) => id)).toEqual(['r2']);
    });

    it('lists what is open in a workspace, newest first', async () => {
      const storage = await open();
      const { requests } = storage;
      await ask(storage, { id: 'r1' });
      await ask(storage, { id: 'r2', at: storedAt + 1, invites: [invite(grace)] });
      await ask(storage, {
        id: 'r3',
        workspace: { teamId: 'T2' },
        invites: [invite('x@example.com')],
      });
      const ids = async (limit: number) =>
        (await requests.open({ teamId: 'T1' }, 'org-1', limit)).map(({ id }) => id);
      expect(await ids(10)).toEqual(['r2', 'r1']);
      expect(await ids(1)).toEqual(['r2']);
    });
  });

  describe('forgetting', () => {
    it('leaves out an address that is erased, once nobody decides about it any more', async () => {
      const storage = await open();
      const { requests, eraser } = storage;
      await ask(storage, { id: 'r1', reason: `For ${ada}`, invites: [invite(ada), invite(grace)] });
      expect(await eraser.findAddress(ada)).toMatchObject({ requests: 1, open: 1, notes: 1 });
      await requests.end('r1', { kind: 'expired', at: storedAt }, decided('expired'));
      expect(await eraser.findAddress(ada)).toMatchObject({ requests: 1, open: 0, notes: 1 });
      await eraser.eraseAddress(ada);
      expect(await eraser.findAddress(ada)).toMatchObject({ requests: 0, open: 0, notes: 0 });
      const found = await requests.load('r1');
      expect(found?.invites.map(({ invitee }) => invitee.address)).toEqual([grace]);
      expect(found?.reason).toBe('');
      await eraser.eraseAddress(grace);
      expect(await requests.load('r1')).toBe(undefined);
    });

    it('takes what has ended and was told, when it is old, and everything of an erased workspace', async () => {
      const storage = await open();
      const { requests, eraser } = storage;
      await ask(storage, { id: 'r1' });
      await ask(storage, { id: 'r2', invites: [invite(grace)] });
      await requests.end('r1', { kind: 'expired', at: storedAt }, decided('expired'));
      const keep = { invitesDays: 0, recordDays: 9_999, uninstalledDays: 1 };
      await storage.removeOld(keep);
      expect(await requests.load('r1')).toBeDefined();
      await requests.record('r1', { shownVersion: 2 });
      await storage.removeOld(keep);
      expect(await requests.load('r1')).toBe(undefined);
      expect(await eraser.findWorkspace('T1')).toMatchObject({ requests: 1, open: 1 });
      await eraser.eraseWorkspace('T1');
      expect(await requests.load('r2')).toBe(undefined);
    });

    it('is preceded by an export with everything', async () => {
      const storage = await open();
      await ask(storage, { id: 'r1' });
      await storage.requests.approve('r1', approval({ needed: 2 }));
      const rows: { table: string }[] = [];
      for await (const page of storage.exporter.workspace('T1')) rows.push(...page);
      const tables = rows.map(({ table }) => table).filter((table) => table !== 'record');
      expect(tables).toEqual(['requests', 'requestPeople', 'requestVotes']);
    });
  });
}

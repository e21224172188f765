import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/invitation.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { ClaimedInvitation } from '../../src/usecases/ports/invitations.ts';
import { acme, alreadyMember, editor, failed, invited, member } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { openForTest } from '../helpers/storage.ts';
import { entry, storedAt } from '../helpers/stored.ts';

const now = storedAt;
const minute = 60_000;

/** What happens after an invite was sent, and looking invitations up, whatever engine is behind it. */
export function followUpContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async (location?: StorageLocation) =>
    openForTest(location ?? (await freshLocation()));
  /** Stores a batch and ends its invitations as given; `undefined` leaves one waiting. */
  async function batch(
    { batches, invitations }: Storage,
    id: string,
    people: [address: string, outcome: Outcome | undefined, checkAt?: number][],
    { at = now, teamId = 'T1', organization = acme } = {},
  ) {
    await batches.submit(
      {
        id,
        submission: id,
        workspace: { teamId },
        organization,
        inviterId: 'UALICE',
        surface: 'form',
        audience: { channel: 'C1' },
        at,
      },
      people.map(([address], position) => ({
        id: `${id}-${position}`,
        invitee: { address },
        role: editor,
      })),
      [],
    );
    const claim = claimTerms(at, minute, { limit: 100 });
    const end = async (claimed: ClaimedInvitation) => {
      const [, outcome, checkAt] =
        people[Number(claimed.id.slice(id.length + 1))] ?? ([] as undefined[]);
      if (claimed.batchId !== id || !outcome) {
        const failure = { kind: 'unavailable', contact: 'not_sent' } as const;
        await invitations.postpone(claimed, { nextAttemptAt: at, failure, isUnclear: false });
      } else {
        const record = entry({ workspace: teamId, at, outcome: outcome.kind });
        await invitations.end(claimed, { outcome, at, checkAt }, record);
      }
    };
    await Promise.all((await invitations.claim(organization.id, claim)).map(end));
  }
  const rest = <T extends unknown[]>([, ...others]: [string, ...T]) => others;
  const ids = (found: { id: string }[] | undefined) => found?.map(({ id }) => id);
  const addresses = (found: { invitee: { address: string } }[]) =>
    found.map(({ invitee }) => invitee.address);

  describe('a look at who has joined', () => {
    const look = (at: number, limit = 10) => ({ now: at, until: at + 10 * minute, limit });

    it('is given out when it is due, once', async () => {
      const { followUps, ...rest } = await open();
      await batch({ followUps, ...rest }, 'o', [
        ['ada@example.com', invited('ada@example.com'), now + minute],
        ['bob@example.com', invited('bob@example.com'), now + 5 * minute],
        ['joined@example.com', invited('joined@example.com', { status: { kind: 'joined' } })],
        ['eve@example.com', failed({ kind: 'conflict' })],
      ]);
      expect(await followUps.claim('org-1', look(now))).toEqual([]);
      expect(await followUps.claim('org-1', look(now + minute))).toEqual([
        {
          id: 'o-0',
          batchId: 'o',
          workspace: { teamId: 'T1' },
          organization: acme,
          inviterId: 'UALICE',
          invitee: { address: 'ada@example.com' },
          member: member('ada@example.com'),
          invitedAt: now,
          isShown: true,
        },
      ]);
      expect(await followUps.claim('org-1', look(now + minute))).toEqual([]);
    });

    it('is given to one process of many', async () => {
      const location = await freshLocation();
      const first = await open(location);
      // A second process is possible where the storage can be shared.
      const others = first.isExclusive
        ? [first, first]
        : [await open(location), await open(location)];
      await batch(
        first,
        'o',
        Array.from({ length: 20 }, (_, at) => [
          `p${at}@example.com`,
          invited(`p${at}@example.com`),
          now,
        ]),
      );
      const claimed = await Promise.all(
        [first, ...others].map(({ followUps }) => followUps.claim('org-1', look(now, 20))),
      );
      expect(claimed.flat()).toHaveLength(20);
      expect(new Set(ids(claimed.flat())).size).toBe(20);
    });

    it('that was left behind falls due again', async () => {
      const storage = await open();
      await batch(storage, 'o', [['ada@example.com', invited('ada@example.com'), now]]);
      expect(await storage.followUps.claim('org-1', look(now))).toHaveLength(1);
      expect(await storage.followUps.claim('org-1', look(now + 10 * minute))).toHaveLength(1);
    });

    it('is repeated at the time that is set, or never', async () => {
      const storage = await open();
      const { followUps } = storage;
      await batch(storage, 'o', [['ada@example.com', invited('ada@example.com'), now]]);
      await followUps.claim('org-1', look(now));
      await followUps.settle(['o-0'], {}, now + minute, true);
      expect(await followUps.claim('org-1', look(now))).toEqual([]);
      expect(await followUps.claim('org-1', look(now + minute))).toHaveLength(1);
      await followUps.settle(['o-0'], {}, undefined, true);
      expect(await followUps.claim('org-1', look(now + 1_000 * minute))).toEqual([]);
    });

    it('is not settled by whoever showed less than is known by now', async () => {
      const storage = await open();
      const { followUps } = storage;
      await batch(storage, 'o', [['ada@example.com', invited('ada@example.com'), now]]);
      const roleChange = { at: now, roleName: 'Viewer' };
      const known = { joinedAt: now, roleChange };
      await followUps.record('o-0', known, now);
      for (const seen of [{}, { joinedAt: now }, { ...known, removedAt: now }]) {
        await followUps.settle(['o-0'], seen, undefined, true);
      }
      const [found] = await followUps.claim('org-1', look(now));
      expect(found).toMatchObject({ ...known, isShown: false });
      await followUps.settle(['o-0'], found ?? {}, undefined, true);
      expect(await followUps.lastOf('org-1', 'ada@example.com')).toMatchObject({ isShown: true });
    });

    it('keeps what was seen, which is to be shown', async () => {
      const storage = await open();
      const { followUps, batches } = storage;
      await batch(storage, 'o', [['ada@example.com', invited('ada@example.com'), now]]);
      const roleChange = { roleName: 'Viewer', at: now };
      const seen = { joinedAt: now + 1, removedAt: now + 2 };
      await followUps.record('o-0', { ...seen, roleChange }, now + minute);
      expect((await batches.load('o'))?.report.entries[0]).toMatchObject({
        state: { kind: 'invited', ...seen },
        roleChange,
      });
      expect(await followUps.claim('org-1', look(now))).toEqual([]);
      const shown = { ...seen, roleChange, isShown: false };
      expect(await followUps.claim('org-1', look(now + minute))).toMatchObject([shown]);
      await followUps.record('o-0', { joinedAt: now + 1 }, now);
      const [again] = await followUps.claim('org-1', look(now));
      expect(again).toMatchObject({ joinedAt: now + 1 });
      expect(again).not.toHaveProperty('removedAt');
      expect(again).not.toHaveProperty('roleChange');
    });

    it('is not repeated for who was invited anew: the earlier invite counts as removed', async () => {
      const storage = await open();
      const { followUps, invitationQueries } = storage;
      const ada: [string, Outcome, number] = ['ada@example.com', invited('ada@example.com'), now];
      await batch(storage, 'o', [ada]);
      await batch(storage, 'elsewhere', [ada], {
        organization: { id: 'org-2', name: 'Other' },
        at: now + 1,
      });
      await batch(storage, 'again', [['ADA@example.com', ...rest(ada)]], { at: now + minute });
      expect((await followUps.due(now + minute)).toSorted()).toEqual(['org-1', 'org-2']);
      const claimed = await followUps.claim('org-1', look(now + minute));
      expect(claimed.map(({ id, removedAt, isShown }) => [id, removedAt, isShown])).toEqual([
        ['o-0', now + minute, false],
        ['again-0', undefined, true],
      ]);
      expect(await followUps.due(now + minute)).toEqual(['org-2']);
      expect(await followUps.lastOf('org-1', 'Ada@example.com')).toMatchObject({ id: 'again-0' });
      expect(await followUps.lastOf('org-1', 'eve@example.com')).toBeUndefined();
      expect(ids(await followUps.pending('org-1', undefined, 10))).toEqual(['again-0']);
      expect(addresses(await invitationQueries.invited('org-1', ['ada@EXAMPLE.com', 'x']))).toEqual(
        ['ADA@example.com'],
      );
    });
  });

  it('who may still join are read a page at a time, newest first', async () => {
    const storage = await open();
    const { followUps } = storage;
    for (const [at, id] of ['a', 'b', 'c', 'd'].entries()) {
      await batch(storage, id, [[`${id}@example.com`, invited(`${id}@example.com`), now]], {
        at: now + at,
      });
    }
    await followUps.record('b-0', { joinedAt: now }, now);
    const newest = await followUps.pending('org-1', undefined, 2);
    expect(newest.map(({ id, at }) => [id, at])).toEqual([
      ['d-0', now + 3],
      ['c-0', now + 2],
    ]);
    expect(ids(await followUps.pending('org-1', newest[1], 2))).toEqual(['a-0']);
    expect(await followUps.pending('org-2', undefined, 2)).toEqual([]);
  });

  describe('the reminder of a batch', () => {
    it('is given out once, with those who are pending', async () => {
      const storage = await open();
      const { followUps } = storage;
      const soon = now + minute;
      await batch(storage, 'o', [
        ['ada@example.com', invited('ada@example.com'), soon],
        ['bob@example.com', invited('bob@example.com'), soon],
        ['gone@example.com', invited('gone@example.com'), soon],
        ['joan@example.com', alreadyMember('joan@example.com')],
      ]);
      await batch(storage, 'other', [['zoe@example.com', invited('zoe@example.com'), soon]]);
      await followUps.record('o-1', { joinedAt: now }, now);
      await followUps.settle(['o-2'], {}, undefined, true);
      const taken = await Promise.all([1, 2, 3].map(() => followUps.takeReminder('o', now)));
      expect(taken.filter(Boolean).map(ids)).toEqual([['o-0']]);
      expect(ids(await followUps.takeReminder('other', now))).toEqual(['other-0']);
      expect(await followUps.takeReminder('unknown', now)).toBeUndefined();
    });
  });

  describe('an address', () => {
    it('has its newest invitation, whatever its case, in one organization', async () => {
      const storage = await open();
      const { invitationQueries } = storage;
      await batch(storage, 'old', [['ada@example.com', failed({ kind: 'conflict' })]]);
      await batch(storage, 'new', [['Ada@Example.com', invited('ada@example.com'), now]], {
        at: now + 1,
      });
      expect(await invitationQueries.latest('org-1', 'ADA@example.com')).toEqual([
        {
          workspace: { teamId: 'T1' },
          inviterId: 'UALICE',
          invitee: { address: 'Ada@Example.com' },
          role: editor,
          state: invited('ada@example.com'),
          attempts: 1,
          at: now + 1,
          nextAttemptAt: now + 1,
        },
      ]);
      expect(await invitationQueries.latest('org-2', 'ada@example.com')).toEqual([]);
      expect(await invitationQueries.latest('org-1', 'ada@example')).toEqual([]);
    });

    it('keeps the invite that holds, whoever invites them again, and what waits besides', async () => {
      const storage = await open();
      const { invitationQueries } = storage;
      const address = 'ada@example.com';
      const kinds = async () =>
        (await invitationQueries.latest('org-1', address)).map(({ state }) => state.kind);
      await batch(storage, 'o', [[address, invited(address), now]]);
      await batch(storage, 'again', [[address, alreadyMember(address)]], { at: now + 1 });
      await batch(storage, 'bad', [[address, failed({ kind: 'conflict' })]], { at: now + 2 });
      expect(await kinds()).toEqual(['invited']);
      await batch(storage, 'later', [[address, undefined]], { at: now + 3 });
      expect(await kinds()).toEqual(['invited', 'waiting']);
      await storage.followUps.record('o-0', { removedAt: now + 4 }, now + 4);
      expect(await kinds()).toEqual(['waiting']);
    });

    it('has its changed role with the invitation that made the membership', async () => {
      const storage = await open();
      const { invitationQueries, batches } = storage;
      await batch(storage, 'o', [
        ['bob@example.com', invited('bob@example.com'), now],
        ['ada@example.com', invited('ada@example.com'), now],
      ]);
      await batch(storage, 'later', [['ada@example.com', failed({ kind: 'conflict' })]], {
        at: now + 1,
      });
      const change = { roleName: 'Viewer', by: 'UBOB', at: now + 2 };
      expect(await invitationQueries.noteRole('org-1', 'ADA@example.com', change)).toEqual({
        batchId: 'o',
      });
      const entries = (await batches.load('o'))?.report.entries;
      expect(entries?.map(({ roleChange }) => roleChange)).toEqual([undefined, change]);
      expect(await invitationQueries.noteRole('org-1', 'eve@example.com', change)).toBeUndefined();
      expect(await invitationQueries.noteRole('org-2', 'ada@example.com', change)).toBeUndefined();
    });
  });

  describe('what is open in an organization', () => {
    it('is who waits and who is pending, newest first, a page at a time', async () => {
      const storage = await open();
      const { invitationQueries, followUps } = storage;
      await batch(storage, 'a', [
        ['pending@example.com', invited('pending@example.com'), now],
        ['joined@example.com', invited('joined@example.com'), now],
        ['gone@example.com', invited('gone@example.com'), now],
        ['failed@example.com', failed({ kind: 'conflict' })],
        ['already@example.com', alreadyMember('already@example.com')],
      ]);
      await followUps.record('a-1', { joinedAt: now }, now);
      await followUps.settle(['a-2'], {}, undefined, true);
      await batch(storage, 'b', [['waiting@example.com', undefined]], { at: now + 1 });
      const organization = { id: 'org-2', name: 'Other' };
      await batch(storage, 'c', [['x@example.com', undefined]], { organization });

      const all = await invitationQueries.open('org-1', { offset: 0, limit: 10 });
      expect(addresses(all.invitations)).toEqual(['waiting@example.com', 'pending@example.com']);
      expect(all.total).toBe(2);
      const waiting = await invitationQueries.waiting('org-1', { offset: 0, limit: 10 });
      expect(addresses(waiting.invitations)).toEqual(['waiting@example.com']);
      expect(waiting.total).toBe(1);
      const second = await invitationQueries.open('org-1', { offset: 1, limit: 1 });
      expect(addresses(second.invitations)).toEqual(['pending@example.com']);
      expect(second.total).toBe(2);
      expect(await invitationQueries.open('org-3', { offset: 0, limit: 1 })).toEqual({
        invitations: [],
        total: 0,
      });
    });

    it('is read from any place in both directions, and each of it by its id', async () => {
      const storage = await open();
      const { openBeside, find } = storage.invitationQueries;
      const at = (day: number) => ({ at: now + day });
      await batch(storage, 'a', [
        ['a0@x.com', invited('a0@x.com'), now],
        ['a1@x.com', undefined],
      ]);
      await batch(storage, 'b', [['b0@x.com', invited('b0@x.com'), now]], at(1));
      await batch(
        storage,
        'c',
        [
          ['c0@x.com', undefined],
          ['c1@x.com', failed({ kind: 'conflict' })],
        ],
        at(2),
      );
      await batch(storage, 'd', [['d0@x.com', invited('d0@x.com'), now]], at(3));
      const all = await openBeside('org-1', undefined, 10);
      expect(addresses(all)).toEqual(['d0@x.com', 'c0@x.com', 'b0@x.com', 'a1@x.com', 'a0@x.com']);
      for (const [position, place] of all.entries()) {
        const older = await openBeside('org-1', { olderThan: place }, 2);
        expect(older).toEqual(all.slice(position + 1, position + 3));
        const newer = await openBeside('org-1', { newerThan: place }, 2);
        expect(newer).toEqual(all.slice(Math.max(0, position - 2), position));
        expect(place).toEqual({ ...(await find('org-1', place.id)), id: place.id });
        expect(await find('org-2', place.id)).toBeUndefined();
      }
    });
  });
}

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { ConnectionScope } from '../../src/domain/connection.ts';
import {
  type HistoryFilters,
  type HistoryPage,
  type HistorySight,
  historyStateOf,
  historyStates,
} from '../../src/domain/history.ts';
import type { Outcome } from '../../src/domain/invitation.ts';
import { createHistory } from '../../src/storage/history.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { ClaimedInvitation } from '../../src/usecases/ports/invitations.ts';
import { acme, alreadyMember, editor, failed, invited, viewer } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { multiply, plansOf } from '../helpers/full-tables.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry, storedAt as now } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const minute = 60_000;
const unavailable = { kind: 'unavailable', contact: 'broken_off' } as const;

/** Everything of Acme's in the workspace T1. */
const everything: HistorySight = {
  organizationId: acme.id,
  scope: { teamId: 'T1' },
  viewerId: 'UALICE',
  seesAll: true,
};

/** Searching in the past, whatever engine is behind it. */
export function historyContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async () => openForTest(await freshLocation());
  const names = ({ entries }: HistoryPage) =>
    entries.map(({ invitee }) => invitee.address.split('@')[0]).join(' ');

  /** Ends everything that waits, each as the beginning of its address says, if it says so. */
  async function end({ invitations, followUps }: Storage) {
    const outcomes: Record<string, (address: string) => Outcome> = {
      pending: invited,
      joined: invited,
      removed: invited,
      there: (address) => invited(address, { status: { kind: 'joined' } }),
      already: alreadyMember,
      failed: () => failed({ kind: 'forbidden' }),
      unknown: () => ({ kind: 'unknown', failure: unavailable }),
      cancelled: () => ({ kind: 'cancelled', by: 'UALICE' }),
    };
    const claimedNow = await invitations.claim(
      acme.id,
      claimTerms(now + 5 * minute, minute, { limit: 99 }),
    );
    const end = async (claimed: ClaimedInvitation) => {
      const { address } = claimed.invitee;
      const [word = ''] = address.split('@');
      const outcome = outcomes[word]?.(address);
      if (outcome) {
        const checkAt = word === 'pending' ? now + minute : undefined;
        await invitations.end(claimed, { outcome, at: now, checkAt }, entry());
        if (word === 'joined') await followUps.record(claimed.id, { joinedAt: now }, now);
        if (word === 'removed') {
          await followUps.record(claimed.id, { joinedAt: now, removedAt: now }, now);
        }
      } else {
        const later = { nextAttemptAt: now, failure: unavailable, isUnclear: false };
        await invitations.postpone(claimed, later);
      }
    };
    await Promise.all(claimedNow.map(end));
  }

  describe('the search in the past', () => {
    it('finds what each filter names, and nothing else', async () => {
      const storage = await open();
      const invitee = (name: string, role = editor) => ({
        invitee: { address: `${name}@example.com` },
        role,
      });
      await submit(storage, { invitees: [invitee('pending'), invitee('joined', viewer)] });
      await submit(storage, {
        inviterId: 'UBOB',
        at: now + minute,
        invitees: ['removed', 'there', 'already', 'failed', 'unknown', 'cancelled'].map((name) =>
          invitee(name),
        ),
        reference: 'abc1234',
      });
      await submit(storage, { at: now + 2 * minute, invitees: [invitee('waiting')] });
      await end(storage);
      const found = async (filters: HistoryFilters) =>
        names(await storage.history.search(everything, filters))
          .split(' ')
          .toSorted()
          .join(' ');
      for (const state of historyStates) {
        const expected = { joined: 'joined there', already_member: 'already' }[state as string];
        expect(await found({ state }), state).toBe(expected ?? state);
        const { entries } = await storage.history.search(everything, { state });
        for (const each of entries) expect(historyStateOf(each.state)).toBe(state);
      }
      expect(await found({ inviterId: 'UALICE' })).toBe('joined pending waiting');
      expect(await found({ inviterId: 'UALICE', state: 'joined' })).toBe('joined');
      expect(await found({ roleId: viewer.id })).toBe('joined');
      expect(await found({ from: now + minute, until: now + 2 * minute, state: 'failed' })).toBe(
        'failed',
      );
      expect(await found({ from: now + minute + 1 })).toBe('waiting');
      expect(await found({ until: now + 1 })).toBe('joined pending');
      await submit(storage, {
        invitees: [
          {
            invitee: { address: 'grace@example.com', name: 'Grace', userId: 'UGRACE' },
            role: editor,
          },
        ],
      });
      const grace = await storage.history.search(everything, { address: 'grace' });
      expect(grace.entries).toMatchObject([{ invitee: { name: 'Grace', userId: 'UGRACE' } }]);
      const [one] = (await storage.history.search(everything, { state: 'failed' })).entries;
      expect(one).toMatchObject({ inviterId: 'UBOB', role: editor, reference: 'abc1234' });
    });

    it('reads an address as its beginning, with wildcards as text', async () => {
      const storage = await open();
      await submit(storage, {
        addresses: ['Ada@example.com', 'ada_b@example.com', 'adamb@example.com', 'a%a@example.com'],
      });
      const found = async (address: string) =>
        names(await storage.history.search(everything, { address }))
          .split(' ')
          .toSorted()
          .join(' ');
      expect(await found('ada')).toBe('Ada ada_b adamb');
      expect(await found('ada@example.com')).toBe('Ada');
      expect(await found('ada_')).toBe('ada_b');
      expect(await found('a%')).toBe('a%a');
      expect(await found('%')).toBe('');
      expect(await found('_')).toBe('');
    });

    it('shows others what is open, and what they submitted themselves', async () => {
      const storage = await open();
      const addresses = ['pending', 'joined', 'failed'].map((name) => `${name}@example.com`);
      await submit(storage, { addresses });
      await submit(storage, { addresses: ['cancelled@example.com'], inviterId: 'UBOB' });
      await submit(storage, { addresses: ['waiting@example.com'], at: now - minute });
      await end(storage);
      const bob = { ...everything, viewerId: 'UBOB', seesAll: false };
      const found = async (filters: HistoryFilters) =>
        names(await storage.history.search(bob, filters));
      expect((await found({})).split(' ').toSorted().join(' ')).toBe('cancelled pending waiting');
      expect(await found({ inviterId: 'UALICE' })).toBe('pending waiting');
      expect(await found({ inviterId: 'UBOB' })).toBe('cancelled');
      expect(await found({ state: 'joined' })).toBe('');
      expect(await found({ state: 'pending' })).toBe('pending');
      expect(await found({ state: 'waiting' })).toBe('waiting');
      expect(await found({ address: 'joined' })).toBe('');
      expect(await found({ address: 'pend' })).toBe('pending');
    });

    it('never shows what belongs to another organization or workspace', async () => {
      const storage = await open();
      const one = (name: string, about: Parameters<typeof submit>[1]) =>
        submit(storage, { addresses: [`${name}@example.com`], ...about });
      await one('ours', {});
      await one('sister', { workspace: { teamId: 'T2', enterpriseId: 'E1' } });
      await one('stranger', { workspace: { teamId: 'T3' } });
      await one('elsewhere', { organization: { id: 'org-2', name: 'Globex' } });
      const seen = async (scope: ConnectionScope, filters: HistoryFilters = {}) => [
        names(await storage.history.search({ ...everything, scope }, filters)),
        names(await storage.history.search({ ...everything, scope, seesAll: false }, filters)),
      ];
      expect(await seen({ teamId: 'T1' })).toEqual(['ours', 'ours']);
      expect(await seen({ enterpriseId: 'E1' })).toEqual(['sister', 'sister']);
      expect(await seen({ teamId: 'T1' }, { address: 's' })).toEqual(['', '']);
      expect(await seen({ teamId: 'T1' }, { state: 'waiting' })).toEqual(['ours', 'ours']);
    });

    it('leads from page to page and back, also among those of one moment', async () => {
      const storage = await open();
      for (const at of [now, now, now + minute]) {
        const addresses = Array.from({ length: 9 }, (_, n) => `p${n}@example.com`);
        await submit(storage, { addresses, at });
      }
      const { search } = storage.history;
      for (const sight of [everything, { ...everything, seesAll: false }]) {
        const first = await search(sight, {});
        const second = await search(sight, {}, first.older);
        const third = await search(sight, {}, second.older);
        const ids = [first, second, third].flatMap(({ entries }) => entries.map(({ id }) => id));
        expect(new Set(ids).size).toBe(27);
        expect([first.newer, third.older, third.cut]).toEqual([undefined, undefined, undefined]);
        expect(third.entries).toHaveLength(7);
        const back = await search(sight, {}, third.newer);
        expect(back).toEqual(second);
        expect(await search(sight, {}, back.newer)).toEqual(first);
        const large = await search(sight, {}, undefined, 26);
        const rest = await search(sight, {}, large.older, 26);
        expect([...large.entries, ...rest.entries].map(({ id }) => id)).toEqual(ids);
        expect([large.entries.length, rest.older]).toEqual([26, undefined]);
      }
    });

    it('reads no more than so much at a time, and says where it ended', async () => {
      const location = await freshLocation();
      const storage = await openForTest(location);
      const at = (n: number) => now + n * minute;
      await submit(storage, {
        invitees: [{ invitee: { address: 'rare@example.com' }, role: viewer }],
      });
      await submit(storage, { addresses: ['often@example.com'], at: at(1) });
      await end(storage);
      await storage.close();
      const plans = await inDatabase(location, async (db) => {
        await sql`update invitations set state = 'failed', failure = '{"kind":"forbidden"}'`.execute(
          db,
        );
        await multiply(db, 'invitations', ['id'], 15_000, "address like 'often%'");
        return plansOf(db, location.kind === 'postgres', async (listening) => {
          const { search } = createHistory(listening);
          const turn = { olderThan: { at: at(1), id: 'batch' } };
          const filters = [{}, { roleId: viewer.id }, { address: 'o' }, { address: 'rare' }];
          for (const each of filters) {
            await search(everything, each, turn);
            await search({ ...everything, seesAll: false }, each);
          }
        });
      });
      const again = await openForTest(location);
      const { search } = again.history;
      const one = await search(everything, { roleId: viewer.id });
      expect([one.entries.length, one.cut, one.older?.olderThan.at]).toEqual([0, 'older', at(1)]);
      const two = await search(everything, { roleId: viewer.id }, one.older);
      expect([names(two), two.cut, two.older]).toEqual(['rare', undefined, undefined]);
      expect(await search(everything, { roleId: viewer.id }, two.newer)).toEqual(one);
      const bottom = { notOlderThan: { at: now, id: '' } };
      const far = await search(everything, { state: 'joined' }, bottom);
      expect([far.entries.length, far.cut, far.newer?.notOlderThan.at]).toEqual([
        0,
        'newer',
        at(1),
      ]);
      // PostgreSQL rightly reads all of so small a table; `npm run bench:scale` has a large one.
      const tables =
        location.kind === 'sqlite' ? /SCAN invitations|by_address \(organization_id=\?\)/ : /^$/;
      for (const plan of plans) expect(plan).not.toMatch(tables);
    });
  });
}

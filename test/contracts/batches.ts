import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Outcome } from '../../src/domain/invitation.ts';
import { err, ok } from '../../src/domain/result.ts';
import { delivery, batch as limits } from '../../src/limits.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import type { NewBatch } from '../../src/usecases/ports/batches.ts';
import type { ClaimedInvitation } from '../../src/usecases/ports/invitations.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, editor, invited, member, viewer, waiting } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { openForTest } from '../helpers/storage.ts';
import { entry, storedAt } from '../helpers/stored.ts';
import { type BatchAbout, submit } from '../helpers/submit-batch.ts';

const now = storedAt;
const lease = 60_000;
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const timedOut: PiperFailure = { kind: 'unavailable', contact: 'timed_out' };
const refused: Outcome = { kind: 'failed', failure: { kind: 'forbidden', detail: 'No' } };

/** From when on somebody may look what became of a call that was lost, and until when it may take effect. */
const afterLoss = { lookAt: now + lease + 100, settlesAt: now + lease + 500 };

const claim = (
  { invitations }: Storage,
  { owner = 'p1', at = now, limit = 4, organizationId = acme.id } = {},
): Promise<ClaimedInvitation[]> =>
  invitations.claim(organizationId, claimTerms(at, lease, { owner, limit, afterLoss }));
const addresses = (claimed: readonly ClaimedInvitation[]) =>
  claimed.map(({ invitee }) => invitee.address);
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `p${at}@example.com`);

async function claimOne(storage: Storage, how: Parameters<typeof claim>[1] = {}) {
  const [claimed] = await claim(storage, how);
  if (!claimed) throw new Error('nothing was claimed');
  return claimed;
}

/** What every storage of batches and invitations must do, whatever engine is behind it. */
export function batchesContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async () => openForTest(await freshLocation());
  const standings = async ({ batches }: Storage, batchId: string) =>
    (await batches.load(batchId))?.report.entries.map(({ state }) => state);
  const kinds = async (storage: Storage, batchId: string) =>
    (await standings(storage, batchId))?.map(({ kind }) => kind);
  const postpone = (
    { invitations }: Storage,
    claimed: ClaimedInvitation,
    about: { nextAttemptAt?: number; failure?: PiperFailure; isUnclear?: boolean } = {},
  ) =>
    invitations.postpone(claimed, {
      nextAttemptAt: now,
      failure: down,
      isUnclear: false,
      ...about,
    });

  describe('a batch', () => {
    it('is found as it was placed, with its invitations in order', async () => {
      const storage = await open();
      const about: BatchAbout = {
        workspace: { teamId: 'T1', enterpriseId: 'E1' },
        audience: { channel: 'C1', channelUrl: 'https://x/1', inviterUrl: 'https://x/2' },
        reference: '7f3k2q',
        note: 'Hello',
        at: now,
        invitees: [
          { invitee: { address: 'b@example.com', userId: 'UB', name: 'Bea' }, role: viewer },
          { invitee: { address: 'A@example.com' }, role: editor },
          { invitee: { address: 'c@example.com' }, role: editor },
        ],
      };
      const placed = await submit(storage, about);
      const found = await storage.batches.load(placed.id);
      const { submission: _, submitted: __, isSubmitted, ...kept } = placed;
      expect(isSubmitted).toBe(true);
      expect(found?.batch).toEqual({
        ...kept,
        isPostUnclear: false,
        isAnnounced: false,
        isInviterNotified: false,
        isDelayNotified: false,
        isNotified: false,
      });
      expect(found?.report).toEqual({
        batch: found?.batch,
        entries: about.invitees?.map((each) => ({
          ...each,
          state: waiting(),
        })),
      });
      expect((await auditRecord(storage.location, 'T1')).map(({ subject }) => subject)).toEqual([
        'c@example.com',
        'A@example.com',
        'b@example.com',
      ]);
      expect(await storage.batches.load('another')).toBeUndefined();
    });

    it('is not found in another workspace, not even of the same Enterprise organization', async () => {
      const storage = await open();
      const own = { teamId: 'T1', enterpriseId: 'E1' };
      const { id } = await submit(storage, { workspace: own, addresses: numbered(1) });
      const { batches } = storage;
      expect((await batches.find(id, own))?.batch.id).toBe(id);
      expect(await batches.find(id, { teamId: 'T2' })).toBeUndefined();
      expect(await batches.find(id, { teamId: 'T2', enterpriseId: 'E1' })).toBeUndefined();
      expect(await batches.find('another', own)).toBeUndefined();
    });

    it('counts once however often it is submitted, also at the same time', async () => {
      const storage = await open();
      const about = { submission: 'T1 V1', addresses: numbered(3) };
      const placed = await Promise.all(
        Array.from({ length: 5 }, () =>
          submit(storage, about).then(({ isSubmitted }) => isSubmitted),
        ),
      );
      expect(placed.filter(Boolean)).toHaveLength(1);
      expect((await submit(storage, about)).isSubmitted).toBe(false);
      expect(await claim(storage, { limit: 100 })).toHaveLength(3);
      expect((await storage.verified()).entries).toBe(3);
      expect((await submit(storage, { ...about, submission: 'T1 V2' })).isSubmitted).toBe(true);
    });

    it('is placed as a whole or not at all', async () => {
      const storage = await open();
      const twice = [
        { id: 'same', invitee: { address: 'a@example.com' }, role: editor },
        { id: 'same', invitee: { address: 'b@example.com' }, role: editor },
      ];
      const batch: NewBatch = {
        id: 'o1',
        submission: 'T1 V1',
        workspace: { teamId: 'T1' },
        organization: acme,
        inviterId: 'UALICE',
        surface: 'form',
        audience: { channel: 'C1' },
        at: now,
      };
      await expect(storage.batches.submit(batch, twice, [entry()])).rejects.toThrow();
      const ofTwoWorkspaces = [entry(), entry({ workspace: 'T2' })];
      await expect(
        storage.batches.submit(batch, twice.slice(0, 1), ofTwoWorkspaces),
      ).rejects.toThrow();
      expect(await storage.batches.load('o1')).toBeUndefined();
      expect(await claim(storage)).toEqual([]);
      expect((await storage.verified()).entries).toBe(0);
      expect(await storage.batches.submit(batch, twice.slice(0, 1), [entry()])).toEqual(ok(true));
    });

    it('may be of hundreds', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: numbered(501) });
      const found = await storage.batches.load(id);
      expect(found?.report.entries.map(({ invitee }) => invitee.address)).toEqual(numbered(501));
      expect(await storage.verified()).toMatchObject({ entries: 501, breaks: [] });
    });

    it('is refused whole where its inviter has too many open in the organization, until some end', async () => {
      const storage = await open();
      const full = limits.maxOpenPerPerson;
      const first = await submit(storage, { addresses: numbered(full - 2) });
      expect(await submit(storage, { addresses: numbered(3) })).toMatchObject({
        submitted: err({ kind: 'open', open: full - 2, more: 3 }),
      });
      expect((await submit(storage, { addresses: numbered(2) })).isSubmitted).toBe(true);
      const refused = { addresses: numbered(1), id: 'refused', submission: 'T1 refused' };
      expect((await submit(storage, refused)).isSubmitted).toBe(false);
      expect(await storage.batches.load('refused')).toBeUndefined();
      expect((await storage.verified()).entries).toBe(full);

      // One that is being sent is still open.
      const [claimed] = await claim(storage, { limit: 1 });
      expect((await submit(storage, refused)).isSubmitted).toBe(false);
      if (claimed)
        await storage.invitations.end(
          claimed,
          { outcome: invited(claimed.invitee.address), at: now },
          entry(),
        );
      expect((await submit(storage, refused)).isSubmitted).toBe(true);
      const again = { addresses: numbered(full), submission: first.submission };
      expect(await submit(storage, again)).toMatchObject({ submitted: ok(false) });
    });

    it('is not refused for what others have open, or the same person elsewhere', async () => {
      const storage = await open();
      const about = { addresses: numbered(limits.maxOpenPerPerson) };
      for (const each of [
        {},
        { inviterId: 'UBOB' },
        { organization: { id: 'org-2', name: 'Globex' } },
      ]) {
        expect(await submit(storage, { ...about, ...each })).toMatchObject({ isSubmitted: true });
      }
    });

    it('is counted with those that the same person submits at the same moment, in any process', async () => {
      const location = await freshLocation();
      const storages =
        location.kind === 'sqlite'
          ? [await openForTest(location)]
          : await Promise.all(Array.from({ length: 4 }, () => openForTest(location)));
      const count = limits.maxOpenPerPerson / 2 - 10;
      const submitted = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          submit(storages[at % storages.length] as Storage, { addresses: numbered(count) }),
        ),
      );
      expect(submitted.filter(({ isSubmitted }) => isSubmitted)).toHaveLength(2);
    });

    it('says when the last of its invitations ended', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: numbered(3) });
      const claimed = await claim(storage);
      for (const [at, each] of claimed.slice(0, 2).entries()) {
        const end = { outcome: invited(each.invitee.address), at: now + 10 - at };
        await storage.invitations.end(each, end, entry());
      }
      expect((await storage.batches.load(id))?.report.lastEndedAt).toBe(now + 10);
    });
  });

  describe('claiming', () => {
    it('gives out what is to be sent, and by whom and for whom', async () => {
      const storage = await open();
      const placed = await submit(storage, {
        reference: '7f3k2q',
        invitees: [{ invitee: { address: 'ada@example.com', userId: 'UADA' }, role: editor }],
      });
      expect(await claim(storage)).toEqual([
        {
          id: expect.any(String),
          batchId: placed.id,
          workspace: { teamId: 'T1' },
          organization: acme,
          invitee: { address: 'ada@example.com', userId: 'UADA' },
          role: editor,
          inviterId: 'UALICE',
          surface: 'form',
          reference: '7f3k2q',
          at: placed.at,
          attempts: 1,
          isUnclear: false,
        },
      ]);
      expect(await kinds(storage, placed.id)).toEqual(['waiting']);
    });

    it('keeps to the limit of each organization, whoever claims', async () => {
      const storage = await open();
      await submit(storage, { addresses: numbered(10) });
      await submit(storage, { organization: { id: 'org-2', name: 'B' }, addresses: numbered(10) });
      const claims = await Promise.all(
        ['p1', 'p2', 'p3', 'p4', 'p5'].map((owner) => claim(storage, { owner, limit: 3 })),
      );
      const claimed = claims.flat();
      expect(claimed).toHaveLength(3);
      expect(new Set(claimed.map(({ id }) => id)).size).toBe(3);
      expect(await claim(storage, { organizationId: 'org-2', limit: 3 })).toHaveLength(3);
      for (const each of claimed.slice(0, 1)) {
        await storage.invitations.end(each, { outcome: refused, at: now }, entry());
      }
      expect(await claim(storage, { owner: 'p9', limit: 3 })).toHaveLength(1);
    });

    it('gives more to who has an organization to itself, which others wait for', async () => {
      const storage = await open();
      await submit(storage, { addresses: numbered(12) });
      const ahead = (owner: string, at = now) =>
        storage.invitations.claim(
          acme.id,
          claimTerms(at, lease, { owner, limit: 2, ahead: 4, afterLoss }),
        );
      const claimed = await ahead('p1');
      expect(addresses(claimed)).toEqual(numbered(6));
      expect(await ahead('p1')).toEqual([]);
      expect(await ahead('p2')).toEqual([]);

      const [kept, begun, ...others] = claimed;
      if (!kept || !begun) throw new Error('nothing was claimed');
      expect(await storage.invitations.begin(begun, now + lease)).toBe(true);
      await storage.invitations.giveBack('p1', [begun, ...others]);
      await storage.invitations.giveBack('p2', [kept]);
      expect(await ahead('p2')).toEqual([]);
      await postpone(storage, begun, { nextAttemptAt: now + 1 });
      const [one, ...more] = await ahead('p2');
      expect(one).toEqual(others[0]);
      expect(more).toEqual([]);
      expect(await ahead('p1')).toEqual([]);
      expect(await storage.invitations.begin(kept, now + lease)).toBe(true);
    });

    it('takes first who stands first in their order, so that one is not held up by hundreds', async () => {
      const storage = await open();
      await submit(storage, { addresses: numbered(50), at: now });
      await claim(storage, { limit: 2 });
      await submit(storage, { addresses: ['late@example.com'], at: now + 5 });
      await submit(storage, { addresses: ['later@example.com'], at: now + 6 });
      const next = await claim(storage, { at: now + 10, limit: 5 });
      expect(addresses(next)).toEqual(['late@example.com', 'later@example.com', 'p2@example.com']);
    });

    it('gives out nothing of an organization that pauses, and pauses as long as the longest was asked for', async () => {
      const storage = await open();
      await submit(storage, { addresses: ['ada@example.com'] });
      await storage.invitations.pause(acme.id, now + 100);
      await storage.invitations.pause(acme.id, now + 50);
      expect(await claim(storage, { at: now + 99 })).toEqual([]);
      expect(await storage.invitations.due(now + 99)).toEqual([]);
      expect(await storage.invitations.due(now + 100)).toEqual([acme.id]);
      expect(await claim(storage, { at: now + 100 })).toHaveLength(1);
    });

    it('gives out one for an address at a time, without case, also of several batches at once', async () => {
      const storage = await open();
      await Promise.all(
        ['ada@example.com', 'ADA@example.com', 'ada@EXAMPLE.com'].map((address) =>
          submit(storage, { addresses: [address, address] }),
        ),
      );
      const claims = await Promise.all(
        ['p1', 'p2', 'p3'].map((owner) => claim(storage, { owner })),
      );
      expect(claims.flat()).toHaveLength(1);
      await submit(storage, {
        organization: { id: 'org-2', name: 'B' },
        addresses: ['ada@example.com'],
      });
      expect(await claim(storage, { organizationId: 'org-2' })).toHaveLength(1);
    });

    it('goes on where one address stands in many batches', async () => {
      const storage = await open();
      for (let at = 0; at < 20; at += 1) await submit(storage, { addresses: ['ada@example.com'] });
      await submit(storage, { addresses: ['x@example.com', 'grace@example.com'] });
      const seen = new Set<string>();
      for (let at = 0; at < 22; at += 1) {
        const claimed = await claim(storage);
        expect(claimed.length).toBeGreaterThan(0);
        await Promise.all(
          claimed.map((each) => {
            seen.add(each.id);
            return storage.invitations.end(each, { outcome: refused, at: now }, entry());
          }),
        );
        if (seen.size === 22) break;
      }
      expect(seen.size).toBe(22);
    });

    it('gives out the first of several for one address', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: ['ada@example.com'] });
      await submit(storage, { addresses: ['ADA@example.com'], at: now + 1 });
      expect(await claim(storage, { at: now + 2 })).toMatchObject([{ batchId: id }]);
    });

    it('says when the last earlier one for the same address ended', async () => {
      const storage = await open();
      await submit(storage, { addresses: ['Ada@example.com'] });
      const first = await claimOne(storage);
      expect(first).not.toHaveProperty('previousEndedAt');
      await storage.invitations.end(first, { outcome: refused, at: now + 5 }, entry());
      await submit(storage, { addresses: ['ada@EXAMPLE.com'] });
      const second = await claimOne(storage, { at: now + 6 });
      expect(second).toMatchObject({ previousEndedAt: now + 5 });
      await storage.invitations.end(second, { outcome: refused, at: now + 7 }, entry());
      await submit(storage, { addresses: ['ada@example.com'] });
      expect(await claimOne(storage, { at: now + 8 })).toMatchObject({ previousEndedAt: now + 7 });
    });

    it('says until when an earlier one for the same address that ended as unknown may take effect', async () => {
      const storage = await open();
      await submit(storage, { addresses: ['ada@example.com'] });
      const outcome: Outcome = { kind: 'unknown', failure: down };
      await storage.invitations.end(await claimOne(storage), { outcome, at: now + 5 }, entry());
      await submit(storage, { addresses: ['ada@example.com'] });
      const settledAt = now + 5 + delivery.settleAfterTimeout;
      expect(await claimOne(storage, { at: settledAt })).toMatchObject({
        previousEndedAt: settledAt,
      });
    });

    it('waits for the time of the next try', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: ['ada@example.com'] });
      const claimed = await claimOne(storage);
      expect(await postpone(storage, claimed, { nextAttemptAt: now + 50 })).toBe(true);
      expect(await standings(storage, id)).toEqual([waiting(down)]);
      expect(await claim(storage, { at: now + 49 })).toEqual([]);
      expect(await storage.invitations.due(now + 49)).toEqual([]);
      expect(await storage.invitations.due(now + 50)).toEqual([acme.id]);
      expect(await claimOne(storage, { at: now + 50 })).toMatchObject({
        attempts: 2,
        isUnclear: false,
      });
    });

    it('gives out no other for an address where one may have taken effect, until that has ended', async () => {
      const storage = await open();
      await submit(storage, { addresses: ['ada@example.com'] });
      const first = await claimOne(storage);
      await submit(storage, { addresses: ['ADA@example.com', 'grace@example.com'], at: now + 1 });
      await postpone(storage, first, {
        nextAttemptAt: now + 60_000,
        failure: timedOut,
        isUnclear: true,
      });
      const others = await claim(storage, { at: now + 2 });
      expect(addresses(others)).toEqual(['grace@example.com']);
      const again = await claimOne(storage, { at: now + 60_000 });
      expect(again).toMatchObject({ id: first.id, isUnclear: true });
      await storage.invitations.end(
        again,
        { outcome: invited('ada@example.com'), at: now + 60_001 },
        entry(),
      );
      expect(addresses(await claim(storage, { at: now + 60_002 }))).toContain('ADA@example.com');
    });

    it('gives out no other for an address soon after one that nobody could see to its end', async () => {
      const storage = await open();
      await submit(storage, { addresses: ['ada@example.com'] });
      const outcome: Outcome = { kind: 'unknown', failure: timedOut };
      await storage.invitations.end(await claimOne(storage), { outcome, at: now }, entry());
      await submit(storage, { addresses: ['ADA@example.com'] });
      expect(await claim(storage, { at: now + delivery.settleAfterTimeout - 1 })).toEqual([]);
      expect(await claim(storage, { at: now + delivery.settleAfterTimeout })).toHaveLength(1);
    });

    it('gives out no other for an address as long as one whose process was lost, and that nobody could see to its end, may take effect', async () => {
      const storage = await open();
      await submit(storage, { addresses: ['ada@example.com'] });
      const { settleAfterTimeout: settle } = delivery;
      const settlesAt = now + 2 * settle;
      await storage.invitations.begin(await claimOne(storage), now);
      await storage.invitations.endLeases({ lookAt: now, settlesAt });
      const outcome: Outcome = { kind: 'unknown', failure: timedOut };
      await storage.invitations.end(await claimOne(storage), { outcome, at: now }, entry());
      await submit(storage, { addresses: ['ADA@example.com'] });
      expect(await claim(storage, { at: settlesAt - 1 })).toEqual([]);
      expect(await claimOne(storage, { at: settlesAt })).toMatchObject({
        previousEndedAt: settlesAt,
      });
    });
  });

  describe('a lease', () => {
    const over = { owner: 'p2', at: now + lease };
    const begin = ({ invitations }: Storage, claimed: ClaimedInvitation) =>
      invitations.begin(claimed, now + lease);

    it('that is over leaves the invitation to others at once where Piper was not asked', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: ['ada@example.com'] });
      const first = await claimOne(storage);
      const early = { ...over, at: over.at - 1 };
      expect(await claim(storage, early)).toEqual([]);
      expect(await storage.invitations.due(early.at)).toEqual([]);
      expect(await storage.invitations.due(over.at)).toEqual([acme.id]);
      expect(await claimOne(storage, over)).toEqual({ ...first, attempts: 2 });
      expect(await standings(storage, id)).toEqual([waiting()]);
      expect(await begin(storage, first)).toBe(false);
      expect(await standings(storage, id)).toEqual([waiting()]);
    });

    it('that is over leaves the invitation unclear where Piper was asked, to be looked for before it may be sent again', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: ['ada@example.com'] });
      const before = await claimOne(storage);
      await postpone(storage, before, { failure: timedOut });
      const first = await claimOne(storage);
      expect(await begin(storage, first)).toBe(true);
      expect(await standings(storage, id)).toEqual([waiting(timedOut, false, true)]);
      expect(await claim(storage, over)).toEqual([]);
      expect(await standings(storage, id)).toEqual([waiting(undefined, true)]);

      const { lookAt, settlesAt } = afterLoss;
      expect(await claim(storage, { at: lookAt - 1 })).toEqual([]);
      const second = await claimOne(storage, { at: lookAt });
      expect(second).toEqual({ ...first, attempts: 3, isUnclear: true, settlesAt });
      await postpone(storage, second, { isUnclear: true, nextAttemptAt: settlesAt - 1 });
      const third = await claimOne(storage, { at: settlesAt - 1 });
      expect(third).toEqual({ ...second, attempts: 4 });
      await postpone(storage, third, { isUnclear: true });
      expect(await claimOne(storage, { at: settlesAt })).toEqual({
        ...first,
        attempts: 5,
        isUnclear: true,
      });
    });

    it('that is over leaves its place to another, whoever it was for', async () => {
      const storage = await open();
      await submit(storage, { addresses: numbered(4) });
      const [asked, unasked] = await claim(storage, { limit: 2 });
      if (!asked || !unasked) throw new Error('nothing was claimed');
      await begin(storage, asked);
      expect(await claim(storage, { ...over, at: over.at - 1, limit: 2 })).toEqual([]);
      const next = await claim(storage, { ...over, limit: 2 });
      expect(addresses(next)).toEqual(['p1@example.com', 'p2@example.com']);
      expect(await claim(storage, { ...over, limit: 2 })).toEqual([]);
    });

    it('of one organization ends with none of another', async () => {
      const storage = await open();
      const organizationId = 'org-2';
      await submit(storage, { addresses: ['ada@example.com'] });
      const { id } = await submit(storage, {
        organization: { id: organizationId, name: 'B' },
        addresses: ['ada@example.com'],
      });
      await begin(storage, await claimOne(storage, { organizationId }));
      await begin(storage, await claimOne(storage));
      await claim(storage, over);
      expect(await standings(storage, id)).toEqual([waiting(undefined, false, true)]);
    });

    it('that was lost lets how the attempt ended be stored, until the next one begins', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: numbered(2) });
      const [first, second] = await claim(storage);
      if (!first || !second) throw new Error('nothing was claimed');
      for (const each of [first, second]) await begin(storage, each);
      expect(await claim(storage, over)).toEqual([]);
      const outcome = invited('p0@example.com');
      const end = { outcome, at: now };
      expect(await storage.invitations.end(first, end, entry())).toBe(true);
      expect(await postpone(storage, second, { failure: down })).toBe(true);
      expect(await standings(storage, id)).toEqual([outcome, waiting(down)]);
      // It certainly was not sent, so there is nothing to wait for.
      expect(await claimOne(storage, over)).toEqual({ ...second, attempts: 2 });
      expect(await storage.invitations.end(first, end, entry())).toBe(false);
      expect(await postpone(storage, second)).toBe(false);
      expect((await storage.verified()).entries).toBe(3);
    });

    it('that another attempt has stores nothing of the one before: neither an end nor another try', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: ['ada@example.com'] });
      const first = await claimOne(storage);
      // Even the process that goes on may be the same one.
      const second = await claimOne(storage, { at: now + lease });
      const end = { outcome: refused, at: now };
      expect(await storage.invitations.end(first, end, entry())).toBe(false);
      expect(await postpone(storage, first)).toBe(false);
      expect(await begin(storage, first)).toBe(false);
      expect(await standings(storage, id)).toEqual([waiting()]);
      expect((await storage.verified()).entries).toBe(1);
      const outcome = invited('ada@example.com');
      expect(await storage.invitations.end(second, { outcome, at: now }, entry())).toBe(true);
      expect(await storage.invitations.end(second, end, entry())).toBe(false);
      expect(await begin(storage, second)).toBe(false);
      expect(await standings(storage, id)).toEqual([outcome]);
      expect((await storage.verified()).entries).toBe(2);
    });

    it('is prolonged for its owner alone, also when it is over and nobody has noticed', async () => {
      const storage = await open();
      await submit(storage, { addresses: numbered(3) });
      const [own, forgotten] = await claim(storage, { limit: 2 });
      if (!own || !forgotten) throw new Error('nothing was claimed');
      const foreign = await claimOne(storage, { owner: 'p2', limit: 3 });
      const { invitations } = storage;
      await invitations.renew('p1', [own, foreign], now + 2 * lease);
      await invitations.renew('p1', [], now + 9 * lease);
      const lost = await claim(storage, { owner: 'p3', at: now + lease });
      expect(lost.map(({ id }) => id)).toEqual([forgotten.id, foreign.id]);
      await invitations.renew('p1', [forgotten], now + 9 * lease);
      const again = await claim(storage, { owner: 'p4', at: now + 2 * lease });
      expect(again.map(({ id }) => id)).toEqual([own.id, forgotten.id, foreign.id]);
    });

    it('is prolonged by the call that begins', async () => {
      const storage = await open();
      await submit(storage, { addresses: ['ada@example.com'] });
      const claimed = await claimOne(storage);
      await storage.invitations.begin(claimed, now + 2 * lease);
      expect(await storage.invitations.due(now + 2 * lease - 1)).toEqual([]);
      expect(await storage.invitations.due(now + 2 * lease)).toEqual([acme.id]);
    });

    it('ends with all others where nobody else can be alive', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: numbered(3) });
      const [ended, asked, unasked] = await claim(storage, { limit: 3 });
      if (!ended || !asked || !unasked) throw new Error('nothing was claimed');
      await storage.invitations.end(ended, { outcome: refused, at: now }, entry());
      await begin(storage, asked);
      const settlesAt = now + 500;
      await storage.invitations.endLeases({ lookAt: now + 1, settlesAt });
      expect(await standings(storage, id)).toEqual([refused, waiting(undefined, true), waiting()]);
      expect(await claim(storage, { owner: 'p2', at: now + 1 })).toEqual([
        { ...asked, attempts: 2, isUnclear: true, settlesAt },
        { ...unasked, attempts: 2 },
      ]);
    });
  });

  describe('an end', () => {
    const outcomes: Outcome[] = [
      { kind: 'invited', member: member('a@example.com', { since: now }) },
      {
        kind: 'already_member',
        member: { userId: 'u', roleId: 'r', status: { kind: 'other', word: 'odd' } },
      },
      refused,
      { kind: 'unknown', failure: timedOut },
      { kind: 'cancelled', by: 'UBOB' },
    ];
    it.each(outcomes)('is kept with its entry in the record: $kind', async (outcome) => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: ['a@example.com'] });
      const claimed = await claimOne(storage);
      await postpone(storage, claimed, { isUnclear: true });
      const again = await claimOne(storage);
      await storage.invitations.end(
        again,
        { outcome, at: now + 5 },
        entry({ outcome: outcome.kind }),
      );
      expect(await standings(storage, id)).toEqual([outcome]);
      expect((await auditRecord(storage.location, 'T1'))[0]).toMatchObject({
        outcome: outcome.kind,
      });
      expect(await claim(storage, { at: now + lease })).toEqual([]);
      expect(await storage.invitations.due(now + lease)).toEqual([]);
    });
  });

  describe('ending what waits', () => {
    const end = { outcome: refused, at: now + 5 };
    it('ends what was not sent, each with its entry, and nothing that is being sent or may have taken effect', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: numbered(5) });
      const other = await submit(storage, { addresses: ['x@example.com'], at: now + 1 });
      const [unclear, failed] = await claim(storage, { limit: 3 });
      if (!unclear || !failed) throw new Error('nothing was claimed');
      await postpone(storage, unclear, { isUnclear: true, failure: timedOut });
      await postpone(storage, failed);
      const count = await storage.invitations.endWaiting(id, {}, end, ({ invitee }) =>
        entry({ subject: invitee.address, outcome: 'failed' }),
      );
      expect(count).toBe(3);
      expect(await kinds(storage, id)).toEqual([
        'waiting',
        'failed',
        'waiting',
        'failed',
        'failed',
      ]);
      expect(await kinds(storage, other.id)).toEqual(['waiting']);
      expect(await storage.invitations.endWaiting('another', {}, end, () => entry())).toBe(0);
      expect(await storage.verified()).toMatchObject({ entries: 9, breaks: [] });
    });

    it('ends those with one role, and tells whom', async () => {
      const storage = await open();
      const roles = [editor, viewer, editor, viewer];
      const { id } = await submit(storage, {
        invitees: roles.map((role, at) => ({ invitee: { address: `p${at}@example.com` }, role })),
      });
      const count = await storage.invitations.endWaiting(
        id,
        { roleId: viewer.id },
        end,
        ({ invitee, role }) => entry({ subject: `${invitee.address} ${role.name}` }),
      );
      expect(count).toBe(2);
      expect(await kinds(storage, id)).toEqual(['waiting', 'failed', 'waiting', 'failed']);
      expect(
        (await auditRecord(storage.location, 'T1')).slice(0, 2).map(({ subject }) => subject),
      ).toEqual(['p3@example.com Viewer', 'p1@example.com Viewer']);
      expect((await storage.batches.load(id))?.report.lastEndedAt).toBe(now + 5);
    });
  });

  describe('cancelling a batch', () => {
    it('ends what was not sent, and says so of what comes back from being sent', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: numbered(5) });
      const [sending, unclear, ahead] = await claim(storage, { limit: 3 });
      if (!sending || !unclear || !ahead) throw new Error('nothing was claimed');
      expect(await storage.invitations.begin(sending, now + lease)).toBe(true);
      const late = { isUnclear: true, failure: timedOut, nextAttemptAt: now + 1_000 };
      await postpone(storage, unclear, late);
      const cancel = () =>
        storage.invitations.cancel(id, { by: 'UBOB', at: now }, ({ invitee }) =>
          entry({ subject: invitee.address, action: 'cancel' }),
        );
      expect(await cancel()).toBe(3);
      expect(await cancel()).toBe(0);
      expect(await storage.invitations.begin(ahead, now + lease)).toBe(false);
      expect(
        await storage.invitations.cancel('another', { by: 'UBOB', at: now }, () => entry()),
      ).toBe(0);
      await postpone(storage, sending, { nextAttemptAt: now + 1_000_000 });

      const cancelledBy = 'UBOB';
      expect(await claim(storage, { limit: 4 })).toMatchObject([{ isUnclear: false, cancelledBy }]);
      // Piper may still be at work on the other one.
      const then = { at: now + 1_000, limit: 4 };
      expect(await claim(storage, { ...then, at: then.at - 1 })).toEqual([]);
      expect(await claim(storage, then)).toMatchObject([{ isUnclear: true, cancelledBy }]);
      expect(await kinds(storage, id)).toEqual([
        'waiting',
        'waiting',
        'cancelled',
        'cancelled',
        'cancelled',
      ]);
    });
  });

  describe('notifications of a batch', () => {
    it('is given to one at a time, until it ends or its time is over', async () => {
      const { batches, ...storage } = await open();
      const { id } = await submit({ ...storage, batches }, { addresses: [] });
      const begin = (at: number) => batches.claimNotification(id, at, at + 100);
      const begun = await Promise.all(Array.from({ length: 5 }, () => begin(now)));
      expect(begun.filter(Boolean)).toHaveLength(1);
      expect(await begin(now + 99)).toBe(false);
      expect(await begin(now + 100)).toBe(true);
      await batches.recordNotification(id, {});
      expect(await begin(now + 101)).toBe(true);
      await batches.recordNotification(id, { again: now + 500 });
      expect(await begin(now + 499)).toBe(false);
      expect(await batches.dueNotifications(now + 499)).toEqual([]);
      expect(await batches.dueNotifications(now + 500)).toEqual([id]);
      expect(await batches.claimNotification('another', now, now + 1)).toBe(false);
    });

    it('is kept bit by bit, and ends with the response URLs', async () => {
      const { batches, ...storage } = await open();
      const { id } = await submit(
        { ...storage, batches },
        { addresses: [], audience: { channel: 'C1', inviterUrl: 'https://x/2' } },
      );
      const posted = { channel: 'C1', ts: '1.2' };
      await batches.recordNotification(id, { posted, isInviterNotified: false });
      expect((await batches.load(id))?.batch).toMatchObject({ posted, isInviterNotified: false });
      await batches.recordNotification(id, { isPostUnclear: true });
      await batches.recordNotification(id, { isPostUnclear: false, isAnnounced: true });
      await batches.recordNotification(id, { isAnnounced: false, isInviterNotified: true });
      const half = (await batches.load(id))?.batch;
      expect(half).toMatchObject({
        posted,
        isPostUnclear: true,
        isAnnounced: true,
        isInviterNotified: true,
        isNotified: false,
      });
      expect(half?.audience).toEqual({ channel: 'C1', inviterUrl: 'https://x/2' });
      await batches.recordNotification(id, { notifiedAt: now });
      const told = (await batches.load(id))?.batch;
      expect(told).toMatchObject({ posted, isNotified: true });
      expect(told?.audience).toEqual({ channel: 'C1' });
      expect(await batches.claimNotification(id, now + 1_000, now + 2_000)).toBe(false);
      expect(await batches.dueNotifications(now + 1_000)).toEqual([]);
    });

    it('is due where all has ended', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: numbered(2) });
      const [first, second] = await claim(storage);
      if (!first || !second) throw new Error('nothing was claimed');
      await storage.invitations.end(first, { outcome: refused, at: now }, entry());
      expect(await storage.batches.dueNotifications(now)).toEqual([]);
      await postpone(storage, second);
      expect(await storage.batches.dueNotifications(now)).toEqual([]);
      await storage.invitations.endWaiting(id, {}, { outcome: refused, at: now }, () => entry());
      expect(await storage.batches.dueNotifications(now)).toEqual([id]);
    });

    it('of a delay is noted once', async () => {
      const { batches, ...storage } = await open();
      const { id } = await submit({ ...storage, batches }, { addresses: [] });
      const noted = await Promise.all(Array.from({ length: 5 }, () => batches.noteDelay(id)));
      expect(noted.filter(Boolean)).toHaveLength(1);
      const notice = { channel: 'D1', ts: '7' };
      await batches.recordNotification(id, { notice });
      await batches.recordNotification(id, {});
      expect((await batches.load(id))?.batch).toMatchObject({ isDelayNotified: true, notice });
      const told = await submit({ ...storage, batches }, { addresses: [] });
      await batches.recordNotification(told.id, { notifiedAt: now });
      expect(await batches.noteDelay(told.id)).toBe(false);
    });
  });
}

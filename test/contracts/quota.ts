import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/invitation.ts';
import type { Role } from '../../src/domain/organization.ts';
import { err, ok } from '../../src/domain/result.ts';
import { batch as limits } from '../../src/limits.ts';
import type { Storage, StorageLocation } from '../../src/storage/storage.ts';
import { acme, alreadyMember, editor, failed, invited, viewer } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { openForTest } from '../helpers/storage.ts';
import { entry, storedAt as now } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const hour = 3_600_000;
const quota = { invites: 5, fate: 'deny' } as const;
const alice = { organizationId: acme.id, inviterId: 'UALICE' };

let people = 0;
const addresses = (count: number) =>
  Array.from({ length: count }, () => `person-${++people}@example.com`);

const giving = (roles: readonly Role[]) =>
  addresses(roles.length).map((address, at) => ({
    invitee: { address },
    role: roles[at] as Role,
  }));

/** Sends one of the invitations that wait, which ends like this. */
async function endOne(
  { invitations }: Storage,
  outcomeOf: (address: string) => Outcome,
  at = now,
): Promise<void> {
  const [claimed] = await invitations.claim(acme.id, claimTerms(at, 60_000, { limit: 1 }));
  if (!claimed) return;
  const outcome = outcomeOf(claimed.invitee.address);
  await invitations.end(claimed, { outcome, at }, entry());
}

/** What every storage must do about the number of invites that somebody may place within 24 hours. */
export function quotaContract(freshLocation: () => Promise<StorageLocation>): void {
  const open = async () => openForTest(await freshLocation());
  const order = async (storage: Storage, count: number, at = now, inviterId = 'UALICE') =>
    (await submit(storage, { addresses: addresses(count), quota, at, inviterId })).submitted;

  describe('a quota', () => {
    it('refuses a batch whole that is more than it leaves, and says when all of it fits', async () => {
      const storage = await open();
      await order(storage, 2, now);
      await order(storage, 2, now + hour);
      const at = now + 2 * hour;
      const refused = { kind: 'quota', limit: 5, left: 1 };
      expect(await order(storage, 2, at)).toEqual(err({ ...refused, more: 2, freeIn: 22 * hour }));
      expect(await order(storage, 4, at)).toEqual(err({ ...refused, more: 4, freeIn: 23 * hour }));
      expect(await order(storage, 6, at)).toEqual(err({ ...refused, more: 6 }));
      expect(await order(storage, 4, at + 23 * hour - 1)).toMatchObject({ ok: false });
      expect(await order(storage, 4, at + 23 * hour)).toEqual(ok(true));
      expect((await storage.verified()).entries).toBe(8);
    });

    it('counts nothing that failed, was cancelled or was for a member, and all else', async () => {
      const storage = await open();
      const { id } = await submit(storage, { addresses: addresses(5), quota });
      expect(await order(storage, 1)).toMatchObject({ error: { left: 0 } });
      await endOne(storage, (address) => invited(address));
      await endOne(storage, () => ({
        kind: 'unknown',
        failure: { kind: 'unavailable', contact: 'timed_out' },
      }));
      expect(await order(storage, 1)).toMatchObject({ error: { left: 0 } });
      await endOne(storage, (address) => alreadyMember(address));
      expect(await order(storage, 2)).toMatchObject({ error: { left: 1 } });
      await endOne(storage, () => failed({ kind: 'forbidden' }));
      expect(await order(storage, 3)).toMatchObject({ error: { left: 2 } });
      await storage.invitations.cancel(id, { by: 'UALICE', at: now }, () => entry());
      expect(await order(storage, 3)).toEqual(ok(true));
      expect(await order(storage, 1)).toMatchObject({ error: { left: 0 } });
    });

    it('tells the role that somebody gave last, in that organization', async () => {
      const storage = await open();
      const last = () => storage.invitationQueries.lastRole(alice);
      expect(await last()).toBeUndefined();
      await submit(storage, { invitees: giving([editor, viewer]), at: now });
      await submit(storage, { invitees: giving([viewer]), at: now + 1, inviterId: 'UBOB' });
      const organization = { id: 'org-2', name: 'Globex' };
      await submit(storage, { invitees: giving([viewer]), at: now + 2, organization });
      expect(await last()).toBe(editor.id);
      await submit(storage, { invitees: giving([viewer, editor]), at: now + 3 });
      expect(await last()).toBe(viewer.id);
    });

    it("is one person's in one organization", async () => {
      const storage = await open();
      await order(storage, 5);
      expect(await order(storage, 5, now, 'UBOB')).toEqual(ok(true));
      const elsewhere = { organization: { id: 'org-2', name: 'Globex' }, quota };
      expect(await submit(storage, { ...elsewhere, addresses: addresses(5) })).toMatchObject({
        isSubmitted: true,
      });
    });

    it('leaves alone what was stored before, however often it comes again', async () => {
      const storage = await open();
      const about = { submission: 'T1 V1', addresses: addresses(5), quota };
      expect((await submit(storage, about)).submitted).toEqual(ok(true));
      expect((await submit(storage, about)).submitted).toEqual(ok(false));
    });

    it('tells what counts, the newest first, and no more than it is asked for', async () => {
      const storage = await open();
      for (const at of [now, now + 1, now + 2]) await order(storage, 1, at);
      const { counted } = storage.invitationQueries;
      expect(await counted(alice, now, 5)).toEqual([now + 2, now + 1]);
      expect(await counted(alice, now - 1, 2)).toEqual([now + 2, now + 1]);
      expect(await counted({ ...alice, inviterId: 'UBOB' }, 0, 5)).toEqual([]);
    });

    it('is kept where one person submits at the same moment, in any process', async () => {
      const location = await freshLocation();
      const storages = await Promise.all(
        Array.from({ length: location.kind === 'sqlite' ? 1 : 2 }, () => openForTest(location)),
      );
      const submitted = await Promise.all(
        Array.from({ length: 12 }, (_, at) => order(storages[at % storages.length] as Storage, 2)),
      );
      expect(submitted.filter((each) => each.ok)).toHaveLength(2);
    });

    it('is never exceeded, and never smaller than it says, whatever is ordered and becomes of it', async () => {
      const storage = await open();
      const random = seededRandom(7);
      const upTo = (most: number) => Math.floor(random() * (most + 1));
      const outcomes: ((address: string) => Outcome)[] = [
        (address) => invited(address),
        (address) => alreadyMember(address),
        () => failed({ kind: 'forbidden' }),
      ];
      let at = now;
      const seen = { taken: 0, refused: 0 };
      for (let step = 0; step < 60; step += 1) {
        at += upTo(4 * hour);
        const since = at - limits.quotaWindow;
        const before = await storage.invitationQueries.counted(alice, since, 100);
        if (random() < 0.5) {
          const count = 1 + upTo(3);
          const submitted = await order(storage, count, at);
          expect(submitted.ok).toBe(before.length + count <= quota.invites);
          seen[submitted.ok ? 'taken' : 'refused'] += 1;
        } else {
          await endOne(storage, outcomes[upTo(2)] as (address: string) => Outcome, at);
        }
        const after = await storage.invitationQueries.counted(alice, since, 100);
        expect(after.length).toBeLessThanOrEqual(quota.invites);
      }
      expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(5);
    });
  });
}

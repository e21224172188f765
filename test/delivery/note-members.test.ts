import { expect, it } from 'vitest';
import { createNoteMembers } from '../../src/delivery/note-members.ts';
import type { FollowedInvitation } from '../../src/usecases/ports/follow-ups.ts';
import { acme, member } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { ada, joined } from '../helpers/follow-ups.ts';
import { keptLog } from '../helpers/log-lines.ts';

/** So many who are pending according to the database, and have all joined according to Piper. */
function manyPending(count: number, onNoted = () => {}) {
  const clock = fakeClock();
  const kept = keptLog();
  const pending = Array.from({ length: count }, (_, at) => ({
    id: `i${at}`,
    batchId: `batch-${at}`,
    at,
    workspace: { teamId: 'T1' },
    organization: acme,
    inviterId: 'UALICE',
    invitee: { address: `p${at}@example.com` },
    member: member(`p${at}@example.com`),
    invitedAt: clock.now() - 86_400_000,
    isShown: true,
  })) satisfies FollowedInvitation[];
  const noted = new Set<string>();
  const underWay: Promise<unknown>[] = [];
  const { note } = createNoteMembers({
    followUps: {
      pending: async (_, after, limit) => {
        const from = after ? pending.findIndex(({ id }) => id === after.id) + 1 : 0;
        return pending.slice(from, from + limit);
      },
      lastOf: async () => undefined,
      record: async (id) => {
        noted.add(id);
        onNoted();
      },
      settle: async () => {},
    },
    updateConfirmation: async () => true,
    follow: (work) => underWay.push(work),
    now: clock.now,
    log: kept.log,
  });
  const members = pending.map(({ invitee }) => member(invitee.address, joined));
  const look = () => note(acme.id, { members, readAt: clock.now() });
  const settled = () => Promise.all(underWay);
  return { look, noted, settled, clock, lines: kept.lines };
}

it('whoever looks at a list waits for the newest of many people, and the others are noted afterwards', async () => {
  const { look, noted, settled, lines } = manyPending(1_000);
  await look();
  expect(noted).toContain('i0');
  expect(noted).not.toContain('i999');
  expect(noted.size).toBeLessThan(500);
  await settled();
  expect(noted.size).toBe(1_000);
  expect(lines()).toEqual([]);
});

it('others have their turn after each who is noted', async () => {
  let turn = 0;
  const turns: number[] = [];
  const { look, settled } = manyPending(100, () => turns.push(turn));
  const count = () => {
    turn += 1;
    if (turns.length < 100) setImmediate(count);
  };
  setImmediate(count);
  await look();
  await settled();
  expect(new Set(turns).size).toBe(100);
});

it('many looks in a row note the newest each time, and all of them once a minute', async () => {
  const { look, noted, settled, clock } = manyPending(1_000);
  for (const expected of [1_000, 100]) {
    noted.clear();
    await look();
    await settled();
    expect(noted.size).toBe(expected);
  }
  clock.advance(120_000);
  noted.clear();
  await look();
  await settled();
  expect(noted.size).toBe(1_000);
});

it('a look at one person notes the last invite, also of somebody who had joined before they were removed', async () => {
  const clock = fakeClock();
  const kept = keptLog();
  const noted: [id: string, removedAt: number | undefined][] = [];
  const underWay: Promise<unknown>[] = [];
  const { note } = createNoteMembers({
    followUps: {
      pending: async () => [],
      lastOf: async () => ({
        id: 'i0',
        batchId: 'batch-1',
        workspace: { teamId: 'T1' },
        organization: acme,
        inviterId: 'UALICE',
        invitee: { address: ada },
        member: member(ada),
        invitedAt: clock.now() - 86_400_000,
        joinedAt: clock.now() - 3_600_000,
        isShown: true,
      }),
      record: async (id, { removedAt }) => {
        noted.push([id, removedAt]);
      },
      settle: async () => {},
    },
    updateConfirmation: async () => true,
    follow: (work) => underWay.push(work),
    now: clock.now,
    log: kept.log,
  });
  await note(acme.id, { members: [], readAt: clock.now() }, ada);
  await Promise.all(underWay);
  expect(noted).toEqual([['i0', clock.now()]]);
});

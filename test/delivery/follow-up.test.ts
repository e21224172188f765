import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstCheck, nextCheck } from '../../src/delivery/next-check.ts';
import type { Outcome } from '../../src/domain/invitation.ts';
import { followUp as limits } from '../../src/limits.ts';
import { acme, alreadyMember, failed, invited, member } from '../helpers/builders.ts';
import { ada, followUps, joined } from '../helpers/follow-ups.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = Date.parse('2026-11-25T10:02:00Z');

describe('looks at whether somebody has joined', () => {
  it('come within three hours at first, then every twelve, and end after 30 days', () => {
    const ages: number[] = [];
    for (let next = nextCheck('org', at, at); next; next = nextCheck('org', at, next)) {
      ages.push(next - at);
    }
    expect(ages[0]).toBeGreaterThanOrEqual(5 * minute);
    for (const [index, age] of ages.entries()) {
      const before = ages[index - 1] ?? 0;
      const longest = before < 3 * hour ? 3 * hour + 5 * minute : 12 * hour;
      expect(age - before).toBeLessThanOrEqual(longest);
    }
    expect(ages.at(-1)).toBeGreaterThanOrEqual(30 * day);
    expect(ages.at(-1)).toBeLessThan(30.6 * day);
    expect(ages.length).toBeLessThan(65);
  });

  it('fall due together in an organization, eight times a day at most, and apart from others', () => {
    /** Looks at somebody who was invited so long ago, in the day from `now` on. */
    const looksAt = (organizationId: string, now: number, age: number): number[] => {
      const next = nextCheck(organizationId, at - age, now) ?? Number.POSITIVE_INFINITY;
      return next > at + day ? [] : [next, ...looksAt(organizationId, next, age)];
    };
    const age = fc.integer({ min: 0, max: 28 * day });
    fc.assert(
      fc.property(fc.string(), fc.array(age, { minLength: 1, maxLength: 50 }), (id, ages) => {
        const old = looksAt(id, at, 28 * day);
        expect(old.length).toBeLessThanOrEqual(2);
        expect(new Set(ages.flatMap((each) => looksAt(id, at, each))).size).toBeLessThanOrEqual(8);
        for (const each of ages) {
          expect(looksAt(id, at, each)).toEqual(expect.arrayContaining(old));
          if (each >= 3 * hour) expect(looksAt(id, at, each)).toEqual(old);
        }
        expect(looksAt(`${id}!`, at, 0).filter((each) => old.includes(each))).toEqual([]);
      }),
    );
  });

  it('end when 30 days have passed, not before', () => {
    expect(nextCheck('org', at, at + 30 * day - 1)).toBeGreaterThan(at + 30 * day);
    expect(nextCheck('org', at, at + 30 * day)).toBeUndefined();
  });

  it.each<[string, Outcome, boolean]>([
    ['somebody who was invited and is pending', invited(ada), true],
    ['somebody of whom Piper says nothing', invited(ada, { status: { kind: 'unstated' } }), true],
    ['somebody who was there at once', invited(ada, joined), false],
    ['somebody who was a member before', alreadyMember(ada), false],
    ['an invitation that failed', failed({ kind: 'forbidden' }), false],
    ['one that was called off', { kind: 'cancelled', by: 'UBOB' }, false],
  ])('are taken at %s: %#', (_, outcome, isChecked) => {
    expect(firstCheck('org', outcome, at)).toBe(isChecked ? nextCheck('org', at, at) : undefined);
  });
});

describe('a follow-up', () => {
  it('lists once for all workspaces that one connection serves', async () => {
    const workspaces = ['T1', 'T2', 'T3'].map((teamId) => ({
      workspace: { teamId, enterpriseId: 'E1' },
    }));
    const { run, seen, settled } = followUps({
      connection: { scope: { enterpriseId: 'E1' } },
      pending: workspaces,
    });
    await run();
    expect(seen.looks).toBe(1);
    expect(settled).toHaveLength(3);
  });

  it('asks once for the connection of a workspace, and for each of them', async () => {
    const { run, found } = followUps({
      pending: ['T1', 'T2', 'T1'].map((teamId) => ({ workspace: { teamId } })),
    });
    await run();
    expect(found).toEqual([{ teamId: 'T1' }, { teamId: 'T2' }]);
  });

  it.each([
    ['Piper refuses the token', { rejectedSince: 1 }],
    [
      'the workspace is connected to another organization',
      { organization: { id: 'x', name: 'X' } },
    ],
  ])('asks nothing where %s, and looks again later', async (_, connection) => {
    const { run, seen, settled, clock, reminded, errors } = followUps({ connection });
    await run();
    expect(errors()).toEqual([]);
    expect(seen.looks).toBe(0);
    expect(settled).toEqual([['i0', nextCheck(acme.id, clock.now() - 4 * day, clock.now())]]);
    expect(reminded).toEqual([]);
  });

  it('asks nothing where the workspace is no longer connected, and looks again later', async () => {
    const { run, seen, settled, reminded } = followUps({ state: { kind: 'none' } });
    await run();
    expect(seen.looks).toBe(0);
    expect(settled).toEqual([['i0', expect.any(Number)]]);
    expect(reminded).toEqual([]);
  });

  it('looks again later, and reminds nobody, where the list cannot be read', async () => {
    const { run, settled, clock, reminded, updated, errors } = followUps({
      listFails: (look) => (look === 1 ? { kind: 'unavailable', contact: 'not_sent' } : undefined),
    });
    await run();
    expect(settled).toEqual([['i0', nextCheck(acme.id, clock.now() - 4 * day, clock.now())]]);
    expect(reminded).toEqual([]);
    expect(updated).toEqual([]);
    expect(errors()).toEqual([]);
    clock.advance(day);
    await run();
    expect(reminded).toHaveLength(1);
  });

  it('holds what it checks for ten minutes, a few hundred at a time, until there is no more', async () => {
    const { run, claims, clock, settled } = followUps({
      pending: Array.from({ length: limits.claimSize + 1 }, () => ({})),
      age: 1,
    });
    const now = clock.now();
    await run();
    const claim = { now, until: now + limits.lease, limit: limits.claimSize };
    expect(claims).toEqual([claim, claim]);
    expect(settled).toHaveLength(limits.claimSize + 1);
  });

  it('of one connection that fails does not hold up the others, and the log says so', async () => {
    const { run, settled, errors } = followUps({
      pending: [{ workspace: { teamId: 'T1' } }, { workspace: { teamId: 'T2' } }],
      stateOf: ({ teamId }, state) => ({
        ...state,
        connection: { ...state.connection, id: `connection-${teamId}` },
        ...(teamId === 'T1' && {
          piper: {
            ...state.piper,
            membersNow: async () => {
              throw new Error('a mistake');
            },
          },
        }),
      }),
    });
    await run();
    expect(settled).toEqual([['i1', expect.any(Number)]]);
    expect(errors()).toMatchObject([
      { msg: 'follow-up failed', connection: 'connection-T1', err: { message: 'a mistake' } },
    ]);
  });
});

describe('a follow-up of a workspace that is not connected', () => {
  it('does not hold up the others where the storage fails, and the log says so', async () => {
    const { run, settled, errors } = followUps({
      pending: [{ workspace: { teamId: 'T1' } }, { workspace: { teamId: 'T2' } }],
      stateOf: ({ teamId }, usual) => (teamId === 'T1' ? { kind: 'none' } : usual),
      settleFails: (id) => id === 'i0',
    });
    await run();
    expect(settled).toEqual([['i1', expect.any(Number)]]);
    expect(errors()).toMatchObject([{ msg: 'follow-up failed' }]);
  });
});

describe('somebody who was invited', () => {
  it('is shown as joined in the confirmation, once for everybody in it, and checked no more', async () => {
    const people = [ada, 'bob@example.com'];
    const { run, settled, updated, noted, clock, reminded } = followUps({
      members: people.map((address) => member(address, joined)),
      pending: people.map((address) => ({ address })),
    });
    await run();
    expect(noted).toEqual([
      ['i0', { joinedAt: clock.now() }],
      ['i1', { joinedAt: clock.now() }],
    ]);
    expect(updated).toEqual(['batch-1']);
    expect(settled).toEqual([
      ['i0', undefined],
      ['i1', undefined],
    ]);
    expect(reminded).toEqual([]);
  });

  it('is shown as joined later where Slack does not take the edit, without asking Piper again', async () => {
    const { run, settled, updated, noted, seen, clock, slack } = followUps({
      members: [member(ada, joined)],
    });
    slack.takesEdits = false;
    await run();
    const next = nextCheck(acme.id, clock.now() - 4 * day, clock.now()) ?? 0;
    expect(settled).toEqual([['i0', next]]);
    clock.advance(next - clock.now());
    slack.takesEdits = true;
    await run();
    expect(noted).toHaveLength(1);
    expect(updated).toEqual(['batch-1', 'batch-1']);
    expect(settled.at(-1)).toEqual(['i0', undefined]);
    expect(seen.looks).toBe(1);
  });

  it('is looked for also where somebody else is only to be shown as joined', async () => {
    const { run, noted, settled, updated } = followUps({
      members: [member('bob@example.com', joined)],
      pending: [{ address: ada, joinedAt: 1, isShown: false }, { address: 'bob@example.com' }],
    });
    await run();
    expect(noted).toEqual([['i1', { joinedAt: expect.any(Number) }]]);
    expect(updated).toEqual(['batch-1']);
    expect(settled).toEqual([
      ['i0', undefined],
      ['i1', undefined],
    ]);
  });

  it('is shown as joined in their own confirmation, whatever becomes of another one', async () => {
    const { run, settled, updated, slack } = followUps({
      members: [member(ada, joined), member('bob@example.com', joined)],
      pending: [{ address: ada }, { address: 'bob@example.com', batchId: 'batch-2' }],
    });
    slack.takesEdits = (batchId) => batchId === 'batch-2';
    await run();
    expect(updated).toEqual(['batch-1', 'batch-2']);
    expect(settled).toEqual([
      ['i0', expect.any(Number)],
      ['i1', undefined],
    ]);
  });

  it('is shown as removed once they are no longer in the member list, and checked no more', async () => {
    const { run, settled, noted, updated, reminded, clock } = followUps({ members: [] });
    await run();
    expect(noted).toEqual([['i0', { removedAt: clock.now() }]]);
    expect(updated).toEqual(['batch-1']);
    expect(settled).toEqual([['i0', undefined]]);
    expect(reminded).toEqual([]);
  });

  it('is shown with the role that they were given in Piper, and looked for again', async () => {
    const { run, noted, updated, settled, clock } = followUps({
      members: [member(ada, { roleName: 'Viewer' })],
    });
    await run();
    const roleChange = { roleName: 'Viewer', at: clock.now() };
    expect(noted).toEqual([['i0', { roleChange }]]);
    expect(updated).toEqual(['batch-1']);
    expect(settled).toEqual([['i0', nextCheck(acme.id, clock.now() - 4 * day, clock.now())]]);
  });

  it('is looked at again later as long as they are pending', async () => {
    const { run, settled, clock, updated } = followUps();
    await run();
    expect(settled).toEqual([['i0', nextCheck(acme.id, clock.now() - 4 * day, clock.now())]]);
    expect(updated).toEqual([]);
  });

  it('is known by their id in Piper where the address has changed', async () => {
    const moved = member('new@example.com', { userId: `piper-${ada}` });
    const { run, settled, clock } = followUps({ members: [moved] });
    await run();
    expect(settled).toEqual([['i0', nextCheck(acme.id, clock.now() - 4 * day, clock.now())]]);
  });

  it('is known by their id first, where somebody else has their address now', async () => {
    const other = member(ada, { userId: 'piper-other' });
    const moved = member('new@example.com', { userId: `piper-${ada}`, ...joined });
    const { run, noted } = followUps({ members: [other, moved] });
    await run();
    expect(noted).toHaveLength(1);
  });

  it('is known by their address where they were invited anew in Piper', async () => {
    const { run, noted } = followUps({ members: [member(ada, { userId: 'anew', ...joined })] });
    await run();
    expect(noted).toHaveLength(1);
  });
});

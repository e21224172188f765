import { describe, expect, it } from 'vitest';
import { createFollowUp, nextCheck } from '../../src/delivery/follow-up.ts';
import type { Member } from '../../src/domain/organization.ts';
import { followUp as limits } from '../../src/limits.ts';
import { createLogger } from '../../src/logger.ts';
import type { ConnectionState } from '../../src/usecases/find-connection.ts';
import type { PendingInvitation } from '../../src/usecases/ports/follow-ups.ts';
import { acme, connection, member } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('looks at whether somebody has joined', () => {
  it('come at growing intervals, and end after 30 days', () => {
    const at = Date.parse('2026-11-25T10:02:00Z');
    const ages: number[] = [];
    for (let next = nextCheck(at, at); next !== undefined; next = nextCheck(at, next)) {
      ages.push(next - at);
    }
    expect(ages.slice(0, 4).map((age) => age / minute)).toEqual([13, 23, 38, 58]);
    const gaps = ages.slice(1).map((age, index) => age - (ages[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(12 * hour + limits.pollInterval);
    expect(ages.at(-1)).toBeGreaterThanOrEqual(30 * day);
    expect(ages.at(-1)).toBeLessThan(30.6 * day);
    expect(ages.length).toBeLessThan(80);
  });

  it('fall due together with others', () => {
    const at = Date.parse('2026-11-25T10:02:00Z');
    expect(nextCheck(at, at)).toBe(nextCheck(at + minute, at + minute));
  });
});

const unexpectedErrors = createLogger({
  level: 'error',
  secrets: [],
  destination: {
    write: (line) => {
      throw new Error(line);
    },
  },
});

/** A follow-up of invitations that are all due, under one connection. */
function setUp(
  about: Parameters<typeof connection>[0] = {},
  {
    age = 4 * day,
    members = [member('ada@example.com')],
    pending = [{}],
  }: { age?: number; members?: Member[]; pending?: Partial<PendingInvitation>[] } = {},
) {
  const clock = fakeClock();
  const piper = fakePiper({ clock, members });
  const reminded: number[] = [];
  const settled: (number | undefined)[] = [];
  const state: ConnectionState = {
    kind: 'connected',
    connection: connection(about),
    isFixed: false,
    piper: piper.piper,
    checkAgain: async () => false,
  };
  const invitations = pending.map(
    (each, at): PendingInvitation => ({
      id: `i${at}`,
      batchId: 'o',
      workspace: { teamId: 'T1' },
      organization: acme,
      inviterId: 'UALICE',
      invitee: { address: 'ada@example.com' },
      piperUserId: 'piper-ada@example.com',
      invitedAt: clock.now() - age,
      ...each,
    }),
  );
  const run = createFollowUp({
    followUps: {
      claim: async () => invitations,
      noteJoined: async () => {},
      settle: async (_, at) => {
        settled.push(at);
      },
      takeReminder: async () => invitations,
    },
    findConnection: async () => state,
    updateConfirmation: async () => true,
    remindInviter: async (_, days) => {
      reminded.push(days);
    },
    log: unexpectedErrors,
    now: clock.now,
  });
  return { run, reminded, settled, seen: piper.seen, clock };
}

describe('a follow-up', () => {
  it.each([
    [undefined, 4, [3]],
    [undefined, 2.9, []],
    [7, 4, []],
    [7, 7, [7]],
    [0, 29, []],
  ])('reminds by the setting %s after %d days: %j', async (remindAfterDays, days, expected) => {
    const settings = {
      whoMayInvite: { kind: 'admins' } as const,
      domains: [],
      ...(remindAfterDays !== undefined && { remindAfterDays }),
    };
    const { run, reminded } = setUp({ settings }, { age: days * day });
    await run();
    expect(reminded).toEqual(expected);
  });

  it('lists once for all workspaces that one connection serves', async () => {
    const workspaces = ['T1', 'T2', 'T3'].map((teamId) => ({
      workspace: { teamId, enterpriseId: 'E1' },
    }));
    const { run, seen, settled } = setUp(
      { scope: { enterpriseId: 'E1' } },
      { pending: workspaces },
    );
    await run();
    expect(seen.looks).toBe(1);
    expect(settled).toHaveLength(3);
  });

  it.each([
    ['Piper refuses the token', { rejectedSince: 1 }],
    [
      'the workspace is connected to another organization',
      { organization: { id: 'x', name: 'X' } },
    ],
  ])('asks nothing where %s, and looks again later', async (_, about) => {
    const { run, seen, settled, clock, reminded } = setUp(about);
    await run();
    expect(seen.looks).toBe(0);
    expect(settled[0]).toBeGreaterThan(clock.now());
    expect(reminded).toEqual([]);
  });

  it('knows the person by their id in Piper where the address has changed', async () => {
    const moved = member('new@example.com', { userId: 'piper-ada@example.com' });
    const { run, settled, clock } = setUp({}, { members: [moved] });
    await run();
    expect(settled[0]).toBeGreaterThan(clock.now());
  });
});

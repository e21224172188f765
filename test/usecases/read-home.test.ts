import { describe, expect, it } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import { authorize } from '../../src/usecases/authorize.ts';
import type { ConnectionState } from '../../src/usecases/find-connection.ts';
import { createReadHome } from '../../src/usecases/read-home.ts';
import { connection, invite, person, systemRole } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, request, storedAt } from '../helpers/stored.ts';

const asking: Asking = {
  approvers: { userIds: ['UCAROL'], userGroupIds: ['SLEADS'], quietUserIds: [] },
  expireAfterDays: 7,
  selfApproval: false,
  twoApprovals: [],
};
const everybody: Record<string, Partial<Person>> = {
  UALICE: { isAdmin: true },
  UBOB: {},
  UCAROL: {},
  UDAVE: {},
  UNORA: {},
};

/** Bob may invite, Carol and the leads (Dave) decide, Nora has asked for so many. */
async function setUp({
  settings = {},
  isTold = true,
  asked = 1,
}: {
  settings?: Partial<ConnectionSettings>;
  /** Whether Slack tells who is in a user group. */
  isTold?: boolean;
  asked?: number;
} = {}) {
  const storage = await openEmpty();
  for (let at = 0; at < asked; at += 1) {
    const wanted = request({
      id: `r${at}`,
      submission: `s${at}`,
      at: storedAt + at,
      requesterId: 'UNORA',
      invites: [invite(`p${at}@example.com`, systemRole('Editor'))],
    });
    expect(await storage.requests.ask(wanted, [entry({ action: 'ask' })])).toEqual(ok(true));
  }
  const readHome = createReadHome({ ...storage, authorize, now: () => storedAt });
  const looks: string[] = [];
  const find = async (id: string) => {
    const about = everybody[id];
    return about ? ok(person({ id, ...about })) : err('unknown' as const);
  };
  const state: ConnectionState = {
    kind: 'connected',
    connection: connection({
      settings: {
        whoMayInvite: { kind: 'chosen', userIds: ['UBOB'], userGroupIds: [] },
        domains: [],
        asking,
        ...settings,
      },
    }),
    isFixed: false,
    piper: fakePiper({ clock: fakeClock() }).piper,
    checkAgain: async () => true,
  };
  return {
    looks,
    read: async (userId: string) => {
      const home = await readHome(
        {
          ref: { teamId: 'T1' },
          inviteAdmins: new Set<string>(),
          find: async () => state,
          people: { find, findAnew: find, remembered: () => undefined },
          userGroups: {
            list: async () => ok([]),
            members: async (id, list) => {
              looks.push(list ?? 'recent');
              return isTold ? ok(id === 'SLEADS' ? ['UDAVE'] : []) : err('unavailable');
            },
          },
        },
        userId,
      );
      if (home.kind !== 'connected') return home.kind;
      const { invites, toDecide, asked, changesRoles, pending, mayConnect } = home;
      return [
        invites,
        ...(mayConnect ? ['settings'] : []),
        ...(changesRoles ? ['roles'] : []),
        ...(pending ? ['pending'] : []),
        `decides ${toDecide.requests.length}${toDecide.hasMore ? ' of more' : ''}`,
        `asked ${asked.length}`,
      ].join(', ');
    },
  };
}

describe('what somebody sees on App Home', () => {
  it('is what they may do, and nothing else', async () => {
    const { read, looks } = await setUp();
    expect(await read('UALICE')).toBe('at_once, settings, roles, pending, decides 1, asked 0');
    expect(await read('UBOB')).toBe('at_once, pending, decides 0, asked 0');
    expect(await read('UCAROL')).toBe('asking, decides 1, asked 0');
    expect(await read('UDAVE')).toBe('asking, decides 1, asked 0');
    expect(await read('UNORA')).toBe('asking, decides 0, asked 1');
    expect(await read('USTRANGER')).toBe('denied');
    // Slack lets an app ask for user groups but twenty times a minute.
    expect(new Set(looks)).toEqual(new Set(['recent']));
  });

  it('is no more than is sure, where Slack does not tell who is in a user group', async () => {
    const chosen = { kind: 'chosen' as const, userIds: [], userGroupIds: ['SLEADS'] };
    const { read } = await setUp({
      isTold: false,
      settings: { whoMayInvite: chosen, roleChangers: { userIds: [], userGroupIds: ['SLEADS'] } },
    });
    expect(await read('UDAVE')).toBe('asking, decides 0, asked 0');
    expect(await read('UCAROL')).toBe('asking, decides 1, asked 0');
  });

  it('has another role to give for whom the settings name, also by their user group', async () => {
    const roleChangers = { userIds: ['UNORA'], userGroupIds: ['SLEADS'] };
    const { read } = await setUp({ settings: { roleChangers } });
    expect(await read('UNORA')).toContain('roles');
    expect(await read('UDAVE')).toContain('roles');
    expect(await read('UCAROL')).not.toContain('roles');
  });

  it('has five requests of each kind at most, and says that there are more to decide', async () => {
    const { read } = await setUp({ asked: 6 });
    expect(await read('UCAROL')).toBe('asking, decides 5 of more, asked 0');
    expect(await read('UNORA')).toBe('asking, decides 0, asked 5');
  });
});

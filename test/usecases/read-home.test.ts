import { describe, expect, it } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import type { Connection, ConnectionSettings } from '../../src/domain/connection.ts';
import type { Turn } from '../../src/domain/home.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import { authorize } from '../../src/usecases/authorize.ts';
import type { Connected, ConnectionState } from '../../src/usecases/find-connection.ts';
import { createReadHome } from '../../src/usecases/read-home.ts';
import { acmeDetails, connection, invite, person, systemRole } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, request, storedAt } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

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
      const { invites, toDecide, asked, changesRoles, pending, mayConnect, searches } = home;
      return [
        invites,
        ...(mayConnect ? ['settings'] : []),
        ...(changesRoles ? ['roles'] : []),
        ...(pending ? ['pending'] : []),
        ...(searches ? ['history'] : []),
        `decides ${toDecide.requests.length}${toDecide.hasMore ? ' of more' : ''}`,
        `asked ${asked.length}`,
      ].join(', ');
    },
  };
}

describe('what somebody sees on App Home', () => {
  it('is what they may do, and nothing else', async () => {
    const { read, looks } = await setUp();
    expect(await read('UALICE')).toBe(
      'at_once, settings, roles, pending, history, decides 1, asked 0',
    );
    expect(await read('UBOB')).toBe('at_once, pending, history, decides 0, asked 0');
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

describe('App Home without a connection that can be used', () => {
  const people = {
    UALICE: person({ id: 'UALICE', isAdmin: true }),
    UBOB: person({ id: 'UBOB' }),
    UGUEST: person({ id: 'UGUEST', isGuest: true }),
    UXAVER: person({ id: 'UXAVER', isExternal: true }),
    UBOT: person({ id: 'UBOT', isBot: true }),
    UGONE: person({ id: 'UGONE', isDeactivated: true }),
  };
  async function read(userId: string, state: ConnectionState, unread?: 'unknown' | 'unavailable') {
    const readHome = createReadHome({
      ...(await openEmpty()),
      authorize,
      now: () => storedAt,
    });
    const find = async (id: string) => {
      const found = Object.values(people).find((each) => each.id === id);
      return unread || !found ? err(unread ?? 'unknown') : ok(found);
    };
    const workspace = {
      ref: { teamId: 'T1' },
      inviteAdmins: new Set(['UOPERATOR']),
      find: async () => state,
      people: { find, findAnew: find, remembered: () => undefined },
      userGroups: { list: async () => ok([]), members: async () => ok([]) },
    };
    return readHome(workspace, userId);
  }
  const none: ConnectionState = { kind: 'none' };

  it('says who can connect, or that they can', async () => {
    const home = { kind: 'not_connected', inviteAdmins: ['UOPERATOR'] };
    expect(await read('UALICE', none)).toEqual({ ...home, mayConnect: true });
    expect(await read('UBOB', none)).toEqual({ ...home, mayConnect: false });
  });

  it('says why the stored one is not used, and whether they can connect anew', async () => {
    const why = { kind: 'altered' } as const;
    const unreadable: ConnectionState = { kind: 'unreadable', why };
    const home = { kind: 'unreadable', why };
    expect(await read('UALICE', unreadable)).toEqual({ ...home, mayConnect: true });
    expect(await read('UBOB', unreadable)).toEqual({ ...home, mayConnect: false });
  });

  it('tells nothing to whom it is not for, and why', async () => {
    expect(await read('UGUEST', none)).toEqual({ kind: 'denied', reason: 'guest' });
    expect(await read('UXAVER', none)).toEqual({ kind: 'denied', reason: 'external' });
    expect(await read('USTRANGER', none)).toEqual({ kind: 'denied', reason: 'external' });
    const unidentified = { kind: 'denied', reason: 'unidentified' };
    expect(await read('UALICE', none, 'unavailable')).toEqual(unidentified);
    for (const userId of ['UBOT', 'UGONE']) {
      expect(await read(userId, none)).toEqual({ kind: 'nothing' });
    }
  });
});

describe('App Home of an admin', () => {
  const alice = person({ id: 'UALICE', isAdmin: true });
  const find = async () => ok(alice);
  async function start(about: Partial<Connection> = {}, state: Partial<Connected> = {}) {
    const storage = await openEmpty();
    const connected: ConnectionState = {
      kind: 'connected',
      connection: connection(about),
      isFixed: false,
      piper: fakePiper({ clock: fakeClock() }).piper,
      checkAgain: async () => true,
      ...state,
    };
    const readHome = createReadHome({ ...storage, authorize, now: () => storedAt });
    const read = async (turn?: Turn, isTold = true) => {
      const workspace = {
        ref: { teamId: 'T1' },
        inviteAdmins: new Set<string>(),
        find: async () => connected,
        people: {
          find: isTold ? find : async () => ok({ ...alice, isAdmin: false }),
          findAnew: find,
          remembered: () => undefined,
        },
        userGroups: { list: async () => ok([]), members: async () => err('unavailable' as const) },
      };
      const home = await readHome(workspace, 'UALICE', turn);
      if (home.kind !== 'connected') throw new Error(home.kind);
      return home;
    };
    return { storage, read };
  }

  it('has whom Piper has yet to see, ten on a page, and turns to the page before and after', async () => {
    const { storage, read } = await start();
    for (let at = 0; at < 25; at += 1) {
      await submit(storage, { addresses: [`p${at}@example.com`], at: storedAt + at });
    }
    const page = async (turn?: Turn) => {
      const { pending } = await read(turn);
      if (!pending) throw new Error('no page');
      const { invites, before, hasOlder } = pending;
      const last = invites.at(-1);
      const people = invites.map(({ invitee }) => invitee.address.replace(/@.*/, ''));
      return {
        people: `${people[0]}-${people.at(-1)}`,
        before,
        hasOlder,
        last: { at: last?.at ?? 0, id: last?.id ?? '' },
      };
    };
    const first = await page();
    expect(first).toMatchObject({ people: 'p24-p15', before: undefined, hasOlder: true });
    const second = await page({ olderThan: first.last });
    expect(second).toMatchObject({ people: 'p14-p5', before: first.last, hasOlder: true });
    const third = await page({ olderThan: second.last });
    expect(third).toMatchObject({ people: 'p4-p0', before: second.last, hasOlder: false });
    expect(await page({ olderThan: third.last })).toEqual(first);
    const back = await page({ newerThan: { at: storedAt + 4.5, id: '' } });
    expect(back).toMatchObject({ people: 'p14-p5', before: first.last, hasOlder: true });
    expect(await page({ newerThan: { at: storedAt + 14.5, id: '' } })).toEqual(first);
    expect(await page({ newerThan: { at: storedAt + 20, id: '' } })).toEqual(first);
  });

  it('names the organization as it is stored, or as Piper has told it, and says how the token is', async () => {
    const expiresAt = storedAt + 1;
    const stored = await start({ expiresAt });
    expect(await stored.read()).toMatchObject({
      organizationName: 'Acme Robotics',
      token: { kind: 'expiring' },
    });
    const { piper } = fakePiper({ clock: fakeClock() });
    const unnamed = { organization: { id: 'org-1', name: '' }, expiresAt };
    const told = { ...piper, remembered: () => ({ organization: acmeDetails, roles: [] }) };
    const fixed = await start(unnamed, { isFixed: true, piper: told });
    expect(await fixed.read()).toMatchObject({
      organizationName: 'Acme Robotics',
      token: { kind: 'good' },
    });
  });

  it('says whether they may invite, or not', async () => {
    const { read } = await start();
    expect((await read()).invites).toBe('at_once');
    expect(await read(undefined, false)).toMatchObject({ invites: 'not', mayConnect: false });
  });
});

import { describe, expect, it } from 'vitest';
import type { WhoMayInvite } from '../../src/domain/connection.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import { authorize, type Directory } from '../../src/usecases/authorize.ts';
import type { UserGroups } from '../../src/usecases/ports/slack.ts';
import { chosen, person } from '../helpers/builders.ts';

const admins: WhoMayInvite = { kind: 'admins' };
const leads: WhoMayInvite = { kind: 'chosen', userIds: ['UBOB'], userGroupIds: ['S0', 'SLEADS'] };
const yes = { allowed: true };
const no = (reason: string) => ({ allowed: false, reason });

function workspaceOf(
  found: Person | 'unknown' | 'unavailable',
  groups: Record<string, string[] | 'unavailable'> = {},
  now = found,
) {
  const asked: string[] = [];
  const people: Directory['people'] = {
    find: async () => (typeof found === 'string' ? err(found) : ok(found)),
    findAnew: async () => (typeof now === 'string' ? err(now) : ok(now)),
    remembered: () => (typeof found === 'string' ? undefined : found),
  };
  const userGroups: UserGroups = {
    list: async () => ok([]),
    members: async (id, list) => {
      asked.push(list ? `${id} anew` : id);
      const members = groups[id] ?? [];
      return members === 'unavailable' ? err(members) : ok(members);
    },
  };
  return { people, userGroups, inviteAdmins: new Set(['UOPERATOR']), asked };
}

const { toInvite, toInviteRemembered, toConnect, toChangeRoles } = authorize;
const invite = (workspace: ReturnType<typeof workspaceOf>, whoMayInvite: WhoMayInvite = admins) =>
  toInvite(workspace, 'UGRACE', { whoMayInvite, domains: [] });
const remembered = (
  workspace: ReturnType<typeof workspaceOf>,
  whoMayInvite: WhoMayInvite = admins,
) => toInviteRemembered(workspace, 'UGRACE', { whoMayInvite, domains: [] });

describe('somebody who wants to invite', () => {
  it('may where Slack calls them an admin', async () => {
    expect(await invite(workspaceOf(person({ isAdmin: true })))).toEqual(yes);
  });

  it('may not otherwise, and hears why', async () => {
    expect(await invite(workspaceOf(person()))).toEqual(no('not_chosen'));
    expect(await invite(workspaceOf(person({ isGuest: true })))).toEqual(no('guest'));
  });

  it('may where they are in one of the chosen groups', async () => {
    const workspace = workspaceOf(person(), { SLEADS: ['UALICE', 'UGRACE'] });
    expect(await invite(workspace, leads)).toEqual(yes);
  });

  it('may not where they are in none', async () => {
    expect(await invite(workspaceOf(person(), { SLEADS: ['UALICE'] }), leads)).toEqual(
      no('not_chosen'),
    );
  });

  it('may where one group names them though another cannot be read', async () => {
    const workspace = workspaceOf(person(), { S0: 'unavailable', SLEADS: ['UGRACE'] });
    expect(await invite(workspace, leads)).toEqual(yes);
  });

  it('may not where a group cannot be read, and hears that nobody could tell', async () => {
    const workspace = workspaceOf(person(), { S0: 'unavailable', SLEADS: ['UALICE'] });
    expect(await invite(workspace, leads)).toEqual(no('groups_unread'));
  });

  it('makes nobody read groups that change nothing', async () => {
    const admin = workspaceOf(person({ isAdmin: true }));
    const guest = workspaceOf(person({ isGuest: true }), { SLEADS: ['UGRACE'] });
    expect(await invite(admin, leads)).toEqual(yes);
    expect(await invite(guest, leads)).toEqual(no('guest'));
    expect([...admin.asked, ...guest.asked]).toEqual([]);
  });

  it('may not where Slack does not know them: they are from elsewhere', async () => {
    expect(await invite(workspaceOf('unknown'), { kind: 'members' })).toEqual(no('external'));
  });

  it('may not where Slack cannot tell who they are, even if everybody may', async () => {
    expect(await invite(workspaceOf('unavailable'), { kind: 'members' })).toEqual(
      no('unidentified'),
    );
  });

  it('is judged from memory only where they are remembered', () => {
    expect(remembered(workspaceOf(person({ isAdmin: true })))).toEqual(yes);
    expect(remembered(workspaceOf(person()))).toEqual(no('not_chosen'));
    expect(remembered(workspaceOf('unavailable'))).toBeUndefined();
  });

  it('is judged from memory where people were chosen, but no groups', () => {
    const people = chosen('UBOB');
    expect(remembered(workspaceOf(person()), people)).toEqual(no('not_chosen'));
    expect(remembered(workspaceOf(person({ id: 'UBOB' })), people)).toEqual(yes);
  });

  it('is not judged from memory where a group decides', () => {
    expect(remembered(workspaceOf(person()), leads)).toBeUndefined();
    expect(remembered(workspaceOf(person({ isAdmin: true })), leads)).toEqual(yes);
  });
});

describe('somebody who was an admin a moment ago', () => {
  const admin = person({ isAdmin: true });
  const demoted = workspaceOf(admin, {}, person());
  const unasked = workspaceOf(admin, {}, 'unavailable');

  it('may not connect any more, nor where Slack cannot tell', async () => {
    expect(await toConnect(demoted, 'UGRACE')).toEqual(no('not_chosen'));
    expect(await toConnect(unasked, 'UGRACE')).toEqual(no('unidentified'));
  });
});

describe('somebody who wants to connect', () => {
  const workspaceAdmin = workspaceOf(person({ isAdmin: true }));
  const orgAdmin = workspaceOf(person({ isOrgAdmin: true }));

  it('may as an admin or an invite admin, and not otherwise', async () => {
    expect(await toConnect(workspaceOf(person({ isAdmin: true })), 'UGRACE')).toEqual(yes);
    expect(await toConnect(workspaceOf(person({ id: 'UOPERATOR' })), 'UOPERATOR')).toEqual(yes);
    expect(await toConnect(workspaceOf(person()), 'UGRACE')).toEqual(no('not_chosen'));
    expect(await toConnect(workspaceOf('unavailable'), 'UGRACE')).toEqual(no('unidentified'));
  });

  it('a whole Enterprise organization may as an admin of all of it, not of one workspace', async () => {
    expect(await toConnect(workspaceAdmin, 'UGRACE', 'enterprise')).toEqual(no('not_chosen'));
    expect(await toConnect(orgAdmin, 'UGRACE', 'enterprise')).toEqual(yes);
    expect(await toConnect(orgAdmin, 'UGRACE', 'workspace')).toEqual(yes);
  });

  it('may not where Slack does not know them, or calls them a guest', async () => {
    const guest = workspaceOf(person({ isAdmin: true, isGuest: true }));
    expect(await toConnect(workspaceOf('unknown'), 'UGRACE')).toEqual(no('external'));
    expect(await toConnect(guest, 'UGRACE')).toEqual(no('guest'));
  });
});

describe('somebody who wants to change a role', () => {
  const named = (userIds: string[], userGroupIds: string[] = []) => ({
    scope: { teamId: 'T1' },
    settings: {
      whoMayInvite: admins,
      domains: [],
      roleChangers: { userIds, userGroupIds },
    },
  });
  const change = (
    workspace: ReturnType<typeof workspaceOf>,
    connection: Parameters<typeof toChangeRoles>[2] = named([]),
  ) => toChangeRoles(workspace, 'UGRACE', connection);

  it('may where they may connect, or are named', async () => {
    expect(await change(workspaceOf(person({ isAdmin: true })))).toEqual(yes);
    expect(await change(workspaceOf(person({ id: 'UOPERATOR' })))).toEqual(yes);
    expect(await change(workspaceOf(person({ id: 'UGRACE' })), named(['UGRACE']))).toEqual(yes);
    expect(await change(workspaceOf(person({ id: 'UGRACE' })), named(['UBOB']))).toEqual(
      no('not_chosen'),
    );
    const { scope, settings } = named([]);
    const { roleChangers: _, ...nobody } = settings;
    expect(await change(workspaceOf(person()), { scope, settings: nobody })).toEqual(
      no('not_chosen'),
    );
  });

  it('may where they are in a named group, as Slack says it now', async () => {
    const workspace = workspaceOf(person(), { SLEADS: ['UGRACE'] });
    expect(await change(workspace, named([], ['S0', 'SLEADS']))).toEqual(yes);
    expect(workspace.asked).toEqual(['S0 anew', 'SLEADS anew']);
  });

  it('may not where no group that can be read has them', async () => {
    const workspace = workspaceOf(person(), { S0: 'unavailable', SLEADS: ['UALICE'] });
    expect(await change(workspace, named([], ['S0', 'SLEADS']))).toEqual(no('not_chosen'));
  });

  it('may though one group cannot be read, where another has them', async () => {
    const workspace = workspaceOf(person(), { S0: 'unavailable', SLEADS: ['UGRACE'] });
    expect(await change(workspace, named([], ['S0', 'SLEADS']))).toEqual(yes);
  });

  it.each(['isGuest', 'isBot', 'isExternal', 'isDeactivated'])(
    'may not though they are named, as %s',
    async (what) => {
      const workspace = workspaceOf(person({ id: 'UGRACE', [what]: true }), { S0: ['UGRACE'] });
      expect(await change(workspace, named(['UGRACE'], ['S0']))).toMatchObject({ allowed: false });
      expect(workspace.asked).toEqual([]);
    },
  );

  it('is judged as Slack knows them now', async () => {
    const guest = person({ id: 'UGRACE', isGuest: true });
    const workspace = workspaceOf(person({ id: 'UGRACE' }), {}, guest);
    expect(await change(workspace, named(['UGRACE']))).toEqual(no('guest'));
    expect(await change(workspaceOf('unavailable'), named(['UGRACE']))).toEqual(no('unidentified'));
  });

  it('may not as an admin of one workspace where the connection is for all of them', async () => {
    const wide = { ...named(['UBOB']), scope: { enterpriseId: 'E1' } };
    expect(await change(workspaceOf(person({ isAdmin: true })), wide)).toEqual(no('not_chosen'));
    expect(await change(workspaceOf(person({ isOrgAdmin: true })), wide)).toEqual(yes);
    expect(await change(workspaceOf(person({ id: 'UBOB' })), wide)).toEqual(yes);
  });
});

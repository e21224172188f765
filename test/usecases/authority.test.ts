import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Invite } from '../../src/domain/invitation.ts';
import type { Member, OrganizationDetails, Role } from '../../src/domain/organization.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import { DAY } from '../../src/limits.ts';
import { createAuthority, givenBy, invitableBy } from '../../src/usecases/authority.ts';
import type { Connected } from '../../src/usecases/find-connection.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import {
  acmeDetails,
  connection,
  invite,
  member,
  person,
  systemRole,
} from '../helpers/builders.ts';
import { link } from '../helpers/stored.ts';

const admin = systemRole('Admin');
const editor = systemRole('Editor');
const viewer = systemRole('Viewer');
const joined = { kind: 'joined' } as const;
const grace = person({ address: 'grace@example.com', isAddressConfirmed: true });
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };

type World = {
  /** Whom Slack knows as UGRACE; nobody, if it can't say. */
  who?: Person | undefined;
  members?: Member[];
  roles?: Role[];
  details?: Partial<OrganizationDetails>;
  settings?: Partial<ConnectionSettings>;
  fails?: Partial<Record<'rights' | 'members', PiperFailure>>;
  connectedBy?: string;
  isFixed?: boolean;
  inviteAdmins?: string[];
  groups?: Record<string, string[] | undefined>;
  /** When Grace placed what counts, newest first; a day has passed since the beginning of time. */
  placed?: number[];
  /** The member that Grace is linked to, or that this can't be told. */
  link?: string | 'unreadable';
  /** Whether the member list is remembered. */
  isRemembered?: boolean;
};

const asEditor = [member('grace@example.com', { status: joined })];

/** What Grace may have done in Acme Robotics. */
function setUp(world: World = {}) {
  const { fails = {}, roles = [admin, editor, viewer], members = asEditor } = world;
  const asked: string[] = [];
  const details = { ...acmeDetails, ...world.details };
  const list = (how: string) => async () => {
    asked.push(how);
    return fails.members ? err(fails.members) : ok({ members, readAt: 0 });
  };
  const piper = {
    rights: async () => (fails.rights ? err(fails.rights) : ok({ details, roles })),
    members: list('recent'),
    membersNow: list('new'),
    remembered: () => ({
      organization: details,
      roles,
      ...(world.isRemembered && { members }),
    }),
  } as unknown as PiperOrganization;
  const connected: Connected = {
    kind: 'connected',
    isFixed: world.isFixed ?? false,
    piper,
    checkAgain: async () => true,
    connection: connection({
      connectedBy: world.connectedBy ?? 'UALICE',
      settings: { whoMayInvite: { kind: 'members' }, domains: [], ...world.settings },
    }),
  };
  const who = 'who' in world ? world.who : grace;
  const directory = {
    inviteAdmins: new Set(world.inviteAdmins),
    people: {
      find: async () => (who ? ok(who) : err('unavailable' as const)),
      findAnew: async () => (who ? ok(who) : err('unavailable' as const)),
      remembered: () => who,
    },
    userGroups: {
      list: async () => ok([]),
      members: async (id: string) => {
        asked.push(id);
        const group = world.groups?.[id];
        return group ? ok(group) : err('unavailable' as const);
      },
    },
  };
  const { authorityOf, remembered } = createAuthority({
    links: {
      find: async ({ connection: { id } }, userId) => {
        expect([id, userId]).toEqual([connected.connection.id, 'UGRACE']);
        if (world.link === 'unreadable') return err({ kind: 'damaged' as const });
        return ok(world.link === undefined ? undefined : link({ memberId: world.link }));
      },
    },
    invitationQueries: {
      counted: async (of, since, limit) => {
        expect(of).toEqual({ organizationId: 'org-1', inviterId: 'UGRACE' });
        return (world.placed ?? []).filter((at) => at > since).slice(0, limit);
      },
    },
    now: () => DAY,
  });
  return {
    asked,
    authority: (how: 'new' | 'recent' = 'new') => authorityOf(directory, 'UGRACE', connected, how),
    remembered: () => remembered(directory, 'UGRACE', connected),
  };
}
const may = async (world: World, role: Role) => {
  const { authority } = setUp(world);
  return (await authority()).decide(invite('ada@acme.example', role)).kind;
};
const givable = async (world: World = {}) => {
  const { authority } = setUp(world);
  return givenBy(await authority(), [admin, editor, viewer]).map(({ name }) => name);
};

describe('somebody', () => {
  it('gives what their own role in Piper allows', async () => {
    expect(await givable()).toEqual(['Editor', 'Viewer']);
    expect(await may({}, admin)).toBe('deny');
    expect(await may({}, editor)).toBe('direct');
  });

  it('gives everything as the owner, whatever the role', async () => {
    expect(await givable({ details: { ownerUserId: 'piper-grace@example.com' } })).toHaveLength(3);
  });

  it('gives nothing as somebody whom Slack can not tell', async () => {
    expect(await givable({ who: undefined })).toEqual([]);
    const { authority } = setUp({ who: undefined });
    expect((await authority()).decide(invite('ada@acme.example', viewer))).toEqual({
      kind: 'deny',
      reasons: [{ kind: 'unidentified' }],
    });
  });

  it.each([
    ['nobody in Piper', { members: [] }, 'none'],
    ['not sure to be who they are there', { who: person() }, 'unconfirmed'],
    ['two there', { members: [...asEditor, ...asEditor] }, 'several'],
    ['only invited there', { members: [member('grace@example.com')] }, 'not_joined'],
  ] as const)('gives nothing as %s', async (_, world, why) => {
    expect(await givable(world as World)).toEqual([]);
    expect((await setUp(world as World).authority()).own).toEqual({ kind: why });
  });

  it('gives no more than Piper tells of a role now, whatever was told before', async () => {
    const forged: Role = { ...admin, permissions: ['org:read'], isSystem: false };
    expect(await may({}, forged)).toBe('deny');
    expect(await may({}, { id: 'role-unheard-of', name: 'Viewer', isSystem: true })).toBe('deny');
    expect(await may({}, { id: viewer.id, name: 'Anything', permissions: ['*'] })).toBe('direct');
  });

  it('whose role Piper no longer lists gives that role alone', async () => {
    const world = { members: [member('grace@example.com', { status: joined, roleId: 'gone' })] };
    expect(await givable(world)).toEqual([]);
    expect(await may(world, { id: 'gone', name: 'Gone' })).toBe('direct');
  });
});

describe('somebody who is linked', () => {
  const corp = member('grace@corp.example', { status: joined, roleName: 'Viewer' });
  const members = [...asEditor, corp, member('owner@example.com', { roleName: 'Admin' })];

  it('gives what the member allows whom they are linked to, whatever their address', async () => {
    expect(await givable({ members, link: corp.userId })).toEqual(['Viewer']);
    expect(await givable({ who: person(), members, link: corp.userId })).toEqual(['Viewer']);
  });

  it.each(['piper-gone', 'unreadable'])(
    'gives nothing where the link leads to nobody: %s',
    async (to) => {
      expect(await givable({ members, link: to })).toEqual([]);
      expect((await setUp({ members, link: to }).authority()).own).toEqual({ kind: 'link_stale' });
    },
  );

  it('is that member, and so may not change their role', async () => {
    const { isSelf } = await setUp({ members, link: corp.userId }).authority();
    expect(isSelf(corp)).toBe(true);
    expect(isSelf(member('owner@example.com'))).toBe(false);
    expect(isSelf({ ...corp, userId: 'piper-other', address: 'grace@example.com' })).toBe(true);
  });

  it('is remembered so, too', async () => {
    const authority = await setUp({ members, link: corp.userId, isRemembered: true }).remembered();
    expect(authority && givenBy(authority, [admin, editor, viewer])).toEqual([viewer]);
  });
});

describe('where people can ask for approval', () => {
  const asking = {
    approvers: { userIds: ['UCAROL'], userGroupIds: [], quietUserIds: [] },
    expireAfterDays: 7,
    selfApproval: false,
    twoApprovals: [viewer.id],
  };
  const settings = { asking, roleIds: [admin.id, viewer.id] };

  it('what somebody may not give needs it, and does not use up a quota', async () => {
    expect(await may({ settings }, admin)).toBe('approval');
    expect(await may({ settings }, viewer)).toBe('approval');
    expect(await may({ settings }, editor)).toBe('approval');
    const { authority } = setUp({
      settings: { asking: { ...asking, twoApprovals: [] }, quota: { invites: 1, fate: 'deny' } },
    });
    const invites = [invite('x@example.com', admin), invite('y@example.com', viewer)];
    expect((await (await authority()).decideNew(invites)).map(({ kind }) => kind)).toEqual([
      'approval',
      'direct',
    ]);
  });

  it('somebody invites with every role that is not denied', async () => {
    const rules = [
      {
        id: 'no',
        name: 'No',
        who: { kind: 'members' as const },
        roles: [editor.id],
        domains: 'all' as const,
        fate: 'deny' as const,
      },
    ];
    const all = [admin, editor, viewer];
    const invitable = async (world: World) => invitableBy(await setUp(world).authority(), all);
    expect(await invitable({ settings: { asking, rules } })).toEqual([admin, viewer]);
    expect(await invitable({ settings: { rules } })).toEqual([viewer]);
  });

  it('whoever approves gives no more than their own role does, by what Piper tells of roles', async () => {
    const { whyTooMuch } = await setUp({ settings }).authority();
    expect(whyTooMuch({ id: admin.id, name: 'Viewer', permissions: [] })).toEqual({
      kind: 'above',
      own: 'Editor',
    });
    expect(whyTooMuch({ id: viewer.id, name: 'Anything', permissions: ['*'] })).toBe(undefined);
  });
});

describe('whoever holds the token', () => {
  const token = (permissions?: string[]): Partial<OrganizationDetails> => ({
    tokenRole: { id: '', name: 'Editor', ...(permissions && { permissions }) },
  });
  const ofEditors = [
    'org:read',
    'members:read',
    'agents:read',
    'agents:create',
    'agents:update',
    'agents:delete',
    'members:invite',
  ];

  it('gives what the token may give, though nobody in Piper', async () => {
    const world = { connectedBy: 'UGRACE', members: [], details: token(ofEditors) };
    expect(await givable(world)).toEqual(['Editor', 'Viewer']);
    expect(await givable({ ...world, details: token() })).toEqual([]);
  });

  it('is whoever connected the workspace, and nobody who may invite besides', async () => {
    const world = { members: [], details: token(ofEditors) };
    expect(await givable({ ...world, inviteAdmins: ['UGRACE'] })).toEqual([]);
    expect(await givable({ ...world, connectedBy: 'UEVE' })).toEqual([]);
  });

  it('is the invite admins where the process itself is connected', async () => {
    const world = { isFixed: true, members: [], details: token(ofEditors) };
    expect(await givable({ ...world, inviteAdmins: ['UGRACE'] })).toEqual(['Editor', 'Viewer']);
    expect(await givable({ ...world, connectedBy: 'UGRACE' })).toEqual([]);
  });

  it('is known as such, and nobody else', async () => {
    const holds = async (world: World) => (await setUp(world).authority()).holdsToken;
    expect(await holds({ connectedBy: 'UGRACE' })).toBe(true);
    expect(await holds({ connectedBy: 'UGRACE', who: undefined })).toBe(false);
    expect(await holds({})).toBe(false);
  });

  it('need not be looked for among the members', async () => {
    const { authority, asked } = setUp({ connectedBy: 'UGRACE' });
    await authority();
    expect(asked).toEqual([]);
  });
});

describe('the member list', () => {
  it.each(['new', 'recent'] as const)('is read as asked for: %s', async (how) => {
    const { authority, asked } = setUp();
    await authority(how);
    expect(asked).toEqual([how]);
  });
});

describe('a quota', () => {
  const settings = { quota: { invites: 3, fate: 'deny' as const } };
  const kinds = async (world: World, invites: Invite[]) => {
    const { authority } = setUp({ settings, ...world });
    return (await (await authority()).decideNew(invites)).map(({ kind }) => kind);
  };
  const three = ['a', 'b', 'c'].map((name) => invite(`${name}@example.com`));

  it('lets those who are first be invited, and counts them against those after them', async () => {
    expect(await kinds({}, three)).toEqual(['direct', 'direct', 'direct']);
    expect(await kinds({ placed: [1] }, three)).toEqual(['direct', 'direct', 'deny']);
    expect(await kinds({ placed: [1, 0] }, three)).toEqual(['direct', 'direct', 'deny']);
    expect(await kinds({ placed: [9, 8, 7, 6] }, three)).toEqual(['deny', 'deny', 'deny']);
  });

  it('is not used up by those who are not invited anyway', async () => {
    const mixed = [invite('x@example.com', admin), invite('y@example.com', admin), ...three];
    expect((await kinds({}, mixed)).slice(2)).toEqual(['direct', 'direct', 'direct']);
  });

  it('counts those who are undecided, too', async () => {
    expect(await kinds({ placed: [1], fails: { members: down } }, three)).toEqual([
      'undecided',
      'undecided',
      'deny',
    ]);
  });

  it('says how many it is', async () => {
    const { authority } = setUp({ settings, placed: [3, 2, 1] });
    const [decision] = await (await authority()).decideNew(three);
    expect(decision).toMatchObject({
      reasons: expect.arrayContaining([{ kind: 'quota', used: 3, limit: 3 }]),
    });
  });

  it('counts only where something is placed', async () => {
    const { authority } = setUp({ settings, placed: [3, 2, 1] });
    const { decide, decideRole } = await authority();
    expect(decide(invite('ada@example.com')).kind).toBe('direct');
    expect(decideRole(viewer).kind).toBe('direct');
  });

  it('is told with how much of it is used', async () => {
    const use = async (world: World) => (await setUp(world).authority()).quotaUse();
    expect(await use({ settings, placed: [2, 1] })).toEqual({ used: 2, limit: 3 });
    expect(await use({ placed: [2, 1] })).toBe(undefined);
    expect(await use({ settings, who: undefined })).toBe(undefined);
  });

  it('is not looked for where the settings have none', async () => {
    expect(await kinds({ settings: {}, placed: [3, 2, 1] }, three)).toEqual(
      three.map(() => 'direct'),
    );
  });
});

describe('a Piper that does not answer', () => {
  it.each(['rights', 'members'] as const)(
    'leaves undecided what nothing else stands against: %s',
    async (part) => {
      const world: World = { fails: { [part]: down } };
      expect(await may(world, admin)).toBe('undecided');
      expect(await may({ ...world, settings: { roleIds: [viewer.id] } }, admin)).toBe('deny');
      expect(await may({ ...world, settings: { domains: ['x.example'] } }, viewer)).toBe('deny');
      expect((await setUp(world).authority()).own).toEqual({ kind: 'unread', failure: down });
    },
  );

  it('lets the form offer every role that the settings name', async () => {
    expect(await givable({ fails: { members: down } })).toHaveLength(3);
  });
});

describe('a user group', () => {
  const settings = {
    whoMayInvite: { kind: 'chosen' as const, userIds: [], userGroupIds: ['SLEADS'] },
  };

  it.each([
    ['has them', ['UGRACE'], 'direct'],
    ['has others', ['UEVE'], 'deny'],
    ['can not be read', undefined, 'deny'],
  ])('that %s decides', async (_, people, kind) => {
    expect(await may({ settings, groups: { SLEADS: people } }, viewer)).toBe(kind);
  });
});

describe('the user groups', () => {
  it('that the form and the rules name are each read once, and no others', async () => {
    const who = (...userGroupIds: string[]) => ({
      kind: 'chosen' as const,
      userIds: [],
      userGroupIds,
    });
    const rule = {
      id: 'no',
      name: 'No',
      who: who('SLEADS', 'SALL'),
      roles: 'all' as const,
      domains: 'all' as const,
      fate: 'deny' as const,
    };
    const settings = { whoMayInvite: who('SLEADS'), rules: [rule] };
    const groups = { SLEADS: ['UEVE'], SALL: ['UGRACE'] };
    const { authority, asked } = setUp({ settings, groups });
    expect((await authority()).decide(invite('ada@acme.example', viewer))).toMatchObject({
      kind: 'deny',
      reasons: [{ kind: 'rule', id: 'no' }],
    });
    expect(asked.filter((each) => each.startsWith('S'))).toEqual(['SLEADS', 'SALL']);
  });
});

describe('oneself', () => {
  it('is whoever has the address, confirmed or not', async () => {
    const { isSelf } = await setUp({ who: person() }).authority();
    expect(isSelf(member('GRACE@example.com'))).toBe(true);
    expect(isSelf(member('ada@example.com'))).toBe(false);
    expect(isSelf({ ...member('x'), address: undefined })).toBe(false);
  });
});

describe('what is remembered', () => {
  it('decides without a request', async () => {
    const { remembered, asked } = setUp({ isRemembered: true });
    const authority = await remembered();
    expect(authority && givenBy(authority, [admin, editor])).toEqual([editor]);
    expect(asked).toEqual([]);
  });

  it('does not suffice without the members, but for whoever holds the token', async () => {
    expect(await setUp().remembered()).toBeUndefined();
    expect(await setUp({ connectedBy: 'UGRACE' }).remembered()).toBeDefined();
  });

  it.each([
    ['the person', { who: undefined, isRemembered: true }],
    [
      'who is in a group',
      {
        isRemembered: true,
        settings: {
          whoMayInvite: { kind: 'chosen' as const, userIds: ['UGRACE'], userGroupIds: ['SLEADS'] },
        },
      },
    ],
  ])('does not suffice without %s', async (_, world) => {
    expect(await setUp(world).remembered()).toBeUndefined();
  });
});

import fc from 'fast-check';
import type { Asking } from '../../src/domain/asking.ts';
import type { ConnectionSettings, WhoMayInvite } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Member, Role } from '../../src/domain/organization.ts';
import type { PersonRef } from '../../src/domain/people-list.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { Fate, Rule } from '../../src/domain/rule.ts';
import { createAuthority } from '../../src/usecases/authority.ts';
import type { Connected } from '../../src/usecases/find-connection.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { acmeDetails, connection, member, person } from './builders.ts';
import { link } from './stored.ts';

const names = ['Admin', 'Editor', 'Viewer', 'Pilot', 'Owner'];
const idOf = (name: string) => `role-${name.toLowerCase()}`;
const ids = names.map(idOf);
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
/** Grace's address in Slack. */
export const own = 'grace@example.com';

/** What it depends on at one moment whether Grace (UGRACE) may have somebody invited. */
export type World = {
  roles: Role[];
  members: Member[];
  ownerUserId: string | undefined;
  tokenRole: Role;
  /** Whom Slack knows as UGRACE; nobody, if it can't say. */
  grace: Person | undefined;
  groups: Record<string, string[] | undefined>;
  linkedTo: string | undefined;
  settings: ConnectionSettings;
  /** How many invites of Grace's count against a quota. */
  used: number;
  connectedBy: string;
  isFixed: boolean;
  inviteAdmins: string[];
  fails: ('details' | 'roles' | 'members')[];
};

const often = <T>(usual: T, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: unusual });
const rarely = fc.oneof(
  { weight: 30, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);
const anyRole = (name: string): fc.Arbitrary<Role> =>
  fc.oneof(
    fc.constant<Role>({ id: idOf(name), name, isSystem: true }),
    fc.record({
      id: fc.constant(idOf(name)),
      name: fc.constant(name),
      isSystem: fc.constantFrom(true, false, undefined),
      permissions: fc.option(
        fc.subarray(['members:invite', 'members:read', 'members:update', 'org:billing', '*']),
        { nil: undefined },
      ),
    }),
  );
const anyId = fc.constantFrom(...ids);
const anyRoles = fc
  .tuple(...names.map(anyRole))
  .chain((roles) => often(roles, fc.subarray(roles, { minLength: 3 })));
const anyMember = (address: string): fc.Arbitrary<Member> =>
  fc
    .record({
      roleId: anyId,
      status: fc.constantFrom<Member['status']>(
        { kind: 'joined' },
        { kind: 'joined' },
        { kind: 'pending' },
      ),
    })
    .map((about) => member(address, about));
const anyMembers = fc
  .tuple(
    fc
      .constantFrom(0, 1, 1, 1, 1, 1, 2)
      .chain((length) => fc.array(anyMember(own), { minLength: length, maxLength: length })),
    fc.array(anyMember('other@example.com'), { maxLength: 1 }),
    fc.array(anyMember('ada@acme.example'), { maxLength: 1 }),
  )
  .map((lists) => lists.flat());

const anyGrace: fc.Arbitrary<Person> = fc
  .record({
    isAdmin: fc.boolean(),
    isOrgAdmin: rarely,
    isGuest: rarely,
    isBot: rarely,
    isDeactivated: rarely,
    isExternal: rarely,
    isAddressConfirmed: often(true, fc.constantFrom(false, undefined)),
    hasAddress: rarely.map((isRare) => !isRare),
  })
  .map(({ hasAddress, isAddressConfirmed, ...about }) => {
    const { address: _, ...nobody } = person(about);
    return {
      ...nobody,
      ...(hasAddress && { address: own }),
      ...(isAddressConfirmed !== undefined && { isAddressConfirmed }),
    };
  });

const chosen = fc.record({
  kind: fc.constant('chosen' as const),
  userIds: fc.subarray(['UGRACE', 'UEVE']),
  userGroupIds: fc.subarray(['SLEADS', 'SALL']),
});
const anyWho: fc.Arbitrary<WhoMayInvite> = fc.oneof(
  fc.constantFrom<WhoMayInvite>({ kind: 'admins' }, { kind: 'members' }, { kind: 'members' }),
  chosen,
);
const anyDomains = fc.subarray(['acme.example', 'globex.example']);
const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    who: anyWho,
    roles: fc.oneof(fc.constant('all' as const), fc.subarray(ids, { minLength: 1 })),
    domains: fc.oneof(fc.constant('all' as const), anyDomains),
    fate: fc.constantFrom<Fate>('direct', 'direct', 'direct', 'approval', 'deny'),
    isBeyond: fc.boolean(),
  })
  .map(({ isBeyond, ...about }) => ({
    id: JSON.stringify(about),
    name: 'Leads',
    ...about,
    ...(isBeyond && { beyondOwnRole: true as const }),
  }));
const anyAsking: fc.Arbitrary<Asking> = fc.subarray(ids, { maxLength: 2 }).map((twoApprovals) => ({
  approvers: { userIds: ['UCAROL'], userGroupIds: [], quietUserIds: [] },
  expireAfterDays: 7,
  selfApproval: false,
  twoApprovals,
}));
const anySettings: fc.Arbitrary<ConnectionSettings> = fc
  .record({
    whoMayInvite: anyWho,
    roleIds: often(undefined, fc.subarray(ids)),
    isBeyond: fc.boolean(),
    domains: often([], anyDomains),
    rules: fc.array(anyRule, { maxLength: 4 }),
    asking: fc.option(anyAsking, { nil: undefined, freq: 2 }),
    quota: fc.option(
      fc.record({
        invites: fc.constantFrom(0, 1, 20),
        fate: fc.constantFrom('deny' as const, 'approval' as const),
      }),
      { nil: undefined, freq: 2 },
    ),
  })
  .map(
    ({ roleIds, isBeyond, quota, asking, ...settings }): ConnectionSettings => ({
      ...settings,
      ...(asking && { asking }),
      ...(roleIds && { roleIds }),
      ...(roleIds && isBeyond && { beyondOwnRole: true as const }),
      ...(quota && { quota }),
    }),
  );

export const anyWorld: fc.Arbitrary<World> = fc.record({
  roles: anyRoles,
  members: anyMembers,
  ownerUserId: fc.constantFrom('piper-owner@example.com', `piper-${own}`, undefined),
  tokenRole: fc.oneof(anyRole('Admin'), anyRole('Editor')),
  grace: fc.option(anyGrace, { nil: undefined, freq: 10 }),
  groups: fc.record({
    SLEADS: fc.constantFrom(['UGRACE'], ['UEVE'], undefined),
    SALL: fc.constantFrom(['UGRACE', 'UEVE'], [], undefined),
  }),
  linkedTo: often(
    undefined,
    fc.constantFrom(undefined, `piper-${own}`, 'piper-other@example.com', 'unreadable'),
  ),
  settings: anySettings,
  used: fc.constantFrom(0, 1, 19, 20, 30),
  connectedBy: fc.constantFrom('UALICE', 'UALICE', 'UGRACE'),
  isFixed: rarely,
  inviteAdmins: fc.subarray(['UGRACE', 'UEVE'], { maxLength: 1 }),
  fails: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray(['details', 'roles', 'members'] as const) },
  ) as fc.Arbitrary<World['fails']>,
});

/** People of the workspace besides Grace. */
const ada = person({ id: 'UADA', address: 'ada@acme.example' });
const robot = person({ id: 'UROBOT', address: 'robot@acme.example', isBot: true });
const { address: _, ...nora } = person({ id: 'UNORA' });
const at = (address: string): PersonRef => ({ kind: 'address', address });
const user = (userId: string): PersonRef => ({ kind: 'mention', userId });

/** Somebody to invite, or who can't be. */
export const anyPerson: fc.Arbitrary<PersonRef> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(at('max@acme.example'), at('ada@acme.example'), user('UADA')),
  },
  { weight: 2, arbitrary: fc.constantFrom(at('eve@GLOBEX.example'), at('joe@else.example')) },
  { weight: 1, arbitrary: fc.constantFrom(user('UROBOT'), user('UNORA'), user('UNOBODY')) },
);

/** A role as it is typed; a few are none. */
export const anyTyped = fc.constantFrom(...names, ...names, 'editor', 'Edtor');

/** All that inviting is made of, with a Slack and a Piper that say what the world says. */
export function partsOf(world: World) {
  const { roles, members, fails } = world;
  const known = [...(world.grace ? [world.grace] : []), ada, robot, nora];
  const find = async (userId: string) => {
    const found = known.find(({ id }) => id === userId);
    if (found) return ok(found);
    return err(userId === 'UGRACE' ? ('unavailable' as const) : ('unknown' as const));
  };
  const read =
    <T>(what: World['fails'][number], value: T) =>
    async () =>
      fails.includes(what) ? err(down) : ok(value);
  const list = read('members', { members, readAt: 0 });
  const details = {
    ...acmeDetails,
    ownerUserId: world.ownerUserId,
    tokenRole: world.tokenRole,
  };
  const piper = {
    details: read('details', details),
    roles: read('roles', roles),
    rights: async () =>
      fails.includes('details') || fails.includes('roles') ? err(down) : ok({ details, roles }),
    members: list,
    membersNow: list,
  } as unknown as PiperOrganization;
  const connected: Connected = {
    kind: 'connected',
    isFixed: world.isFixed,
    piper,
    checkAgain: async () => true,
    connection: connection({ settings: world.settings, connectedBy: world.connectedBy }),
  };
  const workspace = {
    inviteAdmins: new Set(world.inviteAdmins),
    people: {
      find,
      findAnew: find,
      findAll: (userIds: readonly string[]) => Promise.all(userIds.map(find)),
      remembered: () => undefined,
    },
    userGroups: {
      list: async () => ok([]),
      members: async (id: string) => {
        const group = world.groups[id];
        return group ? ok(group) : err('unavailable' as const);
      },
    },
  };
  const { linkedTo, used } = world;
  const { authorityOf } = createAuthority({
    links: {
      find: async () =>
        linkedTo === 'unreadable'
          ? err('altered' as never)
          : ok(linkedTo === undefined ? undefined : link({ memberId: linkedTo })),
    },
    invitationQueries: {
      counted: async (_of, _since, limit) => Array.from({ length: Math.min(used, limit) }, () => 0),
    },
    now: () => 0,
  });
  return { connected, workspace, authorityOf };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WhoMayInvite } from '../../src/domain/connection.ts';
import type { Person } from '../../src/domain/person.ts';
import {
  groupsOfInviters,
  invitableDomains,
  inviteAdminsIn,
  invitersOf,
  isAllowedAddress,
  mayCancel,
  mayChangeRoles,
  mayConnect,
  mayInvite,
  mayLoseRole,
  offeredRoles,
  reachOf,
} from '../../src/domain/policy.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { person } from '../helpers/builders.ts';

const nobody = new Set<string>();
const inviteAdmins = new Set(['UGRACE']);
const admins: WhoMayInvite = { kind: 'admins' };
const members: WhoMayInvite = { kind: 'members' };
const chosen = (userIds: string[], userGroupIds: string[] = []): WhoMayInvite => ({
  kind: 'chosen',
  userIds,
  userGroupIds,
});

const asked = (
  who: Person,
  {
    whoMayInvite = admins,
    inviteAdmins: named = nobody,
    isInChosenGroup = false,
    rules = [],
  }: {
    whoMayInvite?: WhoMayInvite;
    inviteAdmins?: Set<string>;
    isInChosenGroup?: boolean | undefined;
    rules?: Rule[];
  } = {},
) =>
  mayInvite(
    who,
    { whoMayInvite, domains: [], rules },
    { inviteAdmins: named, isInGroup: () => isInChosenGroup },
  );

const yes = { allowed: true };
const no = (reason: string) => ({ allowed: false, reason });

describe('the invite admins of a workspace', () => {
  it('are those named for it, and those named for whichever there is', () => {
    const named = [
      { userId: 'U1' },
      { userId: 'U2', teamId: 'T1' },
      { userId: 'U3', teamId: 'T2' },
    ];
    expect([...inviteAdminsIn(named, { teamId: 'T1' })]).toEqual(['U1', 'U2']);
    expect([...inviteAdminsIn(named, { teamId: 'T2' })]).toEqual(['U1', 'U3']);
  });
});

describe('an admin or owner', () => {
  it.each([admins, members, chosen([])])('may invite where %j may', (whoMayInvite) => {
    expect(asked(person({ isAdmin: true }), { whoMayInvite })).toEqual(yes);
  });

  it('may connect', () => {
    expect(mayConnect(person({ isAdmin: true }), nobody, 'workspace')).toEqual(yes);
  });
});

describe('an invite admin', () => {
  it('may invite and connect everywhere', () => {
    expect(asked(person(), { inviteAdmins })).toEqual(yes);
    expect(mayConnect(person(), inviteAdmins, 'workspace')).toEqual(yes);
  });

  it('is meant exactly', () => {
    for (const id of ['UGRACE2', 'ugrace']) {
      expect(asked(person({ id }), { inviteAdmins })).toEqual(no('not_chosen'));
      expect(mayConnect(person({ id }), inviteAdmins, 'workspace')).toEqual(no('not_chosen'));
    }
  });
});

describe('a full member', () => {
  it('may invite where they, one of their groups or everybody was chosen', () => {
    expect(asked(person(), { whoMayInvite: chosen(['UGRACE']) })).toEqual(yes);
    expect(
      asked(person(), { whoMayInvite: chosen([], ['SLEADS']), isInChosenGroup: true }),
    ).toEqual(yes);
    expect(asked(person(), { whoMayInvite: members })).toEqual(yes);
  });

  it('may not invite otherwise', () => {
    expect(asked(person())).toEqual(no('not_chosen'));
    expect(asked(person(), { whoMayInvite: chosen(['UBOB'], ['SLEADS']) })).toEqual(
      no('not_chosen'),
    );
  });

  it('may connect no more than they are an admin of', () => {
    const orgAdmin = person({ isOrgAdmin: true });
    expect(mayConnect(person({ isAdmin: true }), nobody, 'enterprise')).toEqual(no('not_chosen'));
    expect(mayConnect(orgAdmin, nobody, 'enterprise')).toEqual(yes);
    expect(mayConnect(orgAdmin, nobody, 'workspace')).toEqual(yes);
    expect(mayConnect(person(), inviteAdmins, 'enterprise')).toEqual(yes);
  });

  it('may not connect, even where everybody may invite', () => {
    expect(mayConnect(person(), nobody, 'workspace')).toEqual(no('not_chosen'));
  });
});

describe.each([
  ['a bot', { isBot: true }, 'bot'],
  ['somebody deactivated', { isDeactivated: true }, 'deactivated'],
  ['somebody from another workspace', { isExternal: true }, 'external'],
  ['a guest', { isGuest: true }, 'guest'],
] as const)('%s', (_, about, reason) => {
  it.each([
    ['not chosen', {}, {}],
    ['an invite admin', {}, { inviteAdmins }],
    ['chosen', {}, { whoMayInvite: chosen(['UGRACE']) }],
    ['in a chosen group', {}, { whoMayInvite: chosen([], ['S1']), isInChosenGroup: true }],
    ['where every full member may', {}, { whoMayInvite: members }],
    ['called an admin', { isAdmin: true }, {}],
    ['chosen and called an admin', { isAdmin: true }, { whoMayInvite: chosen(['UGRACE']) }],
  ])('may not invite, %s', (_case, more, rule) => {
    expect(asked(person({ ...about, ...more }), rule)).toEqual(no(reason));
  });

  it('may not connect', () => {
    expect(mayConnect(person({ ...about, isAdmin: true }), inviteAdmins, 'workspace')).toEqual(
      no(reason),
    );
  });
});

describe('anybody', () => {
  const anyUserId = fc.constantFrom('UGRACE', 'UBOB', 'UEVE');
  const anyPerson = fc
    .record({
      id: anyUserId,
      isAdmin: fc.boolean(),
      isOrgAdmin: fc.boolean(),
      isGuest: fc.boolean(),
      isBot: fc.boolean(),
      isDeactivated: fc.boolean(),
      isExternal: fc.boolean(),
    })
    .map(person);
  const anyAdmins = fc.uniqueArray(anyUserId).map((userIds) => new Set<string>(userIds));
  const anyRule = fc.record({
    whoMayInvite: fc.oneof(
      fc.constantFrom(admins, members),
      fc.tuple(fc.uniqueArray(anyUserId), fc.subarray(['SLEADS'])).map((ids) => chosen(...ids)),
    ),
    inviteAdmins: anyAdmins,
    isInChosenGroup: fc.boolean(),
  });
  const anyReach = fc.constantFrom('workspace' as const, 'enterprise' as const);
  const isOutsider = (who: Person) =>
    who.isBot || who.isDeactivated || who.isExternal || who.isGuest;

  it('may invite only if they are a full member, and are named by one of the rules', () => {
    fc.assert(
      fc.property(anyPerson, anyRule, (who, rule) => {
        const { whoMayInvite } = rule;
        const isChosen =
          whoMayInvite.kind === 'chosen' &&
          (whoMayInvite.userIds.includes(who.id) ||
            (rule.isInChosenGroup && whoMayInvite.userGroupIds.length > 0));
        const isNamed = [
          who.isAdmin,
          rule.inviteAdmins.has(who.id),
          whoMayInvite.kind === 'members',
          isChosen,
        ].includes(true);
        expect(asked(who, rule)?.allowed).toBe(isNamed && !isOutsider(who));
      }),
      { numRuns: 500 },
    );
  });

  it('may connect only if they are a full member, and an admin of all that is connected', () => {
    fc.assert(
      fc.property(anyPerson, anyAdmins, anyReach, (who, inviteAdminIds, reach) => {
        const isNamed = [
          inviteAdminIds.has(who.id),
          who.isOrgAdmin,
          who.isAdmin && reach === 'workspace',
        ].includes(true);
        expect(mayConnect(who, inviteAdminIds, reach).allowed).toBe(isNamed && !isOutsider(who));
      }),
      { numRuns: 500 },
    );
  });

  it('who may connect a whole Enterprise organization may connect each of its workspaces', () => {
    fc.assert(
      fc.property(anyPerson, anyAdmins, (who, inviteAdminIds) => {
        if (mayConnect(who, inviteAdminIds, 'enterprise').allowed) {
          expect(mayConnect(who, inviteAdminIds, 'workspace')).toEqual(yes);
        }
        expect(mayConnect(who, nobody, 'enterprise').allowed && !who.isOrgAdmin).toBe(false);
      }),
    );
  });

  it('is not chosen by a group that the settings no longer ask for', () => {
    expect(asked(person(), { whoMayInvite: admins, isInChosenGroup: true })).toEqual(
      no('not_chosen'),
    );
  });
});

describe('a connection', () => {
  it('covers one workspace, or every one of an Enterprise organization', () => {
    expect(reachOf({ scope: { teamId: 'T1' } })).toBe('workspace');
    expect(reachOf({ scope: { enterpriseId: 'E1' } })).toBe('enterprise');
  });
});

describe('a batch', () => {
  const mayNot = { allowed: false, reason: 'not_chosen' } as const;

  it('may be cancelled by its inviter, even one who may no longer invite', () => {
    expect(mayCancel('UGRACE', 'UGRACE', mayNot)).toEqual(yes);
  });

  it('may be cancelled by whoever may connect the workspace', () => {
    expect(mayCancel('UBOB', 'UGRACE', { allowed: true })).toEqual(yes);
  });

  it.each(['UBOB', 'UGRACE2', 'ugrace', ''])('may not be cancelled by anybody else: %j', (id) => {
    expect(mayCancel(id, 'UGRACE', mayNot)).toEqual(no('not_chosen'));
  });
});

describe('rules besides the form', () => {
  const leads: Rule = {
    id: 'leads',
    name: 'Leads',
    who: chosen(['UBOB'], ['SLEADS']) as Rule['who'],
    roles: ['r-editor'],
    domains: ['acme.example'],
    fate: 'direct',
  };
  const settings = { whoMayInvite: admins, roleIds: ['r-viewer'], domains: [], rules: [leads] };

  it('let those whom they name invite, too', () => {
    const bob = person({ id: 'UBOB' });
    expect(asked(bob, { rules: [leads] })).toEqual(yes);
    expect(asked(person(), { rules: [leads], isInChosenGroup: true })).toEqual(yes);
    expect(asked(person(), { rules: [leads] })).toEqual(no('not_chosen'));
    expect(asked(bob, { rules: [{ ...leads, fate: 'deny' }] })).toEqual(no('not_chosen'));
    expect(asked(person({ id: 'UBOB', isGuest: true }), { rules: [leads] })).toEqual(no('guest'));
  });

  it('leave it open who is in a group that Slack can not tell', () => {
    const facts = { inviteAdmins: nobody, isInGroup: () => undefined };
    expect(mayInvite(person(), settings, facts)).toBe(undefined);
    expect(mayInvite(person({ isBot: true }), settings, facts)).toEqual(no('bot'));
    expect(groupsOfInviters(settings)).toEqual(['SLEADS']);
    expect(groupsOfInviters({ ...settings, rules: [{ ...leads, fate: 'deny' }] })).toEqual([]);
  });

  it('offer their roles and domains, besides those of the form', () => {
    const roles = ['r-viewer', 'r-editor', 'r-admin'].map((id) => ({ id, name: id }));
    expect(offeredRoles(roles, settings).map(({ id }) => id)).toEqual(['r-viewer', 'r-editor']);
    expect(mayLoseRole('r-editor', roles, settings)).toBe(true);
    expect(mayLoseRole('r-admin', roles, settings)).toBe(false);
    expect(invitableDomains(settings)).toEqual([]);
    const narrowed = { ...settings, domains: ['globex.example'] };
    expect(invitableDomains(narrowed)).toEqual(['globex.example', 'acme.example']);
    expect(isAllowedAddress('ada@acme.example', narrowed)).toBe(true);
    expect(isAllowedAddress('ada@other.example', narrowed)).toBe(false);
  });

  it('name whoever may invite, as people are told', () => {
    expect(invitersOf(settings, nobody)).toEqual(chosen(['UBOB'], ['SLEADS']));
    const everybody: Rule = { ...leads, who: { kind: 'members' } };
    expect(invitersOf({ ...settings, rules: [everybody] }, nobody)).toEqual(members);
  });
});

describe('who may invite, as people are told', () => {
  const inviters = (whoMayInvite: WhoMayInvite, among = nobody) =>
    invitersOf({ whoMayInvite, domains: [] }, among);

  it('is everybody where every full member may', () => {
    expect(inviters(members, inviteAdmins)).toEqual(members);
  });

  it('is the chosen ones and the invite admins, each once', () => {
    expect(inviters(chosen(['UBOB', 'UGRACE'], ['SLEADS']), inviteAdmins)).toEqual(
      chosen(['UBOB', 'UGRACE'], ['SLEADS']),
    );
    expect(inviters(admins, inviteAdmins)).toEqual(chosen(['UGRACE']));
  });

  it('is only the admins where nobody else is named', () => {
    expect(inviters(admins)).toEqual(admins);
    expect(inviters(chosen([]))).toEqual(admins);
  });

  it('is a chosen group where no single person was chosen', () => {
    expect(inviters(chosen([], ['SLEADS']))).toEqual(chosen([], ['SLEADS']));
  });

  it('is one person and one group where one of each was chosen', () => {
    expect(inviters(chosen(['UBOB'], ['SLEADS']))).toEqual(chosen(['UBOB'], ['SLEADS']));
  });
});

describe('who may change roles', () => {
  const connection = (userIds: string[], userGroupIds: string[] = []) => ({
    scope: { teamId: 'T1' },
    settings: { whoMayInvite: admins, domains: [], roleChangers: { userIds, userGroupIds } },
  });
  const anyPerson = fc
    .record({
      isAdmin: fc.boolean(),
      isOrgAdmin: fc.boolean(),
      isGuest: fc.boolean(),
      isBot: fc.boolean(),
      isDeactivated: fc.boolean(),
      isExternal: fc.boolean(),
    })
    .map((about) => person({ id: 'UBOB', ...about }));

  it('are those who may connect, and who is named besides if they could have a part at all', () => {
    fc.assert(
      fc.property(
        anyPerson,
        fc.subarray(['UBOB', 'UCAROL']),
        fc.subarray(['S1', 'S2']),
        fc.subarray(['S1', 'S2']),
        (who, userIds, userGroupIds, groups) => {
          const asNamed = mayChangeRoles(
            who,
            connection(userIds, userGroupIds),
            nobody,
            new Set(groups),
          );
          const asConnector = mayConnect(who, nobody, 'workspace');
          const isNamed =
            userIds.includes('UBOB') || userGroupIds.some((id) => groups.includes(id));
          const isFull = !(who.isGuest || who.isBot || who.isDeactivated || who.isExternal);
          expect(asNamed.allowed).toBe(asConnector.allowed || (isNamed && isFull));
          if (!asNamed.allowed) expect(asNamed).toEqual(asConnector);
        },
      ),
    );
  });
});

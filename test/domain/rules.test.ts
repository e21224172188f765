import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import type { Own } from '../../src/domain/ceiling.ts';
import type { ConnectionSettings, WhoMayInvite } from '../../src/domain/connection.ts';
import type { Role } from '../../src/domain/organization.ts';
import { mayInvite } from '../../src/domain/policy.ts';
import type { Rule, Who } from '../../src/domain/rule.ts';
import {
  type Decision,
  decide,
  decideRole,
  type Facts,
  isDenied,
  type Policy,
  policyOf,
  ruleOfForm,
  whyTooMuch,
} from '../../src/domain/rules.ts';
import { invite, person, systemRole } from '../helpers/builders.ts';

const admin = systemRole('Admin');
const editor = systemRole('Editor');
const viewer = systemRole('Viewer');
const pilot: Role = { id: 'role-pilot', name: 'Pilot', isSystem: false };

const members: Who = { kind: 'members' };
const rule = (about: Partial<Rule> = {}): Rule => ({
  id: 'form',
  name: 'Everybody',
  who: members,
  roles: 'all',
  domains: 'all',
  fate: 'direct',
  ...about,
});
const policy = (rules: Rule[], about: Partial<Policy> = {}): Policy => ({
  rules,
  otherwise: 'deny',
  twoApprovals: [],
  ...about,
});
const as = (own: Own): Facts['own'] => ({ kind: 'known', own });
const facts = (about: Partial<Facts> = {}): Facts => ({
  person: person(),
  isInGroup: () => false,
  inviteAdmins: new Set(),
  own: as(editor),
  used: 0,
  canBeApproved: true,
  ...about,
});
const ada = (role: Role) => invite('ada@acme.example', role);
const form = { kind: 'rule', id: 'form' } as const;

describe('an invite', () => {
  it('is sent at once where a rule says so and the role is within the own one', () => {
    expect(decide(policy([rule()]), ada(viewer), facts())).toEqual({
      kind: 'direct',
      reasons: [form],
    });
  });

  it.each([
    ['the role can do more', admin, as(editor), { kind: 'above', own: 'Editor' }],
    ['the roles can not be compared', pilot, as(admin), { kind: 'not_comparable' }],
    [
      'the inviter is nobody in Piper',
      viewer,
      { kind: 'none' },
      { kind: 'unmatched', why: 'none' },
    ],
    [
      'two members have their address',
      viewer,
      { kind: 'several' },
      { kind: 'unmatched', why: 'several' },
    ],
  ] as const)('needs approval where %s', (_, role, own, why) => {
    const about = facts({ own });
    expect(decide(policy([rule()]), ada(role), about)).toEqual({
      kind: 'approval',
      reasons: [form, why],
    });
    expect(decide(policy([rule()]), ada(role), { ...about, canBeApproved: false })).toEqual({
      kind: 'deny',
      reasons: [form, why, { kind: 'nobody_approves' }],
    });
  });

  it('has everything that stands in its way as reasons, the ceiling last', () => {
    const strict = {
      ...policy([rule()]),
      twoApprovals: [admin.id],
      quota: { invites: 3, fate: 'approval' as const },
    };
    const about = facts({ own: as(editor), used: 3 });
    const inTheWay = [
      { kind: 'two_approvals' },
      { kind: 'quota', used: 3, limit: 3 },
      { kind: 'above', own: 'Editor' },
    ];
    expect(decide(strict, ada(admin), about)).toEqual({
      kind: 'approval',
      reasons: [form, ...inTheWay],
    });
    const hard = { ...strict, quota: { invites: 3, fate: 'deny' as const } };
    expect(decide(hard, ada(admin), about).reasons).toEqual([form, inTheWay[0], inTheWay[2]]);
    expect(decide(hard, ada(viewer), about)).toEqual({
      kind: 'deny',
      reasons: [form, inTheWay[1]],
    });
  });

  it('of the owner is within whatever the role', () => {
    for (const role of [admin, pilot]) {
      expect(decide(policy([rule()]), ada(role), facts({ own: as('owner') })).kind).toBe('direct');
    }
  });

  it('goes beyond the own role only by a rule that names the role', () => {
    const named = rule({ roles: [admin.id], beyondOwnRole: true });
    expect(decide(policy([named]), ada(admin), facts()).kind).toBe('direct');
    expect(decide(policy([named]), ada(admin), facts({ own: { kind: 'none' } })).kind).toBe(
      'direct',
    );
    const all = rule({ roles: 'all', beyondOwnRole: true });
    expect(decide(policy([all]), ada(admin), facts()).kind).toBe('approval');
    const another = rule({ id: 'other', roles: [viewer.id], beyondOwnRole: true });
    expect(decide(policy([rule(), another]), ada(admin), facts()).kind).toBe('approval');
  });

  it('is denied with every rule that denies it', () => {
    const rules = [
      rule(),
      rule({ id: 'b', domains: ['acme.example'], fate: 'deny' }),
      rule({ id: 'c', roles: [viewer.id], fate: 'deny' }),
      rule({ id: 'd', domains: ['globex.example'], fate: 'deny' }),
    ];
    expect(decide(policy(rules), ada(viewer), facts({ own: as('owner') }))).toEqual({
      kind: 'deny',
      reasons: [
        { kind: 'rule', id: 'b' },
        { kind: 'rule', id: 'c' },
      ],
    });
  });

  it.each([
    ['other people', { who: { kind: 'chosen', userIds: ['UEVE'], userGroupIds: ['SLEADS'] } }],
    ['admins', { who: { kind: 'admins' } }],
    ['other roles', { roles: [admin.id] }],
    ['other domains', { domains: ['globex.example'] }],
  ] as [string, Partial<Rule>][])('is not denied by a rule about %s', (_, about) => {
    const denying = rule({ id: 'no', ...about, fate: 'deny' });
    expect(decide(policy([rule(), denying]), ada(viewer), facts())).toEqual({
      kind: 'direct',
      reasons: [form],
    });
    const asking = rule({ id: 'ask', ...about, fate: 'approval' });
    expect(decide(policy([asking]), ada(viewer), facts())).toEqual({
      kind: 'deny',
      reasons: [{ kind: 'no_rule' }],
    });
  });

  it.each([
    ['isBot', 'bot'],
    ['isDeactivated', 'deactivated'],
    ['isExternal', 'external'],
    ['isGuest', 'guest'],
  ])('of somebody with %s is denied as that of a %s', (flag, why) => {
    expect(
      decide(policy([rule()]), ada(viewer), facts({ person: person({ [flag]: true }) })),
    ).toEqual({ kind: 'deny', reasons: [{ kind: 'never', why }] });
  });

  it('without a domain is in none that a rule names', () => {
    const nowhere = invite('', viewer);
    const named = rule({ domains: ['acme.example'] });
    expect(decide(policy([named]), nowhere, facts()).kind).toBe('deny');
    expect(decide(policy([rule(), { ...named, fate: 'deny' }]), nowhere, facts()).kind).toBe(
      'direct',
    );
  });

  it('that a weaker and a stronger rule are about follows the stronger one', () => {
    const weaker = rule({ id: 'weaker', fate: 'approval' });
    expect(decide(policy([weaker, rule()]), ada(viewer), facts())).toEqual({
      kind: 'direct',
      reasons: [form],
    });
    expect(decide(policy([weaker]), ada(viewer), facts())).toEqual({
      kind: 'approval',
      reasons: [{ kind: 'rule', id: 'weaker' }],
    });
  });

  it('that no rule is about goes as the policy says', () => {
    const rules = [rule({ roles: [editor.id] }), rule({ domains: ['globex.example'] })];
    const decided = (otherwise: Policy['otherwise']) =>
      decide(policy(rules, { otherwise }), ada(viewer), facts());
    expect(decided('deny')).toEqual({ kind: 'deny', reasons: [{ kind: 'no_rule' }] });
    expect(decided('approval')).toEqual({ kind: 'approval', reasons: [{ kind: 'no_rule' }] });
  });

  it('for a role of two approvals is never sent at once', () => {
    const rules = policy([rule({ roles: [admin.id], beyondOwnRole: true })], {
      twoApprovals: [admin.id],
    });
    expect(decide(rules, ada(admin), facts({ own: as('owner') }))).toEqual({
      kind: 'approval',
      reasons: [form, { kind: 'two_approvals' }],
    });
  });

  it.each([
    [19, 'approval', 'direct'],
    [20, 'approval', 'approval'],
    [20, 'deny', 'deny'],
    [21, 'deny', 'deny'],
  ] as const)('after %d others within a quota of 20, %s beyond it, is %s', (used, fate, kind) => {
    const limited = policy([rule()], { quota: { invites: 20, fate } });
    const decided = decide(limited, ada(viewer), facts({ used }));
    expect(decided.kind).toBe(kind);
    if (kind !== 'direct') {
      expect(decided.reasons).toContainEqual({ kind: 'quota', used, limit: 20 });
    }
  });
});

describe('a rule', () => {
  const chosen = (...userIds: string[]): Who => ({
    kind: 'chosen',
    userIds,
    userGroupIds: ['SLEADS'],
  });
  const decided = (who: Who, about: Partial<Facts>) =>
    decide(policy([rule({ who })]), ada(viewer), facts(about)).kind;

  it.each([
    ['admins', { kind: 'admins' }, {}, 'deny'],
    ['admins', { kind: 'admins' }, { person: person({ isAdmin: true }) }, 'direct'],
    ['admins', { kind: 'admins' }, { inviteAdmins: new Set(['UGRACE']) }, 'direct'],
    ['those who are named', chosen('UGRACE'), {}, 'direct'],
    ['those who are named', chosen('UEVE'), {}, 'deny'],
    ['a user group', chosen(), { isInGroup: (id) => id === 'SLEADS' }, 'direct'],
    ['a user group', chosen(), { isInGroup: (id) => id !== 'SLEADS' }, 'deny'],
    ['a group that Slack tells nothing of', chosen(), { isInGroup: () => undefined }, 'deny'],
    ['those who are named', chosen('UGRACE'), { isInGroup: () => undefined }, 'direct'],
    ['those who are named', chosen(), { person: person({ isAdmin: true }) }, 'deny'],
    [
      'those who are named, and admins',
      { kind: 'chosen', userIds: [], userGroupIds: [], alsoAdmins: true },
      { person: person({ isAdmin: true }) },
      'direct',
    ],
  ] as [string, Who, Partial<Facts>, string][])('for %s (%j, %j) leads to %s', (...given) => {
    const [, who, about, kind] = given;
    expect(decided(who, about)).toBe(kind);
  });

  describe('for a group that Slack tells nothing of', () => {
    const inLeads = (is: boolean | undefined, about: Partial<Facts> = {}) =>
      facts({ isInGroup: (id) => (id === 'SLEADS' ? is : undefined), ...about });
    const unread = { kind: 'groups_unread', userGroupIds: ['SLEADS'] };
    const denying = rule({ id: 'no', who: chosen(), fate: 'deny' });

    it('lets nothing out that it may deny, and does not say that it denies it', () => {
      const rules = policy([rule(), denying]);
      expect(decide(rules, ada(viewer), inLeads(undefined))).toEqual({
        kind: 'deny',
        reasons: [unread],
      });
      expect(decide(rules, ada(viewer), inLeads(true)).reasons).toEqual([
        { kind: 'rule', id: 'no' },
      ]);
      expect(decide(rules, ada(viewer), inLeads(false)).kind).toBe('direct');
    });

    it('names each of those groups once, and no other', () => {
      const who: Who = { kind: 'chosen', userIds: [], userGroupIds: ['SLEADS', 'SOTHER'] };
      const rules = policy([rule(), denying, rule({ id: 'both', who, fate: 'deny' })]);
      const about = facts({ isInGroup: (id) => (id === 'SLEADS' ? undefined : false) });
      expect(decide(rules, ada(viewer), about).reasons).toEqual([unread]);
    });

    it('is no reason where another rule denies it for sure', () => {
      const rules = policy([denying, rule({ id: 'never', fate: 'deny' })]);
      expect(decide(rules, ada(viewer), inLeads(undefined)).reasons).toEqual([
        { kind: 'rule', id: 'never' },
      ]);
    });

    it('gives nothing, and says so where it could give more', () => {
      const beyond = rule({ who: chosen(), roles: [admin.id], beyondOwnRole: true });
      const own = inLeads(undefined, { own: as(viewer) });
      expect(decide(policy([rule(), beyond]), ada(admin), own)).toMatchObject({
        kind: 'approval',
        reasons: [{ kind: 'rule' }, { kind: 'above' }, unread],
      });
      expect(decide(policy([rule({ who: chosen() })]), ada(viewer), own)).toEqual({
        kind: 'deny',
        reasons: [{ kind: 'no_rule' }, unread],
      });
      expect(decide(policy([rule(), beyond]), ada(viewer), own)).toMatchObject({ kind: 'direct' });
      const approving = rule({ who: chosen(), fate: 'approval' });
      expect(decide(policy([approving], { otherwise: 'approval' }), ada(viewer), own)).toEqual({
        kind: 'approval',
        reasons: [{ kind: 'no_rule' }],
      });
    });
  });
});

const anyRole = fc.constantFrom(admin, editor, viewer, pilot);
const anyWho: fc.Arbitrary<Who> = fc.oneof(
  fc.constantFrom<Who>({ kind: 'admins' }, members),
  fc.record({
    kind: fc.constant('chosen' as const),
    userIds: fc.subarray(['UGRACE', 'UEVE']),
    userGroupIds: fc.subarray(['SLEADS', 'SALL']),
  }),
);
const listOr = (...items: string[]) =>
  fc.oneof(fc.constant('all' as const), fc.subarray(items, { minLength: 1 }));
const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    id: fc.uuid(),
    who: anyWho,
    roles: listOr(admin.id, editor.id, viewer.id, pilot.id),
    domains: listOr('acme.example', 'globex.example'),
    fate: fc.constantFrom('direct' as const, 'approval' as const, 'deny' as const),
    isBeyond: fc.boolean(),
  })
  .map(({ isBeyond, ...about }) => rule({ ...about, ...(isBeyond && { beyondOwnRole: true }) }));
const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  rules: fc.array(anyRule, { maxLength: 6 }),
  otherwise: fc.constantFrom('deny' as const, 'approval' as const),
  twoApprovals: fc.subarray([admin.id]),
});
const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    isAdmin: fc.boolean(),
    groups: fc.record({
      SLEADS: fc.constantFrom(true, false, undefined),
      SALL: fc.constantFrom(true, false, undefined),
    }),
    own: fc.oneof(
      fc.constantFrom<Facts['own']>(as('owner'), { kind: 'none' }, { kind: 'several' }),
      anyRole.map(as),
    ),
    canBeApproved: fc.boolean(),
  })
  .map(({ isAdmin, groups, own, canBeApproved }) =>
    facts({
      person: person({ isAdmin }),
      isInGroup: (id) => groups[id as 'SALL'],
      own,
      canBeApproved,
    }),
  );
const anyInvite = fc
  .tuple(fc.constantFrom('a@acme.example', 'b@globex.example', 'c@else.example'), anyRole)
  .map(([address, role]) => invite(address, role));
const strength = ({ kind }: Decision) => ['deny', 'approval', 'direct'].indexOf(kind);
const many = { numRuns: 2_000 };

describe('any policy', () => {
  it('gives never more with one rule more that denies, and never less with any other', () => {
    fc.assert(
      fc.property(anyPolicy, anyRule, anyInvite, anyFacts, (before, added, wanted, known) => {
        const after = { ...before, rules: [...before.rules, added] };
        const [was, is] = [before, after].map((each) => strength(decide(each, wanted, known)));
        if (added.fate === 'deny') expect(is).toBeLessThanOrEqual(was ?? 0);
        // A rule for approval that matches takes the place of a more generous "otherwise" in no case.
        else expect(is).toBeGreaterThanOrEqual(was ?? 0);
      }),
      many,
    );
  });

  it('decides the same in whatever order its rules stand', () => {
    fc.assert(
      fc.property(
        anyPolicy.chain((given) =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray([...given.rules], { minLength: given.rules.length }),
          ),
        ),
        anyInvite,
        anyFacts,
        ([given, rules], wanted, known) => {
          expect(decide({ ...given, rules }, wanted, known).kind).toBe(
            decide(given, wanted, known).kind,
          );
        },
      ),
      many,
    );
  });

  it('sends nothing at once that is above the own role, but by a rule that names it', () => {
    fc.assert(
      fc.property(anyPolicy, anyInvite, anyFacts, (given, wanted, known) => {
        const decided = decide(given, wanted, known);
        const isNamed = given.rules.some(
          ({ beyondOwnRole, roles, fate }) =>
            beyondOwnRole && fate === 'direct' && roles !== 'all' && roles.includes(wanted.role.id),
        );
        if (decided.kind !== 'direct' || isNamed) return;
        const { own } = known;
        expect(own.kind).toBe('known');
        if (own.kind !== 'known' || own.own === 'owner' || own.own.id === wanted.role.id) return;
        // Of these four only Admin is above Editor is above Viewer, and Pilot can't be compared.
        const ranks = [viewer.id, editor.id, admin.id];
        expect(ranks.indexOf(wanted.role.id)).toBeGreaterThanOrEqual(0);
        expect(ranks.indexOf(own.own.id)).toBeGreaterThan(ranks.indexOf(wanted.role.id));
      }),
      many,
    );
  });

  it.each(['isBot', 'isDeactivated', 'isExternal', 'isGuest'])('denies those with %s', (flag) => {
    fc.assert(
      fc.property(anyPolicy, anyInvite, anyFacts, (given, wanted, known) => {
        const outsider = person({ isAdmin: true, [flag]: true });
        expect(decide(given, wanted, { ...known, person: outsider }).kind).toBe('deny');
        expect(decide(given, wanted, { ...known, person: undefined })).toEqual({
          kind: 'deny',
          reasons: [{ kind: 'unidentified' }],
        });
      }),
    );
  });

  it('asks for approval only where somebody could give it', () => {
    fc.assert(
      fc.property(anyPolicy, anyInvite, anyFacts, (given, wanted, known) => {
        const decided = decide(given, wanted, { ...known, canBeApproved: false });
        expect(decided.kind).not.toBe('approval');
      }),
    );
  });
});

describe('the settings of a workspace', () => {
  const settings = fc.record({
    whoMayInvite: fc.constantFrom<WhoMayInvite>(
      { kind: 'admins' },
      { kind: 'members' },
      { kind: 'chosen', userIds: ['UGRACE'], userGroupIds: [] },
      { kind: 'chosen', userIds: [], userGroupIds: ['SLEADS'] },
    ),
    roleIds: fc.option(fc.subarray([admin.id, editor.id, viewer.id]), { nil: undefined }),
    domains: fc.subarray(['acme.example', 'globex.example']),
  });

  it('give the owner everything that they name, and nobody anything else', () => {
    fc.assert(
      fc.property(settings, anyInvite, anyFacts, (given, wanted, known) => {
        const { roleIds, ...rest } = given;
        const isRoleNamed = !roleIds || roleIds.includes(wanted.role.id);
        const isDomainNamed =
          given.domains.length === 0 ||
          given.domains.some((each) => wanted.invitee.address.endsWith(`@${each}`));
        const { person: who } = known;
        const whole = { ...rest, ...(roleIds && { roleIds }) };
        const isNamed = mayInvite(who ?? person(), whole, known)?.allowed ?? false;
        const decided = decide(policyOf(whole), wanted, { ...known, own: as('owner') });
        expect(decided.kind === 'direct').toBe(isRoleNamed && isDomainNamed && isNamed);
      }),
      many,
    );
  });

  const form = (about: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
    whoMayInvite: { kind: 'members' },
    domains: [],
    ...about,
  });
  const asking: Asking = {
    approvers: { userIds: ['UCAROL'], userGroupIds: [], quietUserIds: [] },
    expireAfterDays: 7,
    selfApproval: false,
    twoApprovals: [viewer.id],
  };

  it('are a rule beside the others, which deny where nothing else is said', () => {
    const added = rule({ id: 'added' });
    expect(policyOf(form({ rules: [added] }))).toEqual({
      rules: [
        { id: 'settings', name: '', who: members, roles: 'all', domains: 'all', fate: 'direct' },
        added,
      ],
      otherwise: 'deny',
      twoApprovals: [],
    });
    const named = form({ roleIds: [viewer.id], domains: ['acme.example'] });
    expect(ruleOfForm(named)).toMatchObject({ roles: [viewer.id], domains: ['acme.example'] });
  });

  it('have somebody asked where people can ask, and two for some roles', () => {
    const policy = policyOf(form({ asking, domains: ['acme.example'] }));
    expect(policy.otherwise).toBe('approval');
    expect(decide(policy, invite('x@globex.example', editor), facts()).kind).toBe('approval');
    expect(decide(policy, ada(editor), facts()).kind).toBe('direct');
    expect(decide(policy, ada(viewer), facts()).reasons).toContainEqual({ kind: 'two_approvals' });
  });

  it('limit how many somebody invites within a day, where they say so', () => {
    const limited = policyOf(form({ quota: { invites: 2, fate: 'deny' } }));
    expect(decide(limited, ada(viewer), facts({ used: 2 })).kind).toBe('deny');
    expect(decide(policyOf(form()), ada(viewer), facts({ used: 2 })).kind).toBe('direct');
  });

  it('have somebody asked about more than the limit where people can ask', () => {
    const limited = policyOf(form({ asking, quota: { invites: 2, fate: 'deny' } }));
    expect(decide(limited, ada(editor), facts({ used: 2 }))).toMatchObject({
      kind: 'approval',
      reasons: [{ id: 'settings' }, { kind: 'quota', used: 2, limit: 2 }],
    });
    expect(decide(limited, ada(editor), facts({ used: 1 })).kind).toBe('direct');
  });

  it('go beyond the own role only where they say so', () => {
    const named = { roleIds: [admin.id] };
    expect(decide(policyOf(form(named)), ada(admin), facts()).kind).toBe('approval');
    const beyond = policyOf(form({ ...named, beyondOwnRole: true }));
    expect(decide(beyond, ada(admin), facts()).kind).toBe('direct');
  });

  it('that name people let admins invite, too, unlike a rule that does', () => {
    const who = { kind: 'chosen' as const, userIds: ['UEVE'], userGroupIds: [] };
    const boss = facts({ person: person({ isAdmin: true }) });
    expect(decide(policyOf(form({ whoMayInvite: who })), ada(viewer), boss).kind).toBe('direct');
    expect(decide(policyOf(form({ whoMayInvite: who })), ada(viewer), facts()).kind).toBe('deny');
    expect(decide(policy([rule({ who })]), ada(viewer), boss).kind).toBe('deny');
    const invited = facts({ inviteAdmins: new Set(['UGRACE']) });
    expect(decide(policyOf(form({ whoMayInvite: who })), ada(viewer), invited).kind).toBe('direct');
  });

  it('with no roles chosen give up to the own one', () => {
    const all = policyOf({ whoMayInvite: members, domains: [] });
    const kinds = [admin, editor, viewer, pilot].map(
      (each) => decide(all, ada(each), facts()).kind,
    );
    expect(kinds).toEqual(['approval', 'direct', 'direct', 'approval']);
  });
});

describe('a role', () => {
  it('is given if there is anybody whom it could be given to', () => {
    const given = policy([rule({ domains: ['acme.example'] })]);
    expect(decideRole(given, viewer, facts()).kind).toBe('direct');
    expect(decideRole(given, admin, facts()).kind).toBe('approval');
  });

  it('is given to nobody where it is denied for every domain, but not where only for some', () => {
    const denying = (domains: Rule['domains']) =>
      policy([rule(), rule({ id: 'no', domains, fate: 'deny' })]);
    expect(decideRole(denying('all'), viewer, facts()).kind).toBe('deny');
    expect(decideRole(denying(['acme.example']), viewer, facts()).kind).toBe('direct');
  });
});

describe('what is too much for somebody', () => {
  it.each([
    ['nothing, as the owner', admin, as('owner'), undefined],
    ['nothing, as the own role', pilot, as(pilot), undefined],
    ['a role that can do more', admin, as(viewer), { kind: 'above', own: 'Viewer' }],
    ['what can not be compared', pilot, as(admin), { kind: 'not_comparable' }],
    ['everything, as nobody', viewer, { kind: 'none' }, { kind: 'unmatched', why: 'none' }],
  ] as const)('is %s', (_, role, own, reason) => {
    expect(whyTooMuch(role, own)).toEqual(reason);
  });
});

it('what is to be sent is what is direct, or can only be decided later', () => {
  const denied = (['direct', 'undecided', 'approval', 'deny'] as const).map((kind) =>
    isDenied({ kind }),
  );
  expect(denied).toEqual([false, false, true, true]);
});

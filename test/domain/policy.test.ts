import { describe, expect, it } from 'vitest';
import type { WhoMayInvite } from '../../src/domain/connection.ts';
import type { Person } from '../../src/domain/person.ts';
import { invitersOf, mayConnect, mayInvite } from '../../src/domain/policy.ts';
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
  rule: { whoMayInvite?: WhoMayInvite; inviteAdmins?: Set<string>; isInChosenGroup?: boolean } = {},
) =>
  mayInvite(who, { whoMayInvite: admins, inviteAdmins: nobody, isInChosenGroup: false, ...rule });

const yes = { allowed: true };
const no = (reason: string) => ({ allowed: false, reason });

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
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBeyond } from '../../src/domain/beyond-own-role.ts';
import { mayGive, type Own } from '../../src/domain/ceiling.ts';
import type { Role } from '../../src/domain/organization.ts';
import type { Rule, Who } from '../../src/domain/rule.ts';
import { systemRole } from '../helpers/builders.ts';

const admin = systemRole('Admin');
const editor = systemRole('Editor');
const viewer = systemRole('Viewer');
const custom = (name: string, permissions?: string[]): Role => ({
  id: `id ${name}`,
  name,
  isSystem: false,
  ...(permissions && { permissions }),
});
const pilot = custom('Pilot');

const everybody: Who = { kind: 'members' };
const beyond = (roles: 'all' | Role[], who: Who = everybody) => ({
  who,
  roles: roles === 'all' ? roles : roles.map(({ id }) => id),
  beyondOwnRole: true as const,
});
const judge = (
  rule: Pick<Rule, 'who' | 'roles' | 'beyondOwnRole'>,
  own: Own | undefined = 'owner',
  told = [admin, editor, viewer, pilot],
) => judgeBeyond(rule, told, own);

describe('a rule that goes beyond the own role', () => {
  it('needs a list of roles', () => {
    expect(judge(beyond('all'))).toEqual({ kind: 'no_list' });
  });

  it('names only roles that its author may give', () => {
    expect(judge(beyond([viewer, admin, pilot]), editor)).toEqual({
      kind: 'not_theirs',
      roles: [admin, pilot],
    });
    expect(judge(beyond([viewer, editor]), editor)).toEqual({ kind: 'fine' });
    expect(judge(beyond([viewer, pilot]), pilot)).toEqual({ kind: 'not_theirs', roles: [viewer] });
  });

  it('names none where nobody knows what its author may do', () => {
    expect(judgeBeyond(beyond([viewer]), [viewer], undefined)).toEqual({
      kind: 'not_theirs',
      roles: [viewer],
    });
  });

  it('names none that Piper does not tell of, unless its author owns the organization', () => {
    const gone = { id: 'gone', name: 'gone' };
    expect(judge(beyond([gone]), admin)).toEqual({ kind: 'not_theirs', roles: [gone] });
    expect(judge(beyond([gone]))).toEqual({ kind: 'risky', roles: [gone] });
  });

  it.each([
    ['members:invite', true],
    ['members:update', true],
    ['roles:read', true],
    ['roles:*', true],
    ['members:*', true],
    ['*', true],
    ['members:remove', false],
    ['members:read', false],
    ['members:invited', false],
    ['x:roles:read', false],
    ['x:members:invite', false],
  ])('is risky where every full member gives a role with %s: %s', (permission, isRisky) => {
    const role = custom('Role', ['org:read', permission]);
    expect(judge(beyond([role]), 'owner', [role]).kind).toBe(isRisky ? 'risky' : 'fine');
  });

  it('is risky by what Piper documents of its own roles, and by what it tells of none', () => {
    expect(judge(beyond([viewer, admin, editor, pilot]))).toEqual({
      kind: 'risky',
      roles: [admin, pilot],
    });
    const bare = { ...admin, permissions: ['org:read'] };
    expect(judge(beyond([bare]), 'owner', [bare])).toEqual({ kind: 'risky', roles: [bare] });
  });

  it.each<Who>([
    { kind: 'admins' },
    { kind: 'chosen', userIds: ['U1'], userGroupIds: [], alsoAdmins: true },
  ])('is not risky for some people: %j', (who) => {
    expect(judge(beyond([admin], who))).toEqual({ kind: 'fine' });
  });
});

const anyRole = (id: string): fc.Arbitrary<Role> =>
  fc.record(
    {
      id: fc.constant(id),
      name: fc.constantFrom('Admin', 'Viewer', 'Boss'),
      permissions: fc.subarray(['org:read', 'members:read', 'members:invite', 'roles:read', '*']),
      isSystem: fc.boolean(),
    },
    { requiredKeys: ['id', 'name'] },
  );
const someRoles = fc.tuple(anyRole('1'), anyRole('2'), anyRole('3'));
const anyOwn = fc.oneof(fc.constant('owner' as const), fc.constant(undefined), anyRole('2'));
const anyWho = fc.constantFrom<Who>(
  everybody,
  { kind: 'admins' },
  { kind: 'chosen', userIds: ['U1'], userGroupIds: ['S1'] },
);

describe('any rule', () => {
  it('without the tick is fine', () => {
    fc.assert(
      fc.property(someRoles, anyOwn, anyWho, (told, own, who) => {
        expect(judgeBeyond({ who, roles: 'all' }, told, own)).toEqual({ kind: 'fine' });
        expect(judgeBeyond({ who, roles: ['1', 'gone'] }, told, own)).toEqual({ kind: 'fine' });
      }),
    );
  });

  it('with the tick is refused exactly if its author may not give one of its roles', () => {
    const named = fc.subarray(['1', '2', '3']);
    fc.assert(
      fc.property(someRoles, anyOwn, anyWho, named, (told, own, who, roles) => {
        const { kind } = judgeBeyond({ who, roles, beyondOwnRole: true }, told, own);
        const mayGiveAll = told
          .filter(({ id }) => roles.includes(id))
          .every((role) => own !== undefined && mayGive(role, own));
        expect(kind === 'not_theirs').toBe(!mayGiveAll);
      }),
      { numRuns: 500 },
    );
  });

  it('that names one role more is never judged better', () => {
    const severity = { fine: 0, risky: 1, not_theirs: 2, no_list: 3 };
    fc.assert(
      fc.property(someRoles, anyOwn, anyWho, (told, own, who) => {
        const rank = (roles: Rule['roles']) =>
          severity[judgeBeyond({ who, roles, beyondOwnRole: true }, told, own).kind];
        expect(rank(['1'])).toBeLessThanOrEqual(rank(['1', '2']));
        expect(rank(['1', '2'])).toBeLessThanOrEqual(rank(['1', '2', '3']));
        expect(rank(['1', '2', '3'])).toBeLessThanOrEqual(rank('all'));
      }),
      { numRuns: 500 },
    );
  });
});

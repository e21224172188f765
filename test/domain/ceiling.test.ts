import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceilingFor, mayGive } from '../../src/domain/ceiling.ts';
import type { Role } from '../../src/domain/organization.ts';
import { systemRole } from '../helpers/builders.ts';

const custom = (name: string, permissions?: string[]): Role => ({
  id: `id ${name}`,
  name,
  isSystem: false,
  ...(permissions && { permissions }),
});
const admin = systemRole('Admin');
const editor = systemRole('Editor');
const viewer = systemRole('Viewer');
const told = (role: Role, ...permissions: string[]): Role => ({ ...role, permissions });

const someNames = ['Admin', 'Editor', 'Viewer', 'Owner', 'admin', 'Boss', ''];
const somePermissions = [
  'org:read',
  'members:read',
  'agents:read',
  'agents:create',
  'members:invite',
  'members:*',
  '*',
];
const anyRole: fc.Arbitrary<Role> = fc.record(
  {
    id: fc.constantFrom('1', '2', '3'),
    name: fc.constantFrom(...someNames),
    permissions: fc.subarray(somePermissions),
    isSystem: fc.boolean(),
  },
  { requiredKeys: ['id', 'name'] },
);

describe('the owner', () => {
  it('gives any role', () => {
    fc.assert(
      fc.property(anyRole, (role) => {
        expect(mayGive(role, 'owner')).toBe(true);
      }),
    );
  });

  it('is known by their id: a role that is called so is a role like any other', () => {
    expect(ceilingFor(admin, custom('Owner', ['org:read']))).toBe('above');
  });
});

describe('everybody', () => {
  it('gives their own role, even one that Piper tells nothing of', () => {
    fc.assert(
      fc.property(anyRole, (role) => {
        expect(mayGive(role, role)).toBe(true);
      }),
    );
    expect(mayGive(custom('Pilot'), custom('Pilot'))).toBe(true);
  });

  it('gives nothing by the name of a role alone', () => {
    expect(ceilingFor({ ...custom('Pilot'), id: 'other' }, custom('Pilot'))).toBe('unknown');
  });
});

describe('the roles that Piper comes with', () => {
  it.each([
    [admin, 'within', 'within', 'within'],
    [editor, 'above', 'within', 'within'],
    [viewer, 'above', 'above', 'within'],
  ])('can be compared where Piper tells nothing of them: %j', (own, ...expected) => {
    for (const untold of [[], undefined]) {
      const mine = { ...own, permissions: untold };
      expect([admin, editor, viewer].map((role) => ceilingFor(role, mine))).toEqual(expected);
    }
  });

  it('may do at most what is told and what is documented together', () => {
    expect(ceilingFor(told(viewer, 'org:read'), custom('Reader', ['org:read']))).toBe('above');
    expect(ceilingFor(told(viewer, 'tests:read'), editor)).toBe('above');
  });

  it('count as told for those who have them', () => {
    expect(ceilingFor(viewer, told(admin, 'org:read'))).toBe('above');
    expect(ceilingFor(custom('Tester', ['tests:read']), told(viewer, 'tests:read'))).toBe('within');
  });

  it('are none of those that are only called so', () => {
    expect(ceilingFor(custom('Viewer'), admin)).toBe('unknown');
    expect(ceilingFor(viewer, custom('Admin'))).toBe('unknown');
    expect(ceilingFor({ id: '1', name: 'Viewer' }, admin)).toBe('unknown');
    expect(ceilingFor({ ...viewer, name: 'viewer', id: '1' }, admin)).toBe('unknown');
  });
});

describe('a custom role', () => {
  const plusOne = custom('Editor and one more', [
    'org:read',
    'members:read',
    'agents:read',
    'agents:create',
    'agents:update',
    'agents:delete',
    'tests:read',
  ]);

  it('with one permission more than Editor is not given by an Editor', () => {
    expect(ceilingFor(plusOne, editor)).toBe('above');
    expect(ceilingFor(editor, plusOne)).toBe('within');
  });

  it('that Piper tells nothing of can not be compared', () => {
    expect(ceilingFor(custom('Pilot'), admin)).toBe('unknown');
    expect(ceilingFor(custom('Pilot', []), admin)).toBe('unknown');
    expect(ceilingFor(viewer, custom('Pilot', []))).toBe('unknown');
  });

  it('holds exactly the permissions that it names: no pattern stands for another one', () => {
    expect(ceilingFor(custom('A', ['members:read']), custom('B', ['members:*']))).toBe('above');
    expect(ceilingFor(custom('A', ['members:read']), custom('B', ['*']))).toBe('above');
    expect(ceilingFor(custom('A', ['members:read']), custom('B', ['Members:Read']))).toBe('above');
    expect(ceilingFor(custom('A', ['*']), custom('B', ['*']))).toBe('within');
  });
});

describe('the ceiling', () => {
  it('lets nobody pass on a permission that they do not have', () => {
    const known = fc.record({
      id: fc.constantFrom('1', '2', '3'),
      name: fc.constantFrom(...someNames),
      permissions: fc.subarray(somePermissions, { minLength: 1 }),
      isSystem: fc.constant(false),
    });
    fc.assert(
      fc.property(known, known, (role, own) => {
        const isSubset = role.permissions.every((each) => own.permissions.includes(each));
        expect(mayGive(role, own)).toBe(role.id === own.id || isSubset);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives never more where Piper tells less', () => {
    fc.assert(
      fc.property(anyRole, anyRole, fc.constantFrom([], undefined), (role, own, nothing) => {
        const full = (each: Role): Role =>
          each.permissions?.length ? each : { ...each, permissions: ['org:read'] };
        // A custom role: documentation fills no gap.
        const given = { ...full(role), isSystem: false };
        const mine = { ...full(own), isSystem: false };
        for (const [less, lesser] of [
          [{ ...given, permissions: nothing }, mine],
          [given, { ...mine, permissions: nothing }],
        ] as const) {
          if (mayGive(less, lesser)) expect(mayGive(given, mine)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/organization.ts';
import { compareRoles } from '../../src/domain/role-order.ts';

const role = (name: string, about: Partial<Role> = {}): Role => ({
  id: `id ${name}`,
  name,
  ...about,
});
/** A custom role that may do this many things. */
const able = (name: string, count: number) =>
  role(name, {
    permissions: Array.from({ length: count }, (_, at) => `thing:${at}`),
    isSystem: false,
  });
const system = (name: string, permissions?: string[]) =>
  role(name, { isSystem: true, ...(permissions && { permissions }) });
const namesOf = (...roles: Role[]) => roles.sort(compareRoles).map(({ name }) => name);

describe('the order of roles', () => {
  it('begins with the one that may do most', () => {
    expect(namesOf(able('A', 1), able('B', 3), able('C', 2))).toEqual(['B', 'C', 'A']);
  });

  it('counts a permission that is told twice once', () => {
    const twice = role('A', { permissions: ['org:read', 'org:read', 'org:read'] });
    expect(namesOf(twice, able('B', 2))).toEqual(['B', 'A']);
  });

  it('goes by the name where roles may do equally much, and by the id where they share that, too', () => {
    expect(namesOf(able('Sales', 2), able('Ärzte', 2), able('HR', 2))).toEqual([
      'Ärzte',
      'HR',
      'Sales',
    ]);
    const twins = [role('Same', { id: 'b' }), role('Same', { id: 'a' })];
    expect(twins.sort(compareRoles).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it.each([
    ['does not tell what they may do', undefined],
    ['gives an empty list', []],
  ])('knows the roles that Piper comes with where Piper %s', (_case, permissions) => {
    expect(
      namesOf(
        system('Viewer', permissions),
        able('Four', 4),
        system('Admin', permissions),
        able('Eleven', 11),
        able('Nine', 9),
        system('Editor', permissions),
        able('Seven', 7),
        able('Five', 5),
        able('Two', 2),
      ),
    ).toEqual(['Eleven', 'Admin', 'Nine', 'Seven', 'Editor', 'Five', 'Four', 'Viewer', 'Two']);
  });

  it.each([
    ['Viewer', 3],
    ['Editor', 6],
    ['Admin', 10],
  ])('takes %s for a role with the %d permissions that are documented', (name, count) => {
    expect(namesOf(able('A', count), system(name), able('Z', count))).toEqual(['A', name, 'Z']);
  });

  it('believes what Piper tells of its own roles', () => {
    expect(namesOf(system('Admin', ['org:read']), system('Viewer'))).toEqual(['Viewer', 'Admin']);
  });

  it('begins with what nobody has told anything of, as it may be powerful', () => {
    expect(namesOf(able('A', 50), system('Admin'), role('Unheard of'), system('New'))).toEqual([
      'New',
      'Unheard of',
      'A',
      'Admin',
    ]);
  });

  it("is not misled by a custom role that has the name of one of Piper's", () => {
    expect(namesOf(system('Admin'), role('Viewer', { isSystem: false }))).toEqual([
      'Viewer',
      'Admin',
    ]);
  });

  it.each(['*', 'members:*'])('takes a role with %j for a powerful one', (permission) => {
    expect(namesOf(able('A', 50), role('Z', { permissions: ['org:read', permission] }))).toEqual([
      'Z',
      'A',
    ]);
  });

  it('is the same however the roles came', () => {
    const anyRole = fc.record({
      id: fc.string({ maxLength: 2 }),
      name: fc.constantFrom('Admin', 'Editor', 'Viewer', 'Boss', 'boss', ''),
      permissions: fc.option(fc.array(fc.constantFrom('a', 'b', 'c', '*'), { maxLength: 4 }), {
        nil: undefined,
      }),
      isSystem: fc.option(fc.boolean(), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc
          .uniqueArray(anyRole, { selector: ({ id }) => id, maxLength: 8 })
          .chain((roles) =>
            fc.tuple(fc.constant(roles), fc.shuffledSubarray(roles, { minLength: roles.length })),
          ),
        ([roles, shuffled]) => {
          expect(shuffled.sort(compareRoles)).toEqual([...roles].sort(compareRoles));
        },
      ),
    );
  });
});

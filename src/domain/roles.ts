import type { Role } from './organization.ts';

/** What a typed role name matches. `several` happens when names differ only in case. */
export type RoleMatch =
  | { kind: 'one'; role: Role }
  | { kind: 'none' }
  | { kind: 'several'; roles: Role[] };

const fold = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * Finds a role by its name, ignoring case and extra spaces; an exact match beats one that differs in case. Parts of a name never
 * match: a role is a set of permissions, and a wrong guess would grant the wrong ones.
 */
export function matchRole(roles: readonly Role[], name: string): RoleMatch {
  const alike = roles.filter((role) => fold(role.name) === fold(name));
  const exact = alike.filter((role) => role.name === name.trim());
  const found = exact.length > 0 ? exact : alike;
  const [role] = found;
  if (!role) return { kind: 'none' };
  return found.length === 1 ? { kind: 'one', role } : { kind: 'several', roles: found };
}

/** Roles whose name or description contains `query`; those whose name starts with it come first. */
export function searchRoles(roles: readonly Role[], query: string): Role[] {
  const wanted = fold(query);
  const rank = (role: Role): number => {
    const name = fold(role.name);
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return fold(role.description ?? '').includes(wanted) ? 2 : 3;
  };
  return roles
    .map((role) => ({ role, rank: rank(role) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.role);
}

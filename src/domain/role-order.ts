import type { Role } from './organization.ts';
import { documentedPermissions, toldPermissions } from './permissions.ts';

/**
 * Sorts the role that may do most to the front, then by name. A role whose permissions nobody has told comes first of all: it may
 * be a powerful one.
 */
export const compareRoles = (a: Role, b: Role): number =>
  power(b) - power(a) || a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en');

/** How many permissions a role has, as far as that is known. */
function power(role: Role): number {
  const known = toldPermissions(role) ?? documentedPermissions(role) ?? ['*'];
  // A permission such as `members:*` stands for any number of others.
  return known.some((permission) => permission.includes('*'))
    ? Number.MAX_SAFE_INTEGER
    : new Set(known).size;
}

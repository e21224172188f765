import type { Role } from './organization.ts';
import { documentedPermissions, permissionsAtMost, toldPermissions } from './permissions.ts';

/** What somebody may do in an organization: everything as its owner, else what their role there allows. */
export type Own = 'owner' | Role;

/** Whether somebody may give a role. `above`: it can do more than theirs; `unknown`: Piper doesn't tell enough to compare them. */
export type Ceiling = 'within' | 'above' | 'unknown';

/**
 * Nobody gives more than they have themselves: the owner gives any role, everybody gives their own, and otherwise only roles whose
 * permissions they all have. Permissions are compared as exact strings; names and ranks of roles count for nothing.
 */
export function ceilingFor(role: Role, own: Own): Ceiling {
  if (own === 'owner' || own.id === role.id) return 'within';
  const given = permissionsAtMost(role);
  const held = toldPermissions(own) ?? documentedPermissions(own);
  if (!given || !held) return 'unknown';
  const mine = new Set(held);
  return given.every((permission) => mine.has(permission)) ? 'within' : 'above';
}

/** Whether somebody may give a role: see `ceilingFor`. */
export const mayGive = (role: Role, own: Own): boolean => ceilingFor(role, own) === 'within';

import type { Role } from './organization.ts';

const ofViewers = ['org:read', 'members:read', 'agents:read'];
const ofEditors = [...ofViewers, 'agents:create', 'agents:update', 'agents:delete'];
const ofAdmins = [...ofEditors, 'org:update', 'members:invite', 'members:update', 'members:remove'];

/** What Piper documents of its own roles: https://docs.letpiper.com, "Roles and permissions". */
const documented = new Map([
  ['Admin', ofAdmins],
  ['Editor', ofEditors],
  ['Viewer', ofViewers],
]);

/**
 * Sorts the role that may do most to the front, then by name. A role whose permissions nobody has told comes first of all: it may
 * be a powerful one.
 */
export const compareRoles = (a: Role, b: Role): number =>
  power(b) - power(a) || a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en');

/** How many permissions a role has, as far as that is known. */
function power({ name, permissions = [], isSystem }: Role): number {
  const own = isSystem ? documented.get(name) : undefined;
  const told = permissions.length > 0 ? permissions : (own ?? ['*']);
  // A permission such as `members:*` stands for any number of others.
  return told.some((permission) => permission.includes('*'))
    ? Number.MAX_SAFE_INTEGER
    : new Set(told).size;
}

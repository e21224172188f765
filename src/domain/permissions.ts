import type { Role } from './organization.ts';

const ofViewers = ['org:read', 'members:read', 'agents:read'];
const ofEditors = [...ofViewers, 'agents:create', 'agents:update', 'agents:delete'];
const ofAdmins = [...ofEditors, 'org:update', 'members:invite', 'members:update', 'members:remove'];

/** What Piper documents of its own roles: https://docs.letpiper.com, "Roles and permissions". */
const documented = new Map<string, readonly string[]>([
  ['admin', ofAdmins],
  ['editor', ofEditors],
  ['viewer', ofViewers],
]);

/** The documented permissions of a role that Piper comes with; undefined of any other, whatever it is called. */
export const documentedPermissions = ({ name, isSystem }: Role): readonly string[] | undefined =>
  isSystem && /^(Admin|Editor|Viewer)$/.test(name) ? documented.get(name.toLowerCase()) : undefined;

/** The permissions that Piper tells of a role; undefined for none, since an empty list counts as not told. */
export const toldPermissions = ({ permissions = [] }: Role): readonly string[] | undefined =>
  permissions.length > 0 ? permissions : undefined;

/** All that a role may be able to do: what Piper tells of it, and what it documents. Undefined if that is nothing. */
export function permissionsAtMost(role: Role): readonly string[] | undefined {
  const told = toldPermissions(role);
  const documented = documentedPermissions(role);
  return told || documented ? [...(told ?? []), ...(documented ?? [])] : undefined;
}

/** The permissions of a platform token: `admin`, `editor` and `viewer` among them stand for those of the role. */
export const withoutPresets = (permissions: readonly string[]): string[] => [
  ...new Set(
    permissions.flatMap((permission) => documented.get(permission.toLowerCase()) ?? permission),
  ),
];

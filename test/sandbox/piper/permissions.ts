/**
 * The permissions that Piper documents: https://docs.letpiper.com, "Roles and permissions". The page names `runtime`, too, but is
 * cut off before its verbs.
 */
const verbs = {
  org: ['read', 'update', 'delete', 'billing'],
  members: ['read', 'invite', 'update', 'remove'],
  agents: ['read', 'create', 'update', 'delete'],
  knowledge: ['read', 'create', 'update', 'delete'],
  tests: ['read', 'create', 'update', 'delete', 'execute'],
  tokens: ['read', 'create', 'revoke'],
  roles: ['read', 'create', 'update', 'delete'],
};

/** What the owner of an organization may do, whatever their role is. */
export const ofOwner: readonly string[] = Object.entries(verbs).flatMap(([subject, each]) =>
  each.map((verb) => `${subject}:${verb}`),
);

const ofViewer = ['org:read', 'members:read', 'agents:read'];
const ofEditor = [...ofViewer, 'agents:create', 'agents:update', 'agents:delete'];

/** Those of the roles that Piper comes with. The documented table is cut off: what it doesn't show is given to Admin alone. */
export const systemRoles: Readonly<Record<'Admin' | 'Editor' | 'Viewer', readonly string[]>> = {
  Admin: ofOwner.filter((permission) => !['org:delete', 'org:billing'].includes(permission)),
  Editor: ofEditor,
  Viewer: ofViewer,
};

const presets = new Map(
  Object.entries(systemRoles).map(([name, permissions]) => [name.toLowerCase(), permissions]),
);

/** What a token may do: a preset among its permissions stands for those of the role, and nothing goes beyond its owner's. */
export const granted = (permissions: readonly string[], owners: readonly string[]): string[] => {
  const given = permissions.flatMap((permission) => presets.get(permission) ?? permission);
  return [...new Set(given)].filter((permission) => owners.includes(permission));
};

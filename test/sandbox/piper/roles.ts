import type { RolePermissions } from '../contract.ts';
import { uuidFor } from './ids.ts';
import { systemRoles } from './permissions.ts';
import type { Role } from './schemas.ts';

export const systemRoleId = (name: string): string => uuidFor(`role ${name}`);

export const customRoleId = (organizationId: string, name: string): string =>
  uuidFor(`role ${organizationId} ${name}`);

export type StoredRole = Role & {
  permissions: string[];
  /** Whether Piper tells its permissions in the list of roles. */
  isTold: boolean;
};

/** As Piper's list of roles has it. */
export function listed({ isTold, permissions, ...role }: StoredRole, told: RolePermissions): Role {
  if (told === 'untold') return role;
  return { ...role, permissions: told === 'told' && isTold ? permissions : [] };
}

const descriptions = {
  Admin: 'Manages people, roles and settings.',
  Editor: 'Builds and changes agents.',
  Viewer: 'Sees everything, changes nothing.',
};

const { Editor: edit } = systemRoles;

/** A role as one line: name, description, permissions. */
type RoleLine = readonly [name: string, description: string | null, permissions: readonly string[]];

const acmeRoles: RoleLine[] = [
  ['Billing Clerk', 'Reads invoices and usage.', ['org:read', 'org:billing']],
  ['Contractor', null, ['agents:read', 'agents:update']],
  ['Pilot', 'Flies the cargo drones.', ['members:read', 'agents:read']],
  [
    'Robot Fleet Operator',
    'Runs and pauses the fleet, day and night shift.',
    [...edit, 'tests:execute'],
  ],
];

const untold = 'Pilot';

const globexTeams = [
  'Analytics',
  'Compliance',
  'Engineering',
  'Finance',
  'Logistics',
  'Marketing',
  'Operations',
  'Procurement',
  'Sales',
  'Support',
];
const globexSites = [
  'Austin',
  'Berlin',
  'Cape Town',
  'Dublin',
  'Lagos',
  'Lisbon',
  'Montréal',
  'Osaka',
  'Pune',
  'São Paulo',
  'Sydney',
  'Warsaw',
];

/** Every role that Piper holds after a reset; `founded` is when they were made, as Piper spells a time. */
export function seedRoles({
  acmeId,
  globexId,
  founded,
}: {
  acmeId: string;
  globexId: string;
  founded: string;
}): StoredRole[] {
  const role = (
    organizationId: string | null,
    [name, description, permissions]: RoleLine,
  ): StoredRole => ({
    id: organizationId === null ? systemRoleId(name) : customRoleId(organizationId, name),
    organization_id: organizationId,
    name,
    description,
    permissions: [...permissions],
    is_system: organizationId === null,
    created_at: founded,
    updated_at: founded,
    isTold: name !== untold,
  });

  return [
    ...(['Admin', 'Editor', 'Viewer'] as const).map((name) =>
      role(null, [name, descriptions[name], systemRoles[name]]),
    ),
    ...acmeRoles.map((line) => role(acmeId, line)),
    ...globexTeams.flatMap((team) =>
      globexSites.map((site) =>
        role(globexId, [`${team} ${site}`, `${team} at the ${site} site.`, edit]),
      ),
    ),
  ];
}

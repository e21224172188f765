/** What Piper holds after a reset: two organizations, their roles and people, and platform tokens. */
import { uuidFor } from './ids.ts';
import { type StoredRole, seedRoles } from './roles.ts';
import type { Organization, PlatformToken, User } from './schemas.ts';

/** Secrets of the seeded platform tokens. */
export const seedTokens = {
  /** May do what an Admin of Acme Robotics may, and sees nothing else; its owner owns Acme Robotics, too. Never expires. */
  full: 'pat_7Qm2vXc9LrT4bNf8KsW1yHd6',
  /** May do what an Admin of Acme Robotics and of Globex may; expires in five days. */
  bothOrganizations: 'pat_3Zk8pGt5RwJ1xVn6MdQ9cFb2',
  /** May do what an Admin of Globex may, and sees nothing else; expires in two days. */
  expiring: 'pat_2Rt6yBn9KfV4wQs1LpX8mJc5',
  /** May do what a Viewer of Acme Robotics may. */
  readOnly: 'pat_5Hn4sBy7CgP2uLz9TjX3kWm8',
  /** May read and invite members of Acme Robotics, though its owner is Admin there; expires in thirty days. */
  inviteOnly: 'pat_8Ue3dLz6PnH5xTo2CrY7gWk1',
  /** Expired ten days ago. */
  expired: 'pat_9Dw6fRq1JvM8aEt3GpK7nSx4',
} as const;

export const acmeId = uuidFor('organization Acme Robotics');
export const globexId = uuidFor('organization Globex');

/** Of a seeded person; `email` as it is spelled there. */
export const userIdOf = (email: string): string => uuidFor(`user ${email}`);

/** A user's place in an organization. */
export type Membership = {
  id: string;
  userId: string;
  organizationId: string;
  roleId: string;
  createdAt: string;
};

/** A token sees the organizations of its owner. */
export type StoredToken = Omit<PlatformToken, 'is_active' | 'token_preview'> & {
  secret: string;
  ownerId: string;
  isRevoked: boolean;
};

export type Data = {
  organizations: Organization[];
  roles: StoredRole[];
  users: User[];
  memberships: Membership[];
  tokens: StoredToken[];
};

type Person = {
  email: string;
  /** null until the person has accepted. */
  name: readonly [string, string] | null;
  roles: Partial<Record<'acme' | 'globex', string>>;
  daysAgo: number;
};

const people: Person[] = [
  {
    email: 'maya.okafor@acme.example',
    name: ['Maya', 'Okafor'],
    roles: { acme: 'Admin' },
    daysAgo: 400,
  },
  {
    email: 'jonas.weber@acme.example',
    name: ['Jonas', 'Weber'],
    roles: { acme: 'Admin' },
    daysAgo: 310,
  },
  {
    email: 'hana.novak@globex.example',
    name: ['Hana', 'Novák'],
    roles: { globex: 'Admin' },
    daysAgo: 300,
  },
  {
    email: 'iris.tanaka@northwind.example',
    name: ['Iris', 'Tanaka'],
    roles: { acme: 'Admin', globex: 'Admin' },
    daysAgo: 220,
  },
  {
    email: 'priya.raman@acme.example',
    name: ['Priya', 'Raman'],
    roles: { acme: 'Editor' },
    daysAgo: 150,
  },
  {
    email: 'tom.alvarez@acme.example',
    name: ['Tom', 'Alvarez'],
    roles: { acme: 'Viewer' },
    daysAgo: 120,
  },
  {
    email: 'robin.cole@acme.example',
    name: ['Robin', 'Cole'],
    roles: { acme: 'Robot Fleet Operator' },
    daysAgo: 60,
  },
  {
    email: 'luca.ferri@globex.example',
    name: ['Luca', 'Ferri'],
    roles: { globex: 'Support Lisbon' },
    daysAgo: 45,
  },
  // Two of the Slack workspace, so that one may give nearly any role, and one hardly any.
  {
    email: 'alice@acme.example',
    name: ['Alice', 'Admin'],
    roles: { acme: 'Admin' },
    daysAgo: 40,
  },
  {
    email: 'bob@acme.example',
    name: ['Robert', 'Builder'],
    roles: { acme: 'Viewer' },
    daysAgo: 30,
  },
  { email: 'Sam.OConnor@acme.example', name: null, roles: { acme: 'Contractor' }, daysAgo: 20 },
  { email: 'lena.fischer@acme.example', name: null, roles: { acme: 'Editor' }, daysAgo: 2 },
  { email: 'noor.haddad@globex.example', name: null, roles: { globex: 'Viewer' }, daysAgo: 1 },
];

const day = 24 * 60 * 60 * 1000;

/** Ids are always the same; times count back from `now`, in epoch milliseconds. */
export function seed(now: number): Data {
  const daysAgo = (days: number) => new Date(now - days * day).toISOString();
  const founded = daysAgo(400);

  const maya = userIdOf('maya.okafor@acme.example');

  const organization = (id: string, name: string, ownerId: string, timezone: string) => ({
    id,
    name,
    business_information: null,
    timezone,
    created_by_user_id: ownerId,
    owner_user_id: ownerId,
    created_at: founded,
    updated_at: founded,
  });

  const roles = seedRoles({ acmeId, globexId, founded });

  const roleId = (organizationId: string, name: string): string => {
    const found = roles.find(
      (one) => one.name === name && [null, organizationId].includes(one.organization_id),
    );
    if (!found) throw new Error(`no role ${name} is seeded`);
    return found.id;
  };

  const memberships = people.flatMap(({ email, roles: names, daysAgo: days }) =>
    ([['acme', acmeId] as const, ['globex', globexId] as const] as const).flatMap(([key, id]) => {
      const name = names[key];
      if (!name) return [];
      return {
        id: uuidFor(`membership ${email} ${id}`),
        userId: userIdOf(email),
        organizationId: id,
        roleId: roleId(id, name),
        createdAt: daysAgo(days),
      };
    }),
  );

  const token = (
    secret: string,
    name: string,
    ownerEmail: string,
    organizationId: string,
    permissions: string[],
    expiresInDays: number | null,
  ): StoredToken => ({
    id: uuidFor(`token ${name}`),
    name,
    organization_id: organizationId,
    permissions,
    expires_at: expiresInDays === null ? null : daysAgo(-expiresInDays),
    last_used_at: null,
    created_at: daysAgo(90),
    updated_at: daysAgo(90),
    secret,
    ownerId: userIdOf(ownerEmail),
    isRevoked: false,
  });

  return {
    organizations: [
      organization(acmeId, 'Acme Robotics', maya, 'Europe/Berlin'),
      organization(globexId, 'Globex', userIdOf('hana.novak@globex.example'), 'America/Chicago'),
    ],
    roles,
    users: people.map(({ email, name, daysAgo: days }) => ({
      id: userIdOf(email),
      email,
      first_name: name?.[0] ?? null,
      last_name: name?.[1] ?? null,
      is_active: name !== null,
      timezone: name ? 'Europe/Berlin' : null,
      status: name ? 'active' : 'invited',
      invited_at: daysAgo(days),
      created_at: daysAgo(days),
      updated_at: daysAgo(days),
    })),
    memberships,
    tokens: [
      token(seedTokens.full, 'Slack bot', 'maya.okafor@acme.example', acmeId, ['admin'], null),
      token(seedTokens.readOnly, 'Dashboard', 'tom.alvarez@acme.example', acmeId, ['viewer'], 90),
      token(
        seedTokens.inviteOnly,
        'Invite bot',
        'jonas.weber@acme.example',
        acmeId,
        ['members:read', 'members:invite'],
        30,
      ),
      token(
        seedTokens.expired,
        'Slack bot (old)',
        'maya.okafor@acme.example',
        acmeId,
        ['admin'],
        -10,
      ),
      token(seedTokens.expiring, 'Globex bot', 'hana.novak@globex.example', globexId, ['admin'], 2),
      token(
        seedTokens.bothOrganizations,
        'Group bot',
        'iris.tanaka@northwind.example',
        globexId,
        ['admin'],
        5,
      ),
    ],
  };
}

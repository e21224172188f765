import { answer } from '../sandbox/piper/answer.ts';
import { memberNotFound, organizationNotFound, unauthorized } from '../sandbox/piper/errors.ts';
import { uuidFor } from '../sandbox/piper/ids.ts';
import { systemRoles } from '../sandbox/piper/permissions.ts';
import { match } from '../sandbox/piper/router.ts';
import type { Operations } from '../sandbox/piper/routes.ts';
import type {
  AddMember,
  Organization,
  OrganizationMember,
  PlatformToken,
  Role,
  User,
} from '../sandbox/piper/schemas.ts';
import type { Journal } from './journal.ts';
import { bearer, type Reply } from './reply.ts';

export const organizationId = '11111111-1111-4111-8111-111111111111';

const long = '2026-01-02T03:04:05Z';
const recent = '2026-11-24T10:32:00Z';

const { Admin: ofAdmin, Viewer: ofViewer } = systemRoles;

/** A role that Piper comes with; it may do what is documented for its name, else what a Viewer may. An empty list tells nothing. */
export const role = (
  name: string,
  description: string | null = null,
  permissions: readonly string[] = new Map(Object.entries(systemRoles)).get(name) ?? ofViewer,
): Role => ({
  id: uuidFor(`role ${name}`),
  organization_id: null,
  name,
  description,
  permissions: [...permissions],
  is_system: true,
  created_at: long,
  updated_at: long,
});

export const roles = {
  admin: role('Admin', 'May do everything'),
  editor: role('Editor', 'May change things'),
  viewer: role('Viewer'),
};

/** An ID that is always the same for an address. */
export const userIdOf = (email: string): string => uuidFor(`user ${email}`);

/** The owner of each organization, who is among its members unless others are given. */
const owner = 'owner@acme.example';

const organizationJson = (id: string, name: string): Organization => ({
  id,
  name,
  business_information: null,
  timezone: 'Europe/Amsterdam',
  created_by_user_id: userIdOf(owner),
  owner_user_id: userIdOf(owner),
  created_at: long,
  updated_at: long,
});

/** Somebody who is invited, unless `about` says that they have joined. */
export const member = (
  email: string,
  given: Role = roles.viewer,
  about: Partial<User> = {},
  at = new Date().toISOString(),
): OrganizationMember => ({
  id: uuidFor(`member ${email}`),
  user_id: userIdOf(email),
  organization_id: organizationId,
  role_id: given.id,
  created_at: at,
  role: { id: given.id, name: given.name, is_system: given.is_system },
  user: {
    id: userIdOf(email),
    email,
    first_name: null,
    last_name: null,
    is_active: false,
    timezone: null,
    status: 'invited',
    invited_at: recent,
    created_at: at,
    updated_at: at,
    ...about,
  },
  organization: organizationJson(organizationId, 'Acme Robotics'),
});

export const joined = { status: 'active', is_active: true } as const;

/** One of the organization's own tokens, as its admins see it; `preview` is such as `pat_tes...ken`. */
export const tokenInPiper = (preview: string, expiresAt: string | null): PlatformToken => ({
  id: uuidFor(`token ${preview}`),
  name: preview,
  organization_id: organizationId,
  permissions: [],
  expires_at: expiresAt,
  last_used_at: null,
  is_active: true,
  created_at: long,
  updated_at: long,
  token_preview: preview,
});

/** An organization of Piper, and the platform token that sees it. */
export type TestOrganization = ReturnType<typeof testOrganization>;

export const testOrganization = (
  id: string,
  name: string,
  token: string,
  about: { roles?: Role[]; members?: OrganizationMember[] } = {},
) => ({
  id,
  name,
  token,
  roles: about.roles ?? Object.values(roles),
  members: about.members ?? [
    member(owner, roles.admin, joined),
    member('alice@acme.example', roles.admin, joined),
  ],
  /** The platform tokens of the organization, as its admins see them. */
  tokens: [] as PlatformToken[],
});

const operations: Record<string, string> = {
  listUserOrganizations: 'GET organizations',
  listOrganizationMembers: 'GET members',
  addOrganizationMember: 'POST members',
  updateMemberRole: 'PATCH member',
  listRoles: 'GET roles',
  listPlatformTokens: 'GET platform-tokens',
};

/**
 * A Piper with a memory: the sandbox's routes, with their checks of what is asked and answered, upon organizations that tests change
 * as they like. It stores whatever it is told to, the same address twice if need be, so that an invite which is sent twice
 * shows. The first organization is `roles`, `members` and `tokens`.
 */
export function createPiper(
  journal: Journal,
  [given, ...others]: readonly [TestOrganization, ...TestOrganization[]],
) {
  const copyOf = (each: TestOrganization): TestOrganization => ({
    ...each,
    roles: [...each.roles],
    members: [...each.members],
    tokens: [...each.tokens],
  });
  const first = copyOf(given);
  const all = [first, ...others.map(copyOf)];
  const find = (id: string) => {
    const found = all.find((each) => each.id === id);
    if (!found) throw organizationNotFound();
    return found;
  };
  const piper = {
    /** Told to keep the member, and asked what to answer, try by try; `undefined` answers as usual. */
    onAdd: undefined as
      | ((
          keep: () => OrganizationMember,
          attempts: number,
          body: AddMember,
        ) => Reply | undefined | Promise<Reply | undefined>)
      | undefined,
    /** Awaited before anything is answered. */
    beforeAnswer: async (_name: string): Promise<void> => {},
    /** Awaited before an add-member call is dealt with. */
    beforeAdd: async (): Promise<void> => {},
    /** What every GET answers instead, while it is set. */
    onGet: undefined as
      | ((path: string, query: URLSearchParams) => Reply | undefined | Promise<Reply | undefined>)
      | undefined,
    /** Told to keep the role, and asked what to answer; `undefined` answers as usual. */
    onChangeRole: undefined as ((keep: () => OrganizationMember) => Reply | undefined) | undefined,
    /** What a token sees, where it is not the organization alone; as JSON of any shape. They have what the first one has. */
    organizations: undefined as object[] | undefined,
    /** Every call with another token than these is refused, where they are given. */
    accepted: undefined as string[] | undefined,
    added: 0,
    /** The address of whoever owns the organizations. */
    owner,
    /** What the tokens may do. */
    permissions: [...ofAdmin] as string[],
    roles: first.roles,
    members: first.members,
    tokens: first.tokens,
    /** Has somebody join, who can then give what their role there may. */
    join: (email: string, given: Role = roles.editor, id = first.id): void => {
      membersOf(id).push(member(email, given, joined));
    },
    addresses: (id = first.id): string[] => membersOf(id).map(({ user }) => user.email),
    all,
    answer: respond,
  };
  const listsOf = (id: string) => all.slice(1).find((each) => each.id === id) ?? piper;
  const membersOf = (id: string) => listsOf(id).members;

  const stored = (id: string, email: string, roleId: string): OrganizationMember => {
    const { name } = find(id);
    const given = listsOf(id).roles.find((each) => each.id === roleId);
    const added = {
      ...member(email, given),
      organization_id: id,
      organization: organizationJson(id, name),
    };
    membersOf(id).push(added);
    return added;
  };
  const changed = (id: string, userId: string, roleId: string): OrganizationMember => {
    const found = membersOf(id).find(({ user_id }) => user_id === userId);
    const given = listsOf(id).roles.find((each) => each.id === roleId);
    if (!found || !given) throw memberNotFound();
    return Object.assign(found, { role_id: roleId, role: member('x', given).role });
  };
  /** With one organization, every token is one of its own. */
  const store: Operations = {
    authenticate(authorization) {
      const token = (authorization ?? '').replace('Bearer ', '');
      const isAccepted = piper.accepted?.includes(token) ?? true;
      const own = all.length === 1 ? first : all.find((each) => each.token === token);
      if (!own || !isAccepted) throw unauthorized(`Unknown token ${token}`);
      // Who comes with a token is known by its organization.
      return { userId: own.id, permissions: piper.permissions };
    },
    permissionsOf(caller, id) {
      const isSeen = piper.organizations?.some((each) => 'id' in each && each.id === id);
      if (caller.userId !== id && !isSeen) throw organizationNotFound();
      return [...caller.permissions];
    },
    isAdminOf: () => true,
    organizationsOf({ userId, permissions }) {
      const { id, name } = find(userId);
      const { role: admin } = member('x', roles.admin);
      const owned = { ...organizationJson(id, name), owner_user_id: userIdOf(piper.owner) };
      return [{ ...owned, role: admin, permissions: [...permissions] }];
    },
    membersOf,
    rolesOf: (id) => listsOf(id).roles,
    tokensOf: (id) => listsOf(id).tokens,
    addMember: (id, { email, role_id }) => stored(id, email, role_id),
    changeRole: changed,
  };

  async function respond(request: Request): Promise<Reply | undefined> {
    const { method } = request;
    const { origin, pathname, search, searchParams } = new URL(request.url);
    const body = await request.text();
    const found = match(method, pathname);
    if (found.kind !== 'route') return undefined;
    const { route, params } = found;
    const name = operations[route.operation] ?? route.operation;
    const { org_id: id = '', user_id: userId = '' } = params;
    const said = body ? JSON.parse(body) : {};
    journal.record({
      to: 'piper',
      name,
      token: bearer(request),
      body: method === 'PATCH' ? { userId, ...said } : said,
    });
    await piper.beforeAnswer(name);
    const scripted = await script(name, searchParams, id, userId, said);
    if (scripted) return scripted;
    const outcome = answer(
      {
        found,
        request: {
          query: Object.fromEntries(searchParams),
          body,
          contentType: request.headers.get('content-type') ?? undefined,
          authorization: request.headers.get('authorization') ?? undefined,
        },
        origin,
        search,
      },
      store,
      'none',
      Date.now(),
    );
    if (outcome.kind !== 'answer') return outcome.kind;
    if (outcome.status === 200 && name === 'GET organizations' && piper.organizations) {
      return [200, piper.organizations];
    }
    return [outcome.status, JSON.parse(outcome.text), outcome.headers];
  }

  async function script(
    name: string,
    query: URLSearchParams,
    id: string,
    userId: string,
    said: Record<string, string>,
  ): Promise<Reply | undefined> {
    switch (name) {
      case 'POST members': {
        await piper.beforeAdd();
        piper.added += 1;
        const { email = '', role_id = '' } = said;
        return piper.onAdd?.(() => stored(id, email, role_id), piper.added, { email, role_id });
      }
      case 'PATCH member':
        return piper.onChangeRole?.(() => changed(id, userId, said.role_id ?? ''));
      default:
        return piper.onGet?.(name.replace('GET ', ''), query);
    }
  }

  return piper;
}

export type TestPiper = ReturnType<typeof createPiper>;

import { LRUCache } from 'lru-cache';
import { addressKey } from '../domain/address.ts';
import type { PiperFailure } from '../domain/failures.ts';
import { inviteStatus } from '../domain/invite-status.ts';
import type { Member, OrganizationDetails, Role } from '../domain/organization.ts';
import { withoutPresets } from '../domain/permissions.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { piper } from '../limits.ts';
import type { MemberList, PiperOrganization } from '../usecases/ports/piper.ts';
import { atMost } from '../utils/at-most.ts';
import type { Clock } from '../utils/clock.ts';
import type { PiperClient } from './client.ts';
import { isNoAnswer, PiperError } from './errors.ts';
import type { MemberJson, OrganizationJson } from './schemas.ts';

/**
 * One organization through one token. What is cached belongs to this object alone, so that nothing can leak from one token to
 * another. Calls that come while a list is being read share that read.
 */
export function createPiperOrganization(options: {
  client: PiperClient;
  organizationId: string;
  clock: Clock;
}): PiperOrganization {
  const { client, organizationId, clock } = options;
  const perf = { now: clock.now };

  async function readDetails(): Promise<OrganizationDetails> {
    const organizations = await client.listOrganizations();
    const found = organizations.find((organization) => organization.id === organizationId);
    if (found) return toDetails(found);
    const names = organizations.map(({ id, name }) => `${name} (${id})`).join(', ');
    throw new PiperError({
      kind: 'not_found',
      detail: `the token sees ${names || 'no organization'}, not ${organizationId}`,
    });
  }

  const readRoles = async (): Promise<Role[]> =>
    (await client.listRoles(organizationId)).map((role) => ({
      id: role.id,
      name: role.name,
      description: role.description || undefined,
      permissions: role.permissions ?? undefined,
      isSystem: role.is_system ?? undefined,
    }));

  async function readMembers(): Promise<ReadMembers> {
    const readAt = clock.now();
    const listed = await client.listMembers(organizationId);
    const members = await Promise.all(listed.map(toMember));
    const addresses = new Set(members.map(({ address = '' }) => addressKey(address)));
    return { members, addresses, readAt };
  }

  const details = remember(readDetails, piper.detailsTtl, perf, isNoAnswer);
  const roles = remember(readRoles, piper.rolesTtl, perf, isNoAnswer);
  const members = remember(readMembers, piper.membersTtl, perf, () => false);
  const added = new LRUCache<string, { member: Member; at: number }>({
    ...atMost(piper.pageSize),
    ttl: piper.membersTtl,
    ttlResolution: 0,
    perf,
  });

  /** A list that was read before a member was added lacks that member. */
  function withAdded({ members, addresses, readAt }: ReadMembers): MemberList {
    const later = [...added.entries()].filter(
      ([address, { at }]) => at >= readAt && !addresses.has(address),
    );
    return { members: [...members, ...later.map(([, { member }]) => member)], readAt };
  }

  async function toMember({
    user_id,
    role_id,
    role,
    user,
    created_at,
  }: MemberJson): Promise<Member> {
    return {
      userId: user_id,
      roleId: role_id,
      address: user?.email || undefined,
      roleName: (role?.name ?? (await nameOfRole(role_id))) || undefined,
      status: inviteStatus({
        status: user?.status,
        isActive: user?.is_active ?? undefined,
        invitedAt: user?.invited_at ?? undefined,
      }),
      since: created_at ?? undefined,
    };
  }

  async function addMember(address: string, roleId: string): Promise<Member> {
    const json = await client
      .addMember(organizationId, address, roleId)
      .catch((error: unknown) => tellMissing(error, roleId));
    const answered = await toMember(json);
    const member = { ...answered, address: answered.address ?? address };
    added.set(addressKey(address), { member, at: clock.now() });
    return member;
  }

  /** Finds out whether it is the organization or the role that Piper no longer has, and fails. */
  async function tellMissing(error: unknown, roleId: string): Promise<never> {
    const isMissing = error instanceof PiperError && error.failure.kind === 'not_found';
    if (!isMissing) throw error;
    const [seen, listed] = await Promise.all([asResult(readDetails()), asResult(readRoles())]);
    const isOrganization = !seen.ok && seen.error.kind === 'not_found';
    const isRole = listed.ok && !listed.value.some(({ id }) => id === roleId);
    if (!isOrganization && !isRole) throw error;
    throw new PiperError({ ...error.failure, what: isOrganization ? 'organization' : 'role' });
  }

  async function nameOfRole(roleId: string): Promise<string | undefined> {
    const known = await asResult(roles.get());
    return known.ok ? known.value.find((role) => role.id === roleId)?.name : undefined;
  }

  return {
    details: () => asResult(details.get()),
    roles: () => asResult(roles.get()),
    rights: () =>
      asResult(
        Promise.all([details.notOlder(piper.membersTtl), roles.notOlder(piper.membersTtl)]).then(
          ([details, roles]) => ({ details, roles }),
        ),
      ),
    remembered: () => {
      const organization = details.peek();
      const known = roles.peek();
      const list = members.peek();
      return (
        organization &&
        known && { organization, roles: known, ...(list && { members: list.members }) }
      );
    },
    members: () => asResult(members.get().then(withAdded)),
    membersNow: () => asResult(members.renew()),
    isAnswering: client.isAnswering,
    addMember: (address, roleId) => asResult(addMember(address, roleId)),
    changeRole: (userId, roleId) =>
      asResult(
        client
          .changeRole(organizationId, userId, roleId)
          .then(toMember)
          .finally(() => members.forget()),
      ),
  };
}

const toDetails = ({
  id,
  name,
  owner_user_id,
  role,
  permissions,
}: OrganizationJson): OrganizationDetails => ({
  id,
  name,
  ownerUserId: owner_user_id || undefined,
  tokenRole: {
    // A token may be allowed less than the role of whoever made it, so that role is not its own.
    id: permissions?.length ? '' : (role?.id ?? ''),
    name: role?.name ?? '',
    permissions: permissions ? withoutPresets(permissions) : undefined,
    isSystem: role?.is_system ?? undefined,
  },
});

/** Members, and their addresses as they are compared. */
type ReadMembers = MemberList & { addresses: Set<string> };

const only = 'only';

/** `isOldBetter` says after which errors the old value is returned. */
function remember<T extends object>(
  read: () => Promise<T>,
  ttl: number,
  perf: { now: () => number },
  isOldBetter: (error: unknown) => boolean,
) {
  /** A value, when its reading began, and why it could not be read again since. */
  type Read = { value: T; readAt: number; error?: unknown };
  const readNow = async (): Promise<Read> => {
    const readAt = perf.now();
    return { value: await read(), readAt };
  };
  const cache = new LRUCache<typeof only, Read>({
    max: 1,
    ttl,
    ttlResolution: 0,
    perf,
    noDeleteOnStaleGet: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: async (_, old) => {
      try {
        return await readNow();
      } catch (error) {
        if (old && isOldBetter(error)) return { ...old, error };
        throw error;
      }
    },
    // Callers that wait for a read get its result, even when a newer one has been stored meanwhile.
    ignoreFetchAbort: true,
  });
  return {
    get: async () => (await cache.forceFetch(only)).value,
    peek: () => cache.get(only)?.value,
    /** Fails rather than give a value that is older, in milliseconds. */
    notOlder: async (age: number) => {
      const since = perf.now() - age;
      const known = cache.get(only);
      const isKnown = known !== undefined && known.readAt >= since;
      const { value, readAt, error } = isKnown
        ? known
        : await cache.forceFetch(only, { forceRefresh: true });
      if (readAt < since) throw error;
      return value;
    },
    /** The next call reads again. */
    forget: () => cache.delete(only),
    /** Does not share a read that is under way, which may have begun before the change that the caller wants to see. */
    renew: async () => {
      const now = await readNow();
      cache.set(only, now);
      return now.value;
    },
  };
}

/** Turns a `PiperError` into a value. */
export async function asResult<T>(promise: Promise<T>): Promise<Result<T, PiperFailure>> {
  try {
    return ok(await promise);
  } catch (error) {
    if (error instanceof PiperError) return err(error.failure);
    throw error;
  }
}

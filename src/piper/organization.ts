import { LRUCache } from 'lru-cache';
import { addressKey } from '../domain/address.ts';
import type { PiperFailure } from '../domain/failures.ts';
import {
  findMember,
  type Member,
  type OrganizationDetails,
  type Role,
} from '../domain/organization.ts';
import { withoutPresets } from '../domain/permissions.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { piper } from '../limits.ts';
import type { MemberList, PiperOrganization } from '../usecases/ports/piper.ts';
import { atMost } from '../utils/at-most.ts';
import type { Clock } from '../utils/clock.ts';
import type { PiperClient } from './client.ts';
import { isNoAnswer, PiperError } from './errors.ts';
import type { OrganizationJson } from './schemas.ts';

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
    const isNamed = listed.every(({ roleName }) => roleName !== undefined);
    const members = isNamed ? listed : await Promise.all(listed.map(withRoleName));
    const read: ReadMembers = { members, readAt, withAdded: members };
    for (const { member, at } of added.values()) if (at >= readAt) include(member, read);
    return read;
  }

  /** A list that was read before a member was added lacks that member. Piper's own is left as it is, and copied once. */
  function include(member: Member, read: ReadMembers): void {
    if (findMember(read.withAdded, member.address ?? '')) return;
    if (read.withAdded === read.members) read.withAdded = [...read.members];
    read.withAdded.push(member);
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

  const withRoleName = async (member: Member): Promise<Member> => ({
    ...member,
    roleName: member.roleName ?? (await nameOfRole(member.roleId)),
  });

  async function addMember(address: string, roleId: string): Promise<Member> {
    const answered = await client
      .addMember(organizationId, address, roleId)
      .catch((error: unknown) => tellMissing(error, roleId));
    const member = { ...(await withRoleName(answered)), address: answered.address ?? address };
    added.set(addressKey(address), { member, at: clock.now() });
    const known = members.peek();
    if (known) include(member, known);
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
    const found = known.ok ? known.value.find((role) => role.id === roleId) : undefined;
    return found?.name || undefined;
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
    members: () =>
      asResult(
        members.get().then(({ withAdded, readAt }): MemberList => ({ members: withAdded, readAt })),
      ),
    membersNow: () => asResult(members.renew()),
    isAnswering: client.isAnswering,
    addMember: (address, roleId) => asResult(addMember(address, roleId)),
    changeRole: (userId, roleId) =>
      asResult(
        client
          .changeRole(organizationId, userId, roleId)
          .then(withRoleName)
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

const only = 'only';

/** `withAdded` has the members that were added since, too. */
type ReadMembers = MemberList & { withAdded: Member[] };

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

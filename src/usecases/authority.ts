import { addressKey } from '../domain/address.ts';
import type { Own } from '../domain/ceiling.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invite } from '../domain/invitation.ts';
import type { QuotaUse } from '../domain/invite-check.ts';
import type { Link } from '../domain/link.ts';
import type { Member, OrganizationDetails, Role } from '../domain/organization.ts';
import type { Person } from '../domain/person.ts';
import { type Links, matchPiperPerson } from '../domain/piper-person.ts';
import type { Reason } from '../domain/reasons.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Quota } from '../domain/rule.ts';
import {
  type Decision,
  decide,
  decideRole,
  type Facts,
  isDenied,
  type Policy,
  policyOf,
  whyTooMuch,
} from '../domain/rules.ts';
import { batch } from '../limits.ts';
import type { Directory } from './authorize.ts';
import type { Connected } from './find-connection.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';
import type { LinkStore } from './ports/links.ts';

/** What somebody may have done in an organization, as Slack, Piper and the settings say at one moment. */
export type Authority = {
  /** Whatever the quota says, which counts only where something is placed. `undecided`: nothing stands against it but that Piper doesn't tell what the person may do there. */
  decide: (invite: Invite) => AuthorityDecision;
  /** The same about invites that are placed together, against the quota: each counts for those after it. */
  decideNew: (invites: readonly Invite[]) => Promise<AuthorityDecision[]>;
  /** Whether there is anybody to whom the person may give this role at once, and else why not. */
  decideRole: (role: Role) => Decision;
  /** Why the person may not give this role in Piper, as whoever approves must be able to; undefined if they may. */
  whyTooMuch: (role: Role) => Reason | undefined;
  /** Whether a member is that person, or may be. */
  isSelf: (member: Member) => boolean;
  /** What the person may do in Piper, why that can't be told, or why Piper didn't tell. */
  own: Facts['own'] | { kind: 'unread'; failure: PiperFailure };
  /** Whether the person may do what the token may, whoever they are in Piper. */
  holdsToken: boolean;
  /** How much of their quota is used, if there is one. */
  quotaUse: () => Promise<QuotaUse | undefined>;
};

type AuthorityDecision = Decision | { kind: 'undecided' };

/** Those of some roles that the person may give to anybody at all. */
export const givenBy = (
  { decideRole }: Pick<Authority, 'decideRole'>,
  roles: readonly Role[],
): Role[] => roles.filter((role) => decideRole(role).kind === 'direct');

/** Those of some roles that the person may invite anybody at all with, at once or with approval. */
export const invitableBy = (
  { decideRole }: Pick<Authority, 'decideRole'>,
  roles: readonly Role[],
): Role[] => roles.filter((role) => decideRole(role).kind !== 'deny');

/** An organization as Piper tells it; `members` is empty where nobody has to be found there. */
type Seen = { details: OrganizationDetails; roles: Role[]; members: Member[] };

type AuthorityDeps = {
  links: Pick<LinkStore, 'find'>;
  invitationQueries: Pick<InvitationQueries, 'counted'>;
  now: () => number;
};

/** Whether somebody is in a user group (by its id); undefined when Slack can't say. */
type IsInGroup = Facts['isInGroup'];

/**
 * The one place that tells what somebody may have done through a connection. Whoever connected it holds the token, and may do what
 * the token may; everybody else what their own role in Piper allows.
 */
function authorityWith(
  inviteAdmins: ReadonlySet<string>,
  { links, invitationQueries, now }: AuthorityDeps,
) {
  const holdsToken = (userId: string, { connection, isFixed }: Connected): boolean =>
    isFixed ? inviteAdmins.has(userId) : connection.connectedBy === userId;

  async function countUsed(
    inviterId: string,
    { connection: { organization } }: Connected,
    quota: Quota,
  ): Promise<number> {
    const of = { organizationId: organization.id, inviterId };
    const since = now() - batch.quotaWindow;
    return (await invitationQueries.counted(of, since, quota.invites)).length;
  }

  function build(
    person: Person | undefined,
    isInGroup: IsInGroup,
    seen: Result<Seen, PiperFailure>,
    connected: Connected,
    linked: Links,
  ): Authority {
    const withQuota = policyOf(connected.connection.settings);
    const { quota, ...policy } = withQuota;
    const own: Authority['own'] = seen.ok
      ? ownOf(person, seen.value, connected, linked)
      : { kind: 'unread', failure: seen.error };
    const facts: Facts = {
      person,
      isInGroup,
      inviteAdmins,
      // What is denied to an owner is denied to everybody.
      own: own.kind === 'unread' ? { kind: 'known', own: 'owner' } : own,
      used: 0,
      canBeApproved: connected.connection.settings.asking !== undefined,
    };
    // Only Piper's own list tells what a role may do, and a forged one is not in it.
    const asTold = ({ id, name }: Role): Role =>
      (seen.ok ? seen.value.roles.find((role) => role.id === id) : undefined) ?? { id, name };
    const decideBy = (by: Policy, { invitee, role }: Invite, facts: Facts): AuthorityDecision => {
      const decision = decide(by, { invitee, role: asTold(role) }, facts);
      const isUndecided = own.kind === 'unread' && decision.kind === 'direct';
      return isUndecided ? { kind: 'undecided' } : decision;
    };
    return {
      own,
      holdsToken: person !== undefined && holdsToken(person.id, connected),
      isSelf: ({ userId, address }) =>
        (person && linked.get(person.id) === userId) ||
        (person?.address !== undefined &&
          address !== undefined &&
          addressKey(person.address) === addressKey(address)),
      decideRole: (role) => decideRole(policy, asTold(role), facts),
      whyTooMuch: (role) => whyTooMuch(asTold(role), facts.own),
      decide: (invite) => decideBy(policy, invite, facts),
      quotaUse: async () =>
        quota && person
          ? { used: await countUsed(person.id, connected, quota), limit: quota.invites }
          : undefined,
      decideNew: async (invites) => {
        let used = quota && person ? await countUsed(person.id, connected, quota) : 0;
        return invites.map((invite) => {
          const decision = decideBy(withQuota, invite, { ...facts, used });
          if (!isDenied(decision)) used += 1;
          return decision;
        });
      },
    };
  }

  function ownOf(
    person: Person | undefined,
    seen: Seen,
    connected: Connected,
    linked: Links,
  ): Facts['own'] {
    if (!person) return { kind: 'none' };
    if (holdsToken(person.id, connected)) return { kind: 'known', own: seen.details.tokenRole };
    const found = matchPiperPerson(person, seen.members, linked);
    return found.kind === 'one' ? { kind: 'known', own: ownAsMember(found.member, seen) } : found;
  }

  return {
    /** `list`: whether the member list is read anew, as for everything that is done, or may be a minute old, to show something. */
    authorityOf: async (
      { people, userGroups }: Directory,
      userId: string,
      connected: Connected,
      list: 'new' | 'recent',
    ): Promise<Authority> => {
      const groupIds = groupsOf(connected);
      const [person, link, seen, groups] = await Promise.all([
        people.find(userId),
        links.find(connected, userId),
        see(connected, holdsToken(userId, connected) ? 'none' : list),
        Promise.all(groupIds.map(async (id) => [id, await userGroups.members(id)] as const)),
      ]);
      const members = new Map(groups);
      const isInGroup: IsInGroup = (id) => {
        const group = members.get(id);
        return group?.ok ? group.value.includes(userId) : undefined;
      };
      const found = person.ok ? person.value : undefined;
      return build(found, isInGroup, seen, connected, linksOf(userId, link));
    },

    /** The same from what is cached or stored, without a request; undefined where that doesn't suffice. */
    remembered: async (
      { people }: Omit<Directory, 'userGroups'>,
      userId: string,
      connected: Connected,
    ): Promise<Authority | undefined> => {
      const person = people.remembered(userId);
      const known = connected.piper.remembered();
      if (!person || !known || groupsOf(connected).length > 0) return undefined;
      const { organization: details, roles, members = [] } = known;
      if (!known.members && !holdsToken(userId, connected)) return undefined;
      const linked = linksOf(userId, await links.find(connected, userId));
      return build(person, () => undefined, ok({ details, roles, members }), connected, linked);
    },
  };
}

type Parts = ReturnType<typeof authorityWith>;
export type AuthorityOf = Parts['authorityOf'];
export type RememberedAuthority = Parts['remembered'];

/** By the invite admins of the workspace that is asked for. */
export function createAuthority(deps: AuthorityDeps): Parts {
  return {
    authorityOf: (workspace, ...about) =>
      authorityWith(workspace.inviteAdmins, deps).authorityOf(workspace, ...about),
    remembered: (workspace, ...about) =>
      authorityWith(workspace.inviteAdmins, deps).remembered(workspace, ...about),
  };
}

/** Somebody's link, to be matched with. One that can't be trusted leads to nobody. */
export const linksOf = (userId: string, link: Result<Link | undefined, unknown>): Links => {
  const memberId = link.ok ? link.value?.memberId : '';
  return new Map(memberId === undefined ? [] : [[userId, memberId]]);
};

const groupsOf = ({ connection }: Connected): string[] => [
  ...new Set(
    policyOf(connection.settings).rules.flatMap(({ who }) =>
      who.kind === 'chosen' ? who.userGroupIds : [],
    ),
  ),
];

/** What a member may do: everything, if they are the owner, else what their role allows. */
function ownAsMember({ userId, roleId, roleName }: Member, { details, roles }: Seen): Own {
  if (userId === details.ownerUserId) return 'owner';
  return roles.find(({ id }) => id === roleId) ?? { id: roleId, name: roleName ?? '' };
}

async function see(
  { piper }: Connected,
  list: 'new' | 'recent' | 'none',
): Promise<Result<Seen, PiperFailure>> {
  const readMembers = { new: piper.membersNow, recent: piper.members, none: noMembers }[list];
  const [rights, members] = await Promise.all([piper.rights(), readMembers()]);
  if (!rights.ok) return rights;
  if (!members.ok) return members;
  return ok({ ...rights.value, members: members.value.members });
}

const noMembers = async () => ok({ members: [] });

import type { ConnectionSettings, WhoMayInvite } from '../domain/connection.ts';
import type { Person } from '../domain/person.ts';
import {
  type Decision,
  type InviteAdmins,
  mayConnect,
  mayInvite,
  type Reach,
} from '../domain/policy.ts';
import type { People, UserGroups } from './ports/slack.ts';

/** A workspace: where people and user groups are looked up, and whom the process's configuration names there. */
export type Directory = {
  people: Pick<People, 'find' | 'findAnew' | 'remembered'>;
  userGroups: UserGroups;
  inviteAdmins: InviteAdmins;
};

/** Applies the policy to somebody, using what Slack says about them, or said a moment ago. */
export const authorize = {
  toInvite: (
    { people, userGroups, inviteAdmins }: Directory,
    userId: string,
    { whoMayInvite }: ConnectionSettings,
  ): Promise<Decision> =>
    decideFor(people.find(userId), async (person) => {
      const decision = withoutGroups(person, whoMayInvite, inviteAdmins);
      if (decision) return decision;
      const groups = await Promise.all(groupsOf(whoMayInvite).map(userGroups.members));
      const isInChosenGroup = groups.some((group) => group.ok && group.value.includes(userId));
      return isInChosenGroup || groups.every((group) => group.ok)
        ? mayInvite(person, { whoMayInvite, inviteAdmins, isInChosenGroup })
        : { allowed: false, reason: 'unidentified' };
    }),

  /** The same from cached data only. Undefined if that does not suffice; membership in user groups is never cached here. */
  toInviteRemembered: (
    { people, inviteAdmins }: Omit<Directory, 'userGroups'>,
    userId: string,
    { whoMayInvite }: ConnectionSettings,
  ): Decision | undefined => {
    const person = people.remembered(userId);
    return person && withoutGroups(person, whoMayInvite, inviteAdmins);
  },

  /** Always as Slack says it now, since a connection is the whole workspace's. */
  toConnect: (
    { people, inviteAdmins }: Omit<Directory, 'userGroups'>,
    userId: string,
    reach: Reach = 'workspace',
  ): Promise<Decision> =>
    decideFor(people.findAnew(userId), (person) => mayConnect(person, inviteAdmins, reach)),
};

export type Authorize = typeof authorize;

async function decideFor(
  finding: ReturnType<People['find']>,
  decide: (person: Person) => Decision | Promise<Decision>,
): Promise<Decision> {
  const person = await finding;
  if (person.ok) return decide(person.value);
  return { allowed: false, reason: person.error === 'unknown' ? 'external' : 'unidentified' };
}

/** Undefined if it depends on user groups. */
function withoutGroups(
  person: Person,
  whoMayInvite: WhoMayInvite,
  inviteAdmins: InviteAdmins,
): Decision | undefined {
  const decision = mayInvite(person, { whoMayInvite, inviteAdmins, isInChosenGroup: false });
  const dependsOnGroups =
    !decision.allowed && decision.reason === 'not_chosen' && groupsOf(whoMayInvite).length > 0;
  return dependsOnGroups ? undefined : decision;
}

const groupsOf = (whoMayInvite: WhoMayInvite): string[] =>
  whoMayInvite.kind === 'chosen' ? whoMayInvite.userGroupIds : [];

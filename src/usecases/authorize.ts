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

/** Where people and user groups are looked up. */
export type Directory = { people: Pick<People, 'find' | 'remembered'>; userGroups: UserGroups };

/** Applies the policy to somebody, using what Slack says about them now. */
export function createAuthorize(inviteAdmins: InviteAdmins) {
  const decideFor = async (
    people: Directory['people'],
    userId: string,
    decide: (person: Person) => Decision | Promise<Decision>,
  ): Promise<Decision> => {
    const person = await people.find(userId);
    if (person.ok) return decide(person.value);
    return { allowed: false, reason: person.error === 'unknown' ? 'external' : 'unidentified' };
  };

  /** Undefined if it depends on user groups. */
  function withoutGroups(person: Person, whoMayInvite: WhoMayInvite): Decision | undefined {
    const decision = mayInvite(person, { whoMayInvite, inviteAdmins, isInChosenGroup: false });
    const dependsOnGroups =
      !decision.allowed && decision.reason === 'not_chosen' && groupsOf(whoMayInvite).length > 0;
    return dependsOnGroups ? undefined : decision;
  }

  return {
    toInvite: (
      { people, userGroups }: Directory,
      userId: string,
      { whoMayInvite }: ConnectionSettings,
    ): Promise<Decision> =>
      decideFor(people, userId, async (person) => {
        const decision = withoutGroups(person, whoMayInvite);
        if (decision) return decision;
        const groups = await Promise.all(groupsOf(whoMayInvite).map(userGroups.members));
        const isInChosenGroup = groups.some((group) => group.ok && group.value.includes(userId));
        return isInChosenGroup || groups.every((group) => group.ok)
          ? mayInvite(person, { whoMayInvite, inviteAdmins, isInChosenGroup })
          : { allowed: false, reason: 'unidentified' };
      }),

    /** The same from cached data only. Undefined if that does not suffice; membership in user groups is never cached here. */
    toInviteRemembered: (
      { people }: Pick<Directory, 'people'>,
      userId: string,
      { whoMayInvite }: ConnectionSettings,
    ): Decision | undefined => {
      const person = people.remembered(userId);
      return person && withoutGroups(person, whoMayInvite);
    },

    toConnect: (
      { people }: Pick<Directory, 'people'>,
      userId: string,
      reach: Reach = 'workspace',
    ): Promise<Decision> =>
      decideFor(people, userId, (person) => mayConnect(person, inviteAdmins, reach)),
  };
}

const groupsOf = (whoMayInvite: WhoMayInvite): string[] =>
  whoMayInvite.kind === 'chosen' ? whoMayInvite.userGroupIds : [];

export type Authorize = ReturnType<typeof createAuthorize>;

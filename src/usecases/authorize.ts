import type { ConnectionSettings } from '../domain/connection.ts';
import type { Person } from '../domain/person.ts';
import {
  type Decision,
  type InviteAdmins,
  mayConnect,
  mayInvite,
  type Reach,
} from '../domain/policy.ts';
import type { People, UserGroups } from './ports/slack.ts';

export type Asked = { people: Pick<People, 'find' | 'remembered'>; userGroups: UserGroups };

/** Decides whether somebody may invite or connect, from what Slack says of them at that moment. */
export function createAuthorize(inviteAdmins: InviteAdmins) {
  const who = async (
    people: Asked['people'],
    userId: string,
    decide: (person: Person) => Decision | Promise<Decision>,
  ): Promise<Decision> => {
    const person = await people.find(userId);
    if (person.ok) return decide(person.value);
    return { allowed: false, reason: person.error === 'unknown' ? 'external' : 'unidentified' };
  };

  return {
    toInvite: (
      { people, userGroups }: Asked,
      userId: string,
      { whoMayInvite }: ConnectionSettings,
    ): Promise<Decision> =>
      who(people, userId, async (person) => {
        const rule = { whoMayInvite, inviteAdmins };
        const withoutGroups = mayInvite(person, { ...rule, isInChosenGroup: false });
        const isGroupAsked =
          !withoutGroups.allowed &&
          withoutGroups.reason === 'not_chosen' &&
          whoMayInvite.kind === 'chosen' &&
          whoMayInvite.userGroupIds.length > 0;
        if (!isGroupAsked) return withoutGroups;
        const groups = await Promise.all(whoMayInvite.userGroupIds.map(userGroups.members));
        if (groups.some((group) => group.ok && group.value.includes(userId))) {
          return mayInvite(person, { ...rule, isInChosenGroup: true });
        }
        return groups.every((group) => group.ok)
          ? withoutGroups
          : { allowed: false, reason: 'unidentified' };
      }),

    /** The same without asking Slack, where it told a moment ago; membership in user groups is not remembered. */
    toInviteRemembered: (
      { people }: Asked,
      userId: string,
      { whoMayInvite }: ConnectionSettings,
    ): Decision | undefined => {
      const person = people.remembered(userId);
      if (!person) return undefined;
      const decision = mayInvite(person, { whoMayInvite, inviteAdmins, isInChosenGroup: false });
      const isGroupAsked = whoMayInvite.kind === 'chosen' && whoMayInvite.userGroupIds.length > 0;
      return decision.allowed || !isGroupAsked ? decision : undefined;
    },

    toConnect: (
      { people }: Pick<Asked, 'people'>,
      userId: string,
      reach: Reach = 'workspace',
    ): Promise<Decision> =>
      who(people, userId, (person) => mayConnect(person, inviteAdmins, reach)),
  };
}

export type Authorize = ReturnType<typeof createAuthorize>;

import type { Connection, ConnectionSettings } from '../domain/connection.ts';
import type { Person } from '../domain/person.ts';
import {
  type Decision,
  groupsOfInviters,
  type InviteAdmins,
  mayChangeRoles,
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
    settings: ConnectionSettings,
  ): Promise<Decision> =>
    decideFor(people.find(userId), async (person) => {
      const decision = withoutGroups(person, settings, inviteAdmins);
      if (decision) return decision;
      const members = new Map(
        await Promise.all(
          groupsOfInviters(settings).map(async (id) => [id, await userGroups.members(id)] as const),
        ),
      );
      const isInGroup = (id: string) => {
        const group = members.get(id);
        return group?.ok ? group.value.includes(userId) : undefined;
      };
      return (
        mayInvite(person, settings, { inviteAdmins, isInGroup }) ?? {
          allowed: false,
          reason: 'groups_unread',
        }
      );
    }),

  /** The same from cached data only. Undefined if that does not suffice; membership in user groups is never cached here. */
  toInviteRemembered: (
    { people, inviteAdmins }: Omit<Directory, 'userGroups'>,
    userId: string,
    settings: ConnectionSettings,
  ): Decision | undefined => {
    const person = people.remembered(userId);
    return person && withoutGroups(person, settings, inviteAdmins);
  },

  /** Always as Slack says it now, since a connection is the whole workspace's. */
  toConnect: (
    { people, inviteAdmins }: Omit<Directory, 'userGroups'>,
    userId: string,
    reach: Reach = 'workspace',
  ): Promise<Decision> =>
    decideFor(people.findAnew(userId), (person) => mayConnect(person, inviteAdmins, reach)),

  /** Always as Slack says it now, too. Who can't be told to be in a user group counts as not in it. */
  toChangeRoles: (
    { people, userGroups, inviteAdmins }: Directory,
    userId: string,
    connection: Pick<Connection, 'settings' | 'scope'>,
  ): Promise<Decision> =>
    decideFor(people.findAnew(userId), async (person) => {
      const decision = mayChangeRoles(person, connection, inviteAdmins, new Set());
      const named = connection.settings.roleChangers?.userGroupIds ?? [];
      if (decision.allowed || decision.reason !== 'not_chosen' || named.length === 0) {
        return decision;
      }
      const groups = await Promise.all(
        named.map(async (id) => ({ id, members: await userGroups.members(id, 'new') })),
      );
      const joined = groups.filter(({ members }) => members.ok && members.value.includes(userId));
      return mayChangeRoles(person, connection, inviteAdmins, new Set(joined.map(({ id }) => id)));
    }),
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
const withoutGroups = (
  person: Person,
  settings: ConnectionSettings,
  inviteAdmins: InviteAdmins,
): Decision | undefined =>
  mayInvite(person, settings, { inviteAdmins, isInGroup: () => undefined });

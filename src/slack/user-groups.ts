import type { webApi } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { UserGroup } from '../domain/person.ts';
import { err, ok } from '../domain/result.ts';
import { slack } from '../limits.ts';
import type { UserGroups } from '../usecases/ports/slack.ts';
import { atMost } from '../utils/at-most.ts';
import { slackErrorWord } from './error-word.ts';

const groupsSchema = z.object({
  usergroups: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string().catch(''),
      handle: z.string().catch(''),
    }),
  ),
});
const membersSchema = z.object({ users: z.array(z.string().min(1)) });

/**
 * The user groups of one workspace, for which an app needs the optional scope `usergroups:read`:
 * https://docs.slack.dev/reference/methods/usergroups.list, https://docs.slack.dev/reference/methods/usergroups.users.list
 */
export function createUserGroups(options: {
  client: webApi.WebClient;
  teamId: string;
  now: () => number;
  log: Logger;
}): UserGroups {
  const { client, teamId, now, log } = options;
  const briefly = { ttl: slack.profileTtl, ttlResolution: 0, perf: { now } };
  const members = new LRUCache<string, string[]>({
    ...atMost(slack.cachedUserGroups),
    ...briefly,
    fetchMethod: async (usergroup) =>
      membersSchema.parse(await client.usergroups.users.list({ usergroup, team_id: teamId })).users,
  });

  const groups = new LRUCache<'all', UserGroup[]>({
    max: 1,
    ...briefly,
    fetchMethod: async () => {
      const { usergroups } = groupsSchema.parse(await client.usergroups.list({ team_id: teamId }));
      return usergroups
        .map(({ id, name, handle }) => ({ id, name: name || handle || id }))
        .toSorted((a, b) => a.name.localeCompare(b.name));
    },
  });

  const whyNot = (error: unknown) => {
    if (slackErrorWord(error) === 'missing_scope') return err('not_granted' as const);
    log.warn({ err: error }, 'user group lookup failed');
    return err('unavailable' as const);
  };

  return {
    list: async () => {
      try {
        return ok(await groups.forceFetch('all'));
      } catch (error) {
        return whyNot(error);
      }
    },
    members: async (userGroupId, list) => {
      try {
        return ok(await members.forceFetch(userGroupId, { forceRefresh: list === 'new' }));
      } catch (error) {
        // A group that is gone has no members.
        return slackErrorWord(error) === 'no_such_subteam' ? ok([]) : whyNot(error);
      }
    },
  };
}

import { webApi } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import * as z from 'zod';
import { parseAddress } from '../domain/address.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { Person } from '../domain/person.ts';
import { err, ok } from '../domain/result.ts';
import { slack } from '../limits.ts';
import type { People } from '../usecases/ports/slack.ts';
import { atMost } from '../utils/at-most.ts';
import { slackErrorWord } from './error-word.ts';

const flag = z.boolean().nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);

/** https://docs.slack.dev/reference/objects/user-object */
const userSchema = z.object({
  id: z.string().min(1),
  team_id: text,
  name: text,
  deleted: flag,
  is_bot: flag,
  is_workflow_bot: flag,
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_email_confirmed: flag,
  tz_offset: z.int().nullish().catch(undefined),
  enterprise_user: z
    .object({
      enterprise_id: text,
      is_admin: flag,
      is_owner: flag,
      teams: z.array(z.string()).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  profile: z
    .object({ email: text, display_name: text, real_name: text })
    .nullish()
    .catch(undefined),
});

const pageSchema = z.object({
  members: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().catch('') }).optional(),
});

/** Slack does not flag Slackbot as a bot. */
const slackbot = 'USLACKBOT';

/**
 * The people of one workspace, read with `users.info` (https://docs.slack.dev/reference/methods/users.info), many of them with
 * `users.list`, and cached for a short while.
 */
export function createPeople(options: {
  client: webApi.WebClient;
  workspace: WorkspaceRef;
  now: () => number;
  log: Logger;
}): People {
  const { client, workspace, now, log } = options;
  const profiles = new LRUCache<string, Person>({
    ...atMost(slack.cachedProfiles),
    ttl: slack.profileTtl,
    ttlResolution: 0,
    perf: { now },
    fetchMethod: async (userId) => {
      const { user } = await client.users.info({ user: userId });
      return toPerson(userSchema.parse(user), workspace);
    },
  });

  async function lookUp(
    userId: string,
    { forceRefresh }: { forceRefresh: boolean },
  ): ReturnType<People['find']> {
    try {
      return ok(await profiles.forceFetch(userId, { forceRefresh }));
    } catch (error) {
      const word = slackErrorWord(error);
      const isUnknown =
        error instanceof webApi.WebAPIPlatformError &&
        (word === 'user_not_found' || word === 'user_not_visible');
      if (isUnknown) return err('unknown');
      log.warn({ err: error, userId }, 'user lookup failed');
      return err('unavailable');
    }
  }
  const find: People['find'] = async (userId) => {
    const known = profiles.get(userId);
    return known ? ok(known) : lookUp(userId, { forceRefresh: false });
  };

  /** Caches the wanted users, reading the list of all users until they are found. */
  async function readPages(wanted: Set<string>): Promise<void> {
    let cursor = '';
    for (let page = 0; page < slack.maxProfilePages && wanted.size > 0; page += 1) {
      const { members, response_metadata } = pageSchema.parse(
        await client.users.list({
          limit: slack.pageSize,
          team_id: workspace.teamId,
          ...(cursor && { cursor }),
        }),
      );
      for (const member of members) {
        const user = userSchema.safeParse(member).data;
        if (user && wanted.delete(user.id)) profiles.set(user.id, toPerson(user, workspace));
      }
      cursor = response_metadata?.next_cursor ?? '';
      if (!cursor) return;
    }
  }

  return {
    remembered: (userId) => profiles.get(userId),
    find,
    findAnew: (userId) => lookUp(userId, { forceRefresh: true }),
    findAll: async (userIds) => {
      const unknown = new Set(userIds.filter((userId) => !profiles.has(userId)));
      if (unknown.size > slack.listProfilesAbove) {
        try {
          await readPages(unknown);
        } catch (error) {
          log.warn({ err: error }, 'user list failed');
        }
      }
      // Users outside the list, such as those of other workspaces, are read by ID, a few at a time.
      const found: Awaited<ReturnType<typeof find>>[] = [];
      for (let from = 0; from < userIds.length; from += slack.concurrentProfileCalls) {
        const some = userIds.slice(from, from + slack.concurrentProfileCalls);
        found.push(...(await Promise.all(some.map(find))));
      }
      return found;
    },
  };
}

function toPerson(user: z.infer<typeof userSchema>, workspace: WorkspaceRef): Person {
  const { profile } = user;
  const address = parseAddress(profile?.email?.trim() ?? '');
  return {
    id: user.id,
    name: profile?.display_name || profile?.real_name || user.name || user.id,
    ...(address && { address }),
    ...(user.is_email_confirmed && { isAddressConfirmed: true }),
    ...(user.tz_offset && { utcOffset: user.tz_offset }),
    isAdmin: Boolean(user.is_admin || user.is_owner || user.is_primary_owner),
    isOrgAdmin:
      workspace.enterpriseId !== undefined &&
      user.enterprise_user?.enterprise_id === workspace.enterpriseId &&
      Boolean(user.enterprise_user.is_admin || user.enterprise_user.is_owner),
    isGuest: Boolean(user.is_restricted || user.is_ultra_restricted),
    isBot: Boolean(user.is_bot || user.is_workflow_bot || user.id === slackbot),
    isDeactivated: Boolean(user.deleted),
    isExternal: Boolean(user.is_stranger) || !belongsTo(user, workspace),
  };
}

/**
 * In an Enterprise organization a user has one account for all of its workspaces, and `enterprise_user.teams` says in which they
 * are. A user without a known team counts as an outsider.
 */
function belongsTo(user: z.infer<typeof userSchema>, { teamId }: WorkspaceRef): boolean {
  return user.enterprise_user?.teams?.includes(teamId) ?? user.team_id === teamId;
}

import { webApi } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { WorkspaceRef } from '../domain/connection.ts';
import { type OptionalFeature, optionalFeaturesOf } from '../ids.ts';
import { slack as slackLimits } from '../limits.ts';
import type { Channels, Files, People, UserGroups } from '../usecases/ports/slack.ts';
import { atMost } from '../utils/at-most.ts';
import type { FallbackMessages } from '../views/fallback-messages.ts';
import { createChannels } from './channels.ts';
import { type SlackClientSettings, slackClientOptions, slackFetch } from './client.ts';
import { createFiles } from './files.ts';
import { createHome, type SlackHome } from './home.ts';
import { createMessenger, type Messenger } from './messenger.ts';
import { createPeople } from './people.ts';
import { createUserGroups } from './user-groups.ts';

/** A workspace in Slack: everything in it uses the workspace's own token. */
export type SlackWorkspace = {
  ref: WorkspaceRef;
  /** Whether the app was installed in the whole Enterprise organization. */
  isOrgWide: boolean;
  people: People;
  userGroups: UserGroups;
  channels: Channels;
  files: Files;
  /** What the optional scopes that the app was granted allow. */
  optionalFeatures: readonly OptionalFeature[];
  messenger: Messenger;
  home: SlackHome;
};

/** Where a request comes from, and the token for it: from Bolt's context. */
export type Origin = {
  teamId?: string | undefined;
  enterpriseId?: string | undefined;
  isEnterpriseInstall?: boolean | undefined;
  botToken?: string | undefined;
  /** What the token was granted. */
  scopes?: readonly string[] | undefined;
};

/**
 * The workspaces that the product serves. What is remembered of a workspace is kept under its token, so that nothing can
 * reach another one.
 */
export function createWorkspaces(deps: {
  slack: SlackClientSettings;
  fallbackMessages: FallbackMessages;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
}) {
  const { slack, fallbackMessages, now, wait, log } = deps;
  const fetch = slackFetch(slack);
  const open = new LRUCache<string, SlackWorkspace>(atMost(slackLimits.cachedWorkspaces));

  return (origin: Origin): SlackWorkspace => {
    const { teamId, enterpriseId, botToken, scopes = [] } = origin;
    if (!botToken || !(teamId ?? enterpriseId)) throw new Error('a request names no workspace');
    // What an Enterprise organization itself sends, such as an event, belongs to none of its workspaces.
    const ref: WorkspaceRef = {
      teamId: teamId ?? enterpriseId ?? '',
      enterpriseId: enterpriseId || undefined,
    };
    const key = [ref.teamId, ref.enterpriseId, botToken, ...scopes].join(' ');
    const known = open.get(key);
    if (known) return known;

    const options = slackClientOptions(slack, slackLimits.messageTimeout);
    const client = new webApi.WebClient(botToken, options);
    const workspace: SlackWorkspace = {
      ref,
      isOrgWide: origin.isEnterpriseInstall ?? false,
      people: createPeople({ client, workspace: ref, now, log }),
      userGroups: createUserGroups({ client, teamId: ref.teamId, now, log }),
      channels: createChannels({ client, log }),
      files: createFiles({ client, fetch, token: botToken, log }),
      optionalFeatures: optionalFeaturesOf(scopes),
      messenger: createMessenger({ client, fetch, fallbackMessages, log, wait }),
      home: createHome({ client, log }),
    };
    open.set(key, workspace);
    return workspace;
  };
}

export type SlackWorkspaceOf = ReturnType<typeof createWorkspaces>;

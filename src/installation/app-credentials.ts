import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Config, SlackApp } from '../config.ts';
import { oauth, slack as slackLimits } from '../limits.ts';
import type { Route } from '../receivers/web-server.ts';
import type { BotIdentity } from '../slack/bot-identity.ts';
import { type SlackClientSettings, slackClientOptions } from '../slack/client.ts';
import type { Origin } from '../slack/workspaces.ts';
import type { Installations } from '../storage/installations.ts';
import type { Storage } from '../storage/storage.ts';
import type { InstalledTokens } from '../usecases/end-installation.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';
import { installRoutes, type OnInstalled } from './install-routes.ts';
import { checkTokens } from './preflight.ts';
import { type BotAccess, createBotAccess } from './token-rotation.ts';

/** Where the app's bot tokens come from. */
export type AppCredentials = {
  /** For Bolt: the token for a request; none where the app is not installed. */
  authorize: (origin: Origin) => Promise<Partial<BotAccess>>;
  /** The same for what no request has begun, which can wait for the storage. */
  authorizeWork: (origin: Origin) => Promise<Partial<BotAccess>>;
  /** The one workspace that the process serves, where it serves one. */
  identity: () => BotIdentity | undefined;
  /** Checks the tokens before the start; throws a `StartError`. */
  check: (piper: PiperOrganization | undefined) => Promise<void>;
  /** For browsers. */
  routes: Record<string, Route>;
  tokens: InstalledTokens;
};

type Options<App extends SlackApp> = {
  app: App;
  appClient: webApi.WebClient | undefined;
  slack: SlackClientSettings;
  storage: Storage;
  now: () => number;
  onInstalled: OnInstalled;
  /** Is given work that must end before the process does. */
  follow: (work: Promise<void>) => unknown;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
};

/** For one workspace, or for any workspace that people install the app in, as the settings say. */
export function createAppCredentials(
  given: Omit<Options<SlackApp>, 'appClient'> & { connection: Config['slack']['connection'] },
): AppCredentials {
  const { app, connection, slack } = given;
  const appClient = connection.mode === 'socket' ? clientOf(slack, connection.appToken) : undefined;
  return app.kind === 'one'
    ? singleWorkspace({ ...given, app, appClient })
    : multiWorkspace({ ...given, app, appClient });
}

function singleWorkspace(options: Options<Extract<SlackApp, { kind: 'one' }>>): AppCredentials {
  const { app, appClient, slack, log } = options;
  const { botToken } = app;
  let identity: BotIdentity | undefined;
  const authorize = async () => {
    if (!identity) throw new Error('the app has not been started');
    const { botId, botUserId, scopes = [] } = identity;
    return { botToken, botId, botUserId, scopes };
  };
  return {
    identity: () => identity,
    check: async (piper) => {
      identity = await checkTokens({ client: clientOf(slack, botToken), appClient, piper, log });
    },
    authorize,
    authorizeWork: authorize,
    routes: {},
    // The token belongs to the settings: only the connection can end.
    tokens: { end: async () => 'ended' },
  };
}

function multiWorkspace(options: Options<Extract<SlackApp, { kind: 'many' }>>): AppCredentials {
  const { app, appClient, slack, storage, onInstalled, follow, now, wait, log } = options;
  const { installations } = storage;
  // OAuth requests and answers hold secrets, so only failures are logged.
  const oauthSlack = { ...slack, logger: { ...slack.logger, debug: () => undefined } };
  const accessTo = (from: Installations) => {
    const client = clientOf(oauthSlack);
    const access = createBotAccess({ ...app, installations: from, client, follow, now, wait, log });
    return async (origin: Origin) => ({ ...(await access(origin)) });
  };
  return {
    identity: () => undefined,
    check: async (piper) => {
      await checkTokens({ client: undefined, appClient, piper, log });
    },
    authorize: accessTo({
      ...storage.interactive.installations,
      // Without the new token the app would have to be installed again.
      storeRefreshed: installations.storeRefreshed,
    }),
    authorizeWork: accessTo(installations),
    routes: installRoutes({
      ...app,
      apiUrl: slack.apiUrl,
      clientOf: (token) => (token ? clientOf(slack, token) : clientOf(oauthSlack)),
      ...storage,
      onInstalled,
      follow,
      now,
      log,
    }),
    tokens: {
      end: async (scope, time) => {
        const query =
          'teamId' in scope
            ? { ...scope, enterpriseId: undefined, isEnterpriseInstall: false }
            : { ...scope, teamId: undefined, isEnterpriseInstall: true };
        if (await installations.deleteStoredBefore(query, time + oauth.uninstallTolerance))
          return 'ended';
        return (await installations.isStored(query)) ? 'newer' : 'none';
      },
    },
  };
}

const clientOf = (slack: SlackClientSettings, token?: string) =>
  new webApi.WebClient(token, slackClientOptions(slack, slackLimits.messageTimeout));

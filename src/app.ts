import { setTimeout as wait } from 'node:timers/promises';
import { App as Bolt, webApi } from '@slack/bolt';
import { type DestinationStream, destination } from 'pino';
import type { Config } from './config.ts';
import { drainTime, slack as slackLimits } from './limits.ts';
import { createErrorBoundary } from './listeners/errors.ts';
import { HttpReceiver } from './listeners/http-receiver.ts';
import { registerListeners } from './listeners/index.ts';
import { createRequests } from './listeners/requests.ts';
import { createSocketReceiver } from './listeners/socket-receiver.ts';
import { boltLogger, createLogger } from './logger.ts';
import { createPiperClient, type PiperClientOptions } from './piper/client.ts';
import { createPiperOrganization } from './piper/organization.ts';
import type { Timing } from './piper/retry.ts';
import { close, createWebServer, listen, type Route } from './server.ts';
import { slackClientOptions, slackFetch } from './slack/client.ts';
import { createMessenger } from './slack/messenger.ts';
import { createPeople } from './slack/people.ts';
import type { Workspace } from './slack/workspace.ts';
import { checkTokens } from './start-check.ts';
import { createTransport } from './transport.ts';
import { createAuthorizeInviter } from './usecases/authorize-inviter.ts';
import { createInviteMembers } from './usecases/invite-members.ts';
import { createPrepareInvitation } from './usecases/prepare-invitation.ts';

/** What a test rules instead of the machine: time, chance, patience, and where the log goes. */
export type AppOverrides = {
  timing?: Partial<Timing>;
  patience?: NonNullable<PiperClientOptions['patience']>;
  logDestination?: DestinationStream;
};

/** Wires the product: the only place that knows every part. */
export function createApp(config: Config, overrides: AppOverrides = {}) {
  const timing: Timing = { now: Date.now, random: Math.random, wait, ...overrides.timing };
  const { connection } = config.slack;
  const log = createLogger({
    level: config.logLevel,
    secrets: [
      config.slack.botToken,
      config.piper.token,
      connection.mode === 'socket' ? connection.appToken : connection.signingSecret,
    ],
    destination: overrides.logDestination ?? destination({ sync: true }),
  });
  const logger = boltLogger(log);
  const dispatcher = createTransport();

  const slackSettings = { apiUrl: config.slack.apiUrl, dispatcher, logger };
  const interactiveOptions = () =>
    slackClientOptions({ ...slackSettings, timeout: slackLimits.interactiveCall });
  const slackClient = new webApi.WebClient(
    config.slack.botToken,
    slackClientOptions({ ...slackSettings, timeout: slackLimits.messageCall }),
  );

  let identity: Workspace | undefined;
  const workspace = (): Workspace => {
    if (!identity) throw new Error('the app has not been started');
    return identity;
  };

  const piper = createPiperOrganization({
    client: createPiperClient({
      apiUrl: config.piper.apiUrl,
      token: config.piper.token,
      dispatcher,
      timing,
      ...(overrides.patience && { patience: overrides.patience }),
    }),
    organizationId: config.piper.organizationId,
    timing,
  });
  const people = createPeople({ client: slackClient, workspace, now: timing.now, log });
  const messenger = createMessenger({
    client: slackClient,
    fetch: slackFetch(dispatcher),
    log,
    wait: timing.wait,
  });

  const receiver =
    connection.mode === 'http'
      ? new HttpReceiver({ signingSecret: connection.signingSecret, log, now: timing.now })
      : createSocketReceiver({
          appToken: connection.appToken,
          clientOptions: interactiveOptions(),
          dispatcher,
          logger,
          log,
        });
  const bolt = new Bolt({
    receiver,
    logger,
    convoStore: false,
    clientOptions: interactiveOptions(),
    authorize: async () => ({
      botToken: config.slack.botToken,
      botId: workspace().botId,
      botUserId: workspace().botUserId,
    }),
  });

  const requests = createRequests();
  registerListeners(
    bolt,
    {
      piper,
      inviters: config.inviters,
      inviterPolicy: createAuthorizeInviter({ people, inviters: new Set(config.inviters) }),
      prepareInvitation: createPrepareInvitation({ people, piper }),
      inviteMembers: createInviteMembers({ piper, now: timing.now, wait: timing.wait }),
      messenger,
      now: timing.now,
      log,
    },
    { requests, boundary: createErrorBoundary({ log, messenger }), workspace },
  );

  const healthz: Route = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}\n');
  };
  const server = createWebServer({
    'GET /healthz': healthz,
    ...(receiver instanceof HttpReceiver && {
      'POST /slack/events': (request, response) => receiver.handle(request, response),
    }),
  });

  return {
    log,

    /**
     * Checks the tokens, then takes requests. Resolves with the port; throws a `StartError` when the product cannot work,
     * and what `listen` throws when the port cannot be had.
     */
    start: async (): Promise<{ port: number }> => {
      identity = await checkTokens({ client: slackClient, piper, log });
      await bolt.start();
      const port = await listen(server, config.port, config.host);
      log.info({ mode: connection.mode, port, workspace: identity.teamName }, 'ready');
      return { port };
    },

    /** Takes no more requests, lets those under way finish, and closes every connection. */
    stop: async (): Promise<void> => {
      const closed = close(server);
      await bolt.stop();
      const left = await requests.drain(drainTime);
      if (left > 0) log.error({ left }, 'stopped with requests still under way');
      server.closeAllConnections();
      await closed;
      await dispatcher.destroy();
      log.info('stopped');
    },
  };
}

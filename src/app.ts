import { randomUUID } from 'node:crypto';
import { App as Bolt } from '@slack/bolt';
import { type DestinationStream, destination, type Logger } from 'pino';
import type { Config } from './config.ts';
import type { Attempt } from './delivery/attempt-invitation.ts';
import { createDelivery, type DeliveryTimes } from './delivery/deliver-invitations.ts';
import { createFollowUp } from './delivery/follow-up.ts';
import { createOpenForDelivery } from './delivery/open-for-delivery.ts';
import {
  type Connection,
  type ConnectionWithToken,
  scopeId,
  type WorkspaceRef,
} from './domain/connection.ts';
import { createAppCredentials } from './installation/app-credentials.ts';
import { followUp } from './jobs/follow-up.ts';
import { pollForWork } from './jobs/poll-for-work.ts';
import { removePendingConnections } from './jobs/remove-pending-connections.ts';
import { startJobs } from './jobs/schedule.ts';
import { warnOfTokenExpiry } from './jobs/warn-of-token-expiry.ts';
import {
  delivery as deliveryLimits,
  drainTime,
  piper as piperLimits,
  slack as slackLimits,
} from './limits.ts';
import { registerListeners } from './listeners/index.ts';
import { createErrorBoundary } from './listeners/middleware/error-boundary.ts';
import { trackRequests } from './listeners/middleware/track-requests.ts';
import { boltLogger, createLogger } from './logger.ts';
import {
  createBatchNotifications,
  type NotificationTimes,
} from './notifications/batch-notifications.ts';
import { createBreaker } from './piper/breaker.ts';
import { createPiperClient, type PiperClientOptions } from './piper/client.ts';
import { createPiperOrganization } from './piper/organization.ts';
import { createTokenCheck } from './piper/token-check.ts';
import { HttpReceiver } from './receivers/http-receiver.ts';
import { createSocketReceiver } from './receivers/socket-mode-receiver.ts';
import { close, createWebServer, listen, type Route } from './receivers/web-server.ts';
import { slackClientOptions } from './slack/client.ts';
import { createWorkspaces, type Origin } from './slack/workspaces.ts';
import { openStorage } from './storage/storage.ts';
import { createAuthorize } from './usecases/authorize.ts';
import { createCancelBatch } from './usecases/cancel-batch.ts';
import { createChangeRole } from './usecases/change-role.ts';
import { createConnectWorkspace } from './usecases/connect-workspace.ts';
import { createEndInstallation } from './usecases/end-installation.ts';
import { createFindConnection, type OpenConnection } from './usecases/find-connection.ts';
import type { ClaimedInvitation } from './usecases/ports/invitations.ts';
import { createPreviewBatch } from './usecases/preview-batch.ts';
import { createSubmitBatch } from './usecases/submit-batch.ts';
import { createTokenHealth } from './usecases/token-health.ts';
import { type Clock, systemClock } from './utils/clock.ts';
import { createTransport } from './utils/http-transport.ts';
import { currentReference } from './utils/request-reference.ts';
import { withTimeout } from './utils/with-timeout.ts';
import { tokenRejectedMessage } from './views/connection-messages.ts';
import { pendingReminder } from './views/lookup.ts';
import type { Message } from './views/message.ts';

/** What a test rules instead of the machine: time, chance, patience, and where the log goes. */
export type AppOverrides = {
  clock?: Partial<Clock>;
  retryPolicy?: NonNullable<PiperClientOptions['retryPolicy']>;
  delivery?: DeliveryTimes;
  notifications?: NotificationTimes;
  breaker?: { failures: number; pause: number };
  followUpEvery?: number;
  logDestination?: DestinationStream;
};

/** Opens the storage and wires the product: the only place that knows every part. Throws a `StorageError`. */
export async function createApp(config: Config, overrides: AppOverrides = {}) {
  const clock: Clock = { ...systemClock, ...overrides.clock };
  const { now } = clock;
  const { connection, apiUrl } = config.slack;
  const log = createLogger({
    level: config.logLevel,
    secrets: secretsOf(config),
    destination: overrides.logDestination ?? destination({ sync: true }),
  });
  const logger = boltLogger(log);
  const dispatcher = createTransport();
  const slackSettings = { apiUrl, dispatcher, logger };
  const interactiveOptions = () =>
    slackClientOptions({ ...slackSettings, timeout: slackLimits.interactiveCall });

  const storage = await openStorage({ ...config.storage, log, now });
  const requests = trackRequests();
  const appCredentials = createAppCredentials({
    app: config.slack.app,
    slack: slackSettings,
    storage,
    follow: requests.follow,
    now,
    wait: clock.wait,
    log,
  });

  const breaker = createBreaker({ ...(overrides.breaker ?? piperLimits.breaker), now });
  const piperClient = (token: string) =>
    createPiperClient({
      apiUrl: config.piper.apiUrl,
      token,
      dispatcher,
      breaker,
      clock,
      ...(overrides.retryPolicy && { retryPolicy: overrides.retryPolicy }),
    });
  const openOrganization = ({ token, organization }: ConnectionWithToken) =>
    createPiperOrganization({
      client: piperClient(token),
      organizationId: organization.id,
      clock,
    });
  const tokens = createTokenCheck(piperClient, (token, organizationId) =>
    createPiperOrganization({ client: piperClient(token), organizationId, clock }),
  );

  const fixed = config.piper.fixed && fixedConnection(config.piper.fixed);
  // One object for the check at the start and for later, so that what the check has read is remembered.
  const fixedPiper = fixed && openOrganization(fixed);
  const watchHealth = createTokenHealth({
    connections: storage.connections,
    tokens,
    onRejected: (refused) => {
      const { token: _, ...known } = refused;
      const message = tokenRejectedMessage({ connection: known, mayConnect: true });
      requests.follow(notifyConnector(known, message));
    },
    onUnstored: (error) =>
      log.error({ err: error }, 'what Piper said of a token could not be stored'),
    reference: currentReference,
    now,
  });
  const findConnection = createFindConnection({
    connections: storage.connections,
    ...(fixed && { fixed }),
    open: (found): OpenConnection =>
      fixedPiper
        ? { piper: fixedPiper, checkAgain: async () => true }
        : watchHealth(found, openOrganization(found)),
  });
  const workspaceOf = createWorkspaces({
    slack: slackSettings,
    findConnection,
    now,
    wait: clock.wait,
    log,
  });

  /** The app is installed in a workspace, or in the whole organization that it is in; undefined where it is in neither. */
  async function originOf(
    place: Pick<Origin, 'teamId' | 'enterpriseId'>,
  ): Promise<Origin | undefined> {
    for (const isEnterpriseInstall of [false, true]) {
      const origin = { ...place, isEnterpriseInstall };
      const access = await appCredentials.authorize(origin);
      if (access.botToken) return { ...origin, ...access };
    }
    return undefined;
  }

  /** Tells whoever connected a workspace, by direct message. */
  async function notifyConnector(connection: Connection, message: Message) {
    const { scope, enterpriseId, connectedBy } = connection;
    try {
      const origin = await originOf({ enterpriseId, ...scope });
      if (!origin) throw new Error('the app is not installed there');
      await workspaceOf(origin).messenger.tell({ userId: connectedBy }, message);
    } catch (error) {
      const workspace = scopeId(scope);
      log.error({ err: error, workspace, connectedBy }, 'whoever connected it could not be told');
    }
  }

  const messengerOf = async ({ teamId, enterpriseId }: WorkspaceRef) => {
    const origin = await originOf({ teamId, enterpriseId });
    return origin && workspaceOf(origin).messenger;
  };

  const notifications = createBatchNotifications({
    batches: storage.batches,
    messengerOf,
    now,
    random: clock.random,
    wait: clock.wait,
    log,
    ...(overrides.notifications && { times: overrides.notifications }),
  });
  const delivery = createDelivery({
    invitations: storage.invitations,
    open: createOpenForDelivery(findConnection),
    onChange: notifications.changed,
    onAttempt: (invitation, attempt) => logAttempt(log, invitation, attempt),
    onError: (error) => log.error({ err: error }, 'an invitation could not be dealt with'),
    owner: randomUUID(),
    concurrency: config.piper.concurrency,
    now,
    random: clock.random,
    wait: clock.wait,
    ...(overrides.delivery && { times: overrides.delivery }),
  });

  const runFollowUp = createFollowUp({
    followUps: storage.followUps,
    findConnection,
    updateConfirmation: notifications.updateConfirmation,
    remind: async (pending, days) => {
      const [first] = pending;
      if (!first) return;
      const { organization, workspace, inviterId: userId } = first;
      const invitees = pending.map(({ invitee }) => invitee);
      const messenger = await messengerOf(workspace);
      await messenger?.tell({ userId }, pendingReminder(organization, invitees, days));
    },
    onError: (error) => log.error({ err: error }, 'it could not be looked who has joined'),
    now,
  });

  const receiver =
    connection.mode === 'http'
      ? new HttpReceiver({ signingSecret: connection.signingSecret, log, now })
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
    // What goes wrong is told by the first listener, since Bolt would answer nothing.
    authorize: (origin) =>
      appCredentials.authorize(origin).catch((failure: unknown) => ({ failure })),
  });

  registerListeners(
    bolt,
    {
      workspaceOf,
      authorize: createAuthorize(new Set(config.inviteAdmins)),
      inviteAdmins: new Set(config.inviteAdmins),
      submitBatch: createSubmitBatch({
        batches: storage.batches,
        onSubmitted: ({ id, organization }) => {
          delivery.wake(organization.id);
          notifications.watch(id);
        },
        newId: randomUUID,
        now,
      }),
      previewBatch: createPreviewBatch({ ...storage, now }),
      previews: storage.previews,
      newId: randomUUID,
      now,
      wait: clock.wait,
      batches: storage.batches,
      cancelBatch: createCancelBatch({
        invitations: storage.invitations,
        onChange: ({ id, organization }) => {
          delivery.wake(organization.id);
          notifications.changed(id);
        },
        now,
      }),
      endInstallation: createEndInstallation({ ...storage, tokens: appCredentials.tokens }),
      changeRole: createChangeRole({
        ...storage,
        updateConfirmation: notifications.updateConfirmation,
        now,
      }),
      invitationQueries: storage.invitationQueries,
      connectWorkspace: createConnectWorkspace({ ...storage, tokens, newId: randomUUID, now }),
      log,
    },
    {
      requests,
      boundary: createErrorBoundary({ log, workspaceOf }),
      workspace: appCredentials.identity,
    },
  );

  const healthz: Route = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}\n');
  };
  const server = createWebServer({
    'GET /healthz': healthz,
    ...appCredentials.routes,
    ...(receiver instanceof HttpReceiver && {
      'POST /slack/events': (request, response) => receiver.handle(request, response),
    }),
  });
  let endJobs = async () => {};

  return {
    log,

    /**
     * Checks the tokens, then takes requests. Resolves with the port; throws a `StartError` when the product cannot work,
     * and what `listen` throws when the port cannot be had.
     */
    start: async (): Promise<{ port: number }> => {
      await appCredentials.check(fixedPiper);
      // Whoever had them is dead, since this process has the storage to itself, and has not begun anything.
      if (storage.isExclusive) await storage.invitations.endLeases(now());
      await bolt.start();
      const port = await listen(server, config.port, config.host);
      endJobs = startJobs(
        [
          pollForWork({
            delivery,
            notifications,
            every: overrides.delivery?.pollEvery ?? deliveryLimits.pollEvery,
          }),
          followUp({ run: runFollowUp, every: overrides.followUpEvery }),
          warnOfTokenExpiry({ connections: storage.connections, notifyConnector, now }),
          removePendingConnections({ pendingConnections: storage.pendingConnections, now }),
        ],
        log,
      );
      const workspace = appCredentials.identity()?.teamName;
      log.info({ mode: connection.mode, port, ...(workspace && { workspace }) }, 'ready');
      return { port };
    },

    /** Takes no more requests, lets those under way finish, and closes every connection. */
    stop: async (): Promise<void> => {
      const closed = close(server);
      await bolt.stop();
      await endJobs();
      const left = await requests.drain(drainTime);
      if (left > 0) log.error({ left }, 'stopped with requests still under way');
      // What has not begun is in the storage, and is sent and told after the next start.
      await withTimeout(delivery.stop(), drainTime);
      await withTimeout(notifications.stop(), drainTime);
      server.closeAllConnections();
      await closed;
      await dispatcher.destroy();
      await storage.close();
      log.info('stopped');
    },
  };
}

function logAttempt(log: Logger, { id, inviterId, attempts }: ClaimedInvitation, attempt: Attempt) {
  const about = { invitation: id, inviterId, attempts };
  if (attempt.kind === 'again') {
    const { failure, isUnclear } = attempt;
    return log.warn({ ...about, failure, isUnclear }, 'an invite is tried again later');
  }
  const { outcome } = attempt;
  if ('failure' in outcome) {
    log.warn({ ...about, outcome: outcome.kind, failure: outcome.failure }, 'an invite failed');
  } else if ('member' in outcome) {
    const { userId } = outcome.member;
    log.info({ ...about, outcome: outcome.kind, userId }, 'an invite ended');
  }
}

function secretsOf({ slack, piper, storage }: Config): string[] {
  const { app, connection } = slack;
  const databasePassword =
    storage.location.kind === 'postgres' ? new URL(storage.location.url).password : '';
  return [
    app.kind === 'one' ? app.botToken : app.clientSecret,
    connection.mode === 'socket' ? connection.appToken : connection.signingSecret,
    piper.fixed?.token ?? '',
    databasePassword,
    decodeURIComponent(databasePassword),
  ].filter((secret) => secret !== '');
}

/** The connection that the process's settings name; its organization's name is read from Piper. */
const fixedConnection = (given: {
  token: string;
  organizationId: string;
}): ConnectionWithToken => ({
  id: 'fixed',
  scope: { teamId: '' },
  organization: { id: given.organizationId, name: '' },
  token: given.token,
  tokenPreview: '',
  settings: { whoMayInvite: { kind: 'admins' }, domains: [] },
  connectedBy: '',
  connectedAt: 0,
});

import { randomUUID } from 'node:crypto';
import { type DestinationStream, destination } from 'pino';
import { type Config, secretsOf } from './config.ts';
import { createBatchEvents } from './delivery/batch-events.ts';
import { createDelivery, type DeliveryTimes } from './delivery/deliver-invitations.ts';
import { createFollowUp } from './delivery/follow-up.ts';
import { createNoteMembers } from './delivery/note-members.ts';
import { createOpenForDelivery } from './delivery/open-for-delivery.ts';
import { createAppCredentials } from './installation/app-credentials.ts';
import { schedule } from './jobs/schedule.ts';
import { createLifecycle } from './lifecycle.ts';
import type { ListenerDeps } from './listeners/deps.ts';
import { endsOfCommands, registerListeners } from './listeners/index.ts';
import { createErrorBoundary } from './listeners/middleware/error-boundary.ts';
import { trackRequests } from './listeners/middleware/track-requests.ts';
import { createWorkspaceAt, createWorkspaceOf } from './listeners/workspace.ts';
import { boltLogger, createLogger } from './logger.ts';
import { createMetrics } from './metrics/metrics.ts';
import {
  createBatchNotifications,
  type NotificationTimes,
} from './notifications/batch-notifications.ts';
import { createConnectorNotifications } from './notifications/connector-notifications.ts';
import { createInstallerNotifications } from './notifications/installer-notifications.ts';
import { createRemindInviter } from './notifications/remind-inviter.ts';
import { createRequestNotifications } from './notifications/request-notifications.ts';
import { createRequestWorkspaceOf } from './notifications/request-workspace.ts';
import { createSendHistory, createSendRecord } from './notifications/send-exports.ts';
import { createSendFiles } from './notifications/send-files.ts';
import { createPiper, type PiperOverrides } from './piper/piper.ts';
import { createBoltApp } from './receivers/bolt-app.ts';
import { createHealth } from './receivers/health.ts';
import { createWebServer } from './receivers/web-server.ts';
import { createMessengerOf, createOriginOf } from './slack/messenger-of.ts';
import { createWorkspaces } from './slack/workspaces.ts';
import { openStorage } from './storage/storage.ts';
import { createAcceptCommands } from './usecases/accepted-commands.ts';
import { createAskApproval } from './usecases/ask-approval.ts';
import { createAuthority } from './usecases/authority.ts';
import { authorize as authorizePerson } from './usecases/authorize.ts';
import { createCancelBatch } from './usecases/cancel-batch.ts';
import { createChangeRole } from './usecases/change-role.ts';
import { createChangeRules } from './usecases/change-rules.ts';
import { createConnectWorkspace } from './usecases/connect-workspace.ts';
import { createDecideRequest } from './usecases/decide-request.ts';
import { createEndInstallation } from './usecases/end-installation.ts';
import { createExpireRequests } from './usecases/expire-requests.ts';
import { createExportHistory } from './usecases/export-history.ts';
import { createExportRecord } from './usecases/export-record.ts';
import { createFindConnection, fixedConnection, openOnce } from './usecases/find-connection.ts';
import { createKeepOrganization } from './usecases/keep-organization.ts';
import { createLinkPeople } from './usecases/link-people.ts';
import { createPreviewBatch } from './usecases/preview-batch.ts';
import { createSubmitBatch } from './usecases/submit-batch.ts';
import { createTokenHealth } from './usecases/token-health.ts';
import { createTokenRemedyOf, tokenRemedy } from './usecases/token-remedy.ts';
import { type Clock, systemClock } from './utils/clock.ts';
import { createTransport } from './utils/http-transport.ts';
import { currentReference } from './utils/request-reference.ts';
import { trackWork } from './utils/track-work.ts';
import { fallbackMessages } from './views/fallback-messages.ts';

/** What a test rules instead of the machine and the limits. */
export type AppOverrides = PiperOverrides & {
  clock?: Partial<Clock>;
  delivery?: DeliveryTimes;
  notifications?: NotificationTimes;
  followUpInterval?: number;
  commandLease?: number;
  logDestination?: DestinationStream;
};

/** Opens the storage and wires the product: the only place that knows every part. Throws a `StorageError`. */
export async function createApp(config: Config, overrides: AppOverrides = {}) {
  const clock: Clock = { ...systemClock, ...overrides.clock };
  const { now } = clock;
  const newId = randomUUID;
  const log = createLogger({
    level: config.logLevel,
    secrets: secretsOf(config),
    destination: overrides.logDestination ?? destination({ sync: true }),
  });
  const { connection } = config.slack;
  const dispatcher = createTransport();
  const { reports, serve: serveMetrics } = await createMetrics(config.metrics);
  const slack = {
    apiUrl: config.slack.apiUrl,
    dispatcher,
    logger: boltLogger(log),
    ...reports,
  };
  const storage = await openStorage({ ...config.storage, log, now });
  const { interactive } = storage;
  const requests = trackRequests();
  const { follow } = requests;
  const appCredentials = createAppCredentials({
    ...clock,
    ...config.slack,
    slack,
    storage,
    onInstalled: (installed) => notifyInstaller(installed),
    follow,
    log,
  });

  const piper = createPiper({ ...overrides, ...reports, ...config.piper, dispatcher, clock });
  const tokenHealth = createTokenHealth({
    ...interactive,
    tokens: piper.tokens,
    onRejected: (connection) => follow(connectorNotifications.tokenRejected(connection)),
    onUnstored: (err) => log.error({ err }, 'token health could not be stored'),
    reference: currentReference,
    now,
  });
  const onFailed = (err: unknown) => log.error({ err }, 'known organization not stored or read');
  const keepOrganization = createKeepOrganization({ ...interactive, onFailed, follow });
  const fixed = config.piper.fixed && fixedConnection(config.piper.fixed, piper.openOrganization);
  const open = openOnce((connection) =>
    tokenHealth(connection, keepOrganization(connection, piper.openOrganization(connection))),
  );
  const findConnection = createFindConnection({ ...storage, fixed, open });
  const findInTime = createFindConnection({ ...interactive, fixed, open });
  const slackWorkspaceOf = createWorkspaces({ ...clock, slack, fallbackMessages, log });
  const { authorize, authorizeWork } = appCredentials;
  const { authorityOf, remembered: rememberedAuthority } = createAuthority({
    ...interactive,
    now,
  });
  const workspaceOf = createWorkspaceOf(slackWorkspaceOf, findInTime, config.inviteAdmins);
  const originOf = createOriginOf(authorizeWork);
  const messengerOf = createMessengerOf(originOf, slackWorkspaceOf);
  const workspaceAt = createWorkspaceAt(originOf, workspaceOf);
  const base = { ...clock, piperPages: piper.pages };

  const notifyInstaller = createInstallerNotifications({
    workspaceAt,
    authorize: authorizePerson,
    log,
  });
  const requestNotifications = createRequestNotifications({
    now,
    requests: storage.requests,
    batches: storage.batches,
    workspaceOf: createRequestWorkspaceOf({ ...storage, workspaceAt }),
    work: trackWork(),
    log,
    times: overrides.notifications,
  });
  const notifications = createBatchNotifications({
    ...base,
    tokenRemedyOf: createTokenRemedyOf(workspaceAt),
    showRequests: requestNotifications.tick,
    batches: storage.batches,
    messengerOf,
    work: trackWork(),
    log,
    times: overrides.notifications,
  });
  const { updateConfirmation } = notifications;
  const connectorNotifications = createConnectorNotifications({ messengerOf, log });
  const delivery = createDelivery({
    ...clock,
    invitations: storage.invitations,
    open: createOpenForDelivery({
      findConnection,
      directoryOf: workspaceAt,
      authorityOf: createAuthority({ ...storage, now }).authorityOf,
      now,
    }),
    onChange: notifications.changed,
    ...reports,
    work: trackWork(),
    owner: newId(),
    concurrency: config.piper.concurrency,
    log,
    times: overrides.delivery,
  });
  const files = createSendFiles({ messengerOf, work: trackWork(), log });
  const expireRequests = createExpireRequests({
    requests: storage.requests,
    onChanged: requestNotifications.changed,
    now,
  });
  const noteMembers = createNoteMembers({ ...storage, updateConfirmation, follow, now, log });
  const followUp = createFollowUp({
    ...storage,
    findConnection,
    noteMembers,
    remindInviter: createRemindInviter(messengerOf),
    now,
    log,
  });

  const received = { connection, slack, authorize, now, log };
  const { bolt, routes, isConnected } = await createBoltApp(received);
  const batchEvents = createBatchEvents({ ...reports, delivery, notifications, log });
  const boundary = createErrorBoundary({ ...reports, log, workspaceOf: slackWorkspaceOf });
  const accepted = createAcceptCommands({
    ...interactive,
    onFailed: (error) => log.error({ err: error }, 'accepted command could not be finished'),
    now,
    lease: overrides.commandLease,
  });
  const listenerDeps: ListenerDeps = {
    ...base,
    ...interactive,
    accepted,
    previewBatch: createPreviewBatch({ ...interactive, now }),
    submitBatch: createSubmitBatch({ ...interactive, ...batchEvents, newId, now }),
    askApproval: createAskApproval({
      ...interactive,
      onAsked: requestNotifications.changed,
      newId,
      now,
    }),
    decideRequest: createDecideRequest({
      ...interactive,
      authorize: authorizePerson,
      authorityOf,
      onChanged: requestNotifications.changed,
      onPlaced: batchEvents.onSubmitted,
      newId,
      now,
    }),
    cancelBatch: createCancelBatch({ ...interactive, ...batchEvents, now }),
    // What has begun here is not given up halfway.
    changeRole: createChangeRole({ ...storage, updateConfirmation, now }),
    changeRules: createChangeRules({ ...storage, now }),
    noteMembers: noteMembers.note,
    exportRecord: createExportRecord({ ...storage, send: createSendRecord(files, now), now }),
    exportHistory: createExportHistory({ ...storage, send: createSendHistory(files, now), now }),
    linkPeople: createLinkPeople({ ...storage, authorityOf, now }),
    connectWorkspace: createConnectWorkspace({ ...storage, ...piper, newId, now }),
    endInstallation: createEndInstallation({ ...storage, tokens: appCredentials.tokens }),
    workspaceOf,
    authorize: authorizePerson,
    tokenRemedy,
    authorityOf,
    rememberedAuthority,
    newId,
    log,
  };
  registerListeners(bolt, listenerDeps, {
    requests,
    boundary,
    workspace: appCredentials.identity,
  });
  const commandEnds = endsOfCommands(listenerDeps, workspaceAt);

  const health = createHealth({
    ping: storage.ping,
    isConnected,
    openTokens: storage.openTokens,
    now,
  });
  const { beside, apart } = serveMetrics({ ...storage, ...piper, ...health, now });

  const { start, stop } = createLifecycle({
    config,
    appCredentials,
    fixedPiper: fixed?.piper,
    storage,
    bolt,
    server: createWebServer(
      {
        ...health.routes,
        ...beside,
        ...health.untilStopping({ ...appCredentials.routes, ...routes }, follow),
      },
      log,
    ),
    metricsServer: apart && createWebServer(apart, log),
    health,
    jobs: schedule({
      ...storage,
      delivery,
      notifications,
      requestNotifications,
      expireRequests,
      takeUpCommands: () => accepted.takeUp(commandEnds),
      followUp,
      connectorNotifications,
      removeOld: () => storage.removeOld(config.retention),
      now,
      log,
      pollInterval: overrides.delivery?.pollInterval,
      followUpInterval: overrides.followUpInterval,
    }),
    requests,
    delivery,
    notifications: {
      stop: async () => {
        await Promise.all([notifications.stop(), requestNotifications.stop(), files.stop()]);
      },
    },
    dispatcher,
    log,
  });
  return { log, start, stop };
}

import type { Server } from 'node:http';
import type { App as Bolt } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Config } from './config.ts';
import type { AppCredentials } from './installation/app-credentials.ts';
import { type Job, startJobs } from './jobs/start-jobs.ts';
import { drainTimeout } from './limits.ts';
import type { RequestTracker } from './listeners/middleware/track-requests.ts';
import type { Health } from './receivers/health.ts';
import { close, listen } from './receivers/web-server.ts';
import type { Storage } from './storage/storage.ts';
import type { PiperOrganization } from './usecases/ports/piper.ts';
import { withTimeout } from './utils/with-timeout.ts';

type Stoppable = { stop: () => Promise<void> };

/** How the product starts and stops: its parts, in the order that loses nothing. */
export function createLifecycle(parts: {
  config: Config;
  appCredentials: AppCredentials;
  /** The organization that the process's settings name. */
  fixedPiper: PiperOrganization | undefined;
  storage: Storage;
  bolt: Bolt;
  server: Server;
  /** Where metrics have a port of their own. */
  metricsServer: Server | undefined;
  health: Pick<Health, 'started' | 'stopping'>;
  jobs: readonly Job[];
  requests: RequestTracker;
  delivery: Stoppable & { endLeases: () => Promise<void> };
  notifications: Stoppable;
  dispatcher: Dispatcher;
  log: Logger;
}) {
  const { config, appCredentials, storage, bolt, server, metricsServer, requests, log } = parts;
  let endJobs = async () => {};

  async function endWork(): Promise<void> {
    await withTimeout(parts.delivery.stop(), drainTimeout);
    await withTimeout(parts.notifications.stop(), drainTimeout);
  }

  return {
    /**
     * Checks keys and tokens, then takes requests. Resolves with its ports; throws a `StorageError` or a `StartError` when the
     * product cannot work, and what `listen` throws when the port is not available.
     */
    start: async (): Promise<{ port: number; metricsPort: number | undefined }> => {
      for (const warning of config.warnings) log.warn(warning);
      await storage.verifyKeys();
      await appCredentials.check(parts.fixedPiper);
      // No other process can be alive, so the holders of all leases are dead.
      if (storage.isExclusive) await parts.delivery.endLeases();
      if (storage.isExclusive) await storage.acceptedCommands.endLeases();
      // First the port: a process that can't have it must not take Slack's requests from one that works.
      const port = await listen(server, config.port, config.host);
      const { listen: metrics } = config.metrics ?? {};
      const metricsPort =
        metricsServer && metrics && (await listen(metricsServer, metrics.port, metrics.host));
      await bolt.start();
      endJobs = startJobs(parts.jobs, log);
      const workspace = appCredentials.identity()?.teamName;
      const { mode } = config.slack.connection;
      parts.health.started();
      log.info(
        { mode, port, ...(metricsPort && { metricsPort }), ...(workspace && { workspace }) },
        'ready',
      );
      return { port, metricsPort };
    },

    /** Takes no more requests, lets those under way finish, and closes every connection. What has not begun stays in the storage. */
    stop: async (): Promise<void> => {
      parts.health.stopping();
      await bolt.stop();
      await endJobs();
      const left = await requests.drain(drainTimeout);
      if (left > 0) log.error({ left }, 'stopped with requests under way');
      const ended = endWork();
      await Promise.all([close(server, ended), metricsServer && close(metricsServer, ended)]);
      await parts.dispatcher.destroy();
      await storage.close();
      log.info('stopped');
    },
  };
}

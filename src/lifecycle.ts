import type { Server } from 'node:http';
import type { App as Bolt } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Config } from './config.ts';
import type { AppCredentials } from './installation/app-credentials.ts';
import { type Job, startJobs } from './jobs/start-jobs.ts';
import { drainTimeout } from './limits.ts';
import type { RequestTracker } from './listeners/middleware/track-requests.ts';
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
  jobs: readonly Job[];
  requests: RequestTracker;
  delivery: Stoppable & { endLeases: () => Promise<void> };
  notifications: Stoppable;
  dispatcher: Dispatcher;
  log: Logger;
}) {
  const { config, appCredentials, storage, bolt, server, requests, log } = parts;
  let endJobs = async () => {};

  return {
    /**
     * Checks keys and tokens, then takes requests. Resolves with the port; throws a `StorageError` or a `StartError` when the
     * product cannot work, and what `listen` throws when the port is not available.
     */
    start: async (): Promise<{ port: number }> => {
      for (const warning of config.warnings) log.warn(warning);
      await storage.verifyKeys();
      await appCredentials.check(parts.fixedPiper);
      // No other process can be alive, so the holders of all leases are dead.
      if (storage.isExclusive) await parts.delivery.endLeases();
      if (storage.isExclusive) await storage.acceptedCommands.endLeases();
      // First the port: a process that can't have it must not take Slack's requests from one that works.
      const port = await listen(server, config.port, config.host);
      await bolt.start();
      endJobs = startJobs(parts.jobs, log);
      const workspace = appCredentials.identity()?.teamName;
      const { mode } = config.slack.connection;
      log.info({ mode, port, ...(workspace && { workspace }) }, 'ready');
      return { port };
    },

    /** Takes no more requests, lets those under way finish, and closes every connection. What has not begun stays in the storage. */
    stop: async (): Promise<void> => {
      const closed = close(server);
      await bolt.stop();
      await endJobs();
      const left = await requests.drain(drainTimeout);
      if (left > 0) log.error({ left }, 'stopped with requests under way');
      await withTimeout(parts.delivery.stop(), drainTimeout);
      await withTimeout(parts.notifications.stop(), drainTimeout);
      server.closeAllConnections();
      await closed;
      await parts.dispatcher.destroy();
      await storage.close();
      log.info('stopped');
    },
  };
}

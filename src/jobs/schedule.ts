import type { Logger } from 'pino';
import type { Connection } from '../domain/connection.ts';
import * as limits from '../limits.ts';
import type { Connections } from '../usecases/ports/connections.ts';
import { rarePollInterval, upkeep } from './limits.ts';
import type { Job } from './start-jobs.ts';

/** What the product does by itself, and how often. */
export const schedule = (deps: {
  delivery: { tick: () => Promise<void> };
  notifications: { tick: () => Promise<void> };
  requestNotifications: { tick: () => Promise<void>; remind: () => Promise<void> };
  expireRequests: () => Promise<void>;
  takeUpCommands: () => Promise<void>;
  followUp: () => Promise<void>;
  connections: Pick<Connections, 'takeExpiring'>;
  connectorNotifications: {
    tokenExpiring: (connection: Connection, daysLeft: number) => Promise<void>;
  };
  removeOld: () => Promise<void>;
  /** Resolves with the entry that stands for the whole record now, if there is one. */
  noteEnds: () => Promise<{ number: number; hash: string } | undefined>;
  now: () => number;
  log: Logger;
  /** Milliseconds; the limits' own unless a test shortens them. */
  pollInterval: number | undefined;
  followUpInterval: number | undefined;
}): Job[] => [
  {
    // What waits for its time, and what another process left behind.
    name: 'poll for work',
    every: deps.pollInterval ?? limits.delivery.pollInterval,
    run: async () => {
      await Promise.all([
        deps.delivery.tick(),
        deps.notifications.tick(),
        deps.requestNotifications.tick(),
      ]);
    },
  },
  {
    // What dead processes have accepted.
    name: 'take up accepted commands',
    every: deps.pollInterval ?? rarePollInterval,
    run: deps.takeUpCommands,
  },
  {
    name: 'remind of requests and end them',
    every: deps.pollInterval ?? rarePollInterval,
    run: async () => {
      await Promise.all([deps.requestNotifications.remind(), deps.expireRequests()]);
    },
  },
  {
    name: 'follow up',
    every: deps.followUpInterval ?? limits.followUp.pollInterval,
    run: deps.followUp,
  },
  {
    name: 'warn of token expiry',
    every: limits.platformToken.pollInterval,
    run: async () => {
      const expiring = await deps.connections.takeExpiring(
        deps.now(),
        limits.platformToken.expiryWarningDays,
      );
      await Promise.all(
        expiring.map(({ daysLeft, ...connection }) =>
          deps.connectorNotifications.tokenExpiring(connection, daysLeft),
        ),
      );
    },
  },
  {
    name: 'delete what is old',
    every: upkeep.removalInterval,
    run: deps.removeOld,
  },
  {
    // Whoever keeps the log elsewhere can tell whether anything recorded until then was cut off.
    name: 'note the record',
    every: upkeep.noteInterval,
    run: async () => {
      const noted = await deps.noteEnds();
      if (noted) deps.log.info(noted, 'record noted: verify-audit --expect HASH looks for it');
    },
  },
];

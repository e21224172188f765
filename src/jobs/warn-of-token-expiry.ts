import type { Connection } from '../domain/connection.ts';
import { connecting } from '../limits.ts';
import type { Connections } from '../usecases/ports/connections.ts';
import { tokenExpiringMessage } from '../views/connection-messages.ts';
import type { Message } from '../views/message.ts';
import type { Job } from './schedule.ts';

/** Tells whoever connected a workspace some days before its token expires. */
export const warnOfTokenExpiry = (deps: {
  connections: Pick<Connections, 'takeExpiring'>;
  notifyConnector: (connection: Connection, message: Message) => Promise<void>;
  now: () => number;
}): Job => ({
  name: 'warn of expiry',
  every: connecting.pollEvery,
  run: async () => {
    const expiring = await deps.connections.takeExpiring(deps.now(), connecting.warnDays);
    const notifications = expiring.map(({ daysLeft, ...connection }) =>
      deps.notifyConnector(connection, tokenExpiringMessage({ connection, daysLeft })),
    );
    await Promise.all(notifications);
  },
});

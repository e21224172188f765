import type { Logger } from 'pino';
import { type Connection, type ConnectionWithToken, scopeId } from '../domain/connection.ts';
import type { MessengerOf } from '../slack/messenger-of.ts';
import { tokenExpiringMessage } from '../views/connection-messages.ts';
import type { Message } from '../views/message.ts';
import { tokenRejectedMessage } from '../views/renewal-messages.ts';

/** Notifies the person who connected a workspace, by direct message. Never rejects: what fails is logged. */
export function createConnectorNotifications(deps: { messengerOf: MessengerOf; log: Logger }) {
  const { messengerOf, log } = deps;

  async function notify(connection: Connection, message: Message): Promise<void> {
    const { scope, enterpriseId, connectedBy } = connection;
    const about = { workspace: scopeId(scope), connectedBy };
    try {
      const messenger = await messengerOf({ ...(enterpriseId && { enterpriseId }), ...scope });
      if (messenger) await messenger.tell({ userId: connectedBy }, message);
      else log.error(about, 'connector not notified: the app is not installed');
    } catch (error) {
      log.error({ ...about, err: error }, 'connector not notified');
    }
  }

  return {
    /** Piper has rejected the token of a connection. */
    tokenRejected: ({ token: _, ...connection }: ConnectionWithToken): Promise<void> =>
      notify(
        connection,
        tokenRejectedMessage({ connection, remedy: { kind: 'renew', isConnector: true } }),
      ),

    /** The token of a connection expires within `daysLeft` days. */
    tokenExpiring: (connection: Connection, daysLeft: number): Promise<void> =>
      notify(connection, tokenExpiringMessage({ connection, daysLeft })),
  };
}

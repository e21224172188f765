import { type Logger as BoltLogger, SocketModeReceiver, type webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';

/**
 * Receives Slack's requests over a WebSocket that the process opens, so that it need not be reachable from outside.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function createSocketReceiver(options: {
  appToken: string;
  /** An object of its own: the receiver writes into it. */
  clientOptions: webApi.WebClientOptions;
  dispatcher: Dispatcher;
  logger: BoltLogger;
  log: Logger;
}): SocketModeReceiver {
  const { appToken, clientOptions, dispatcher, logger, log } = options;
  // Reconnects without a limit on attempts.
  const { retryConfig: _, rejectRateLimitedCalls: __, ...reconnecting } = clientOptions;
  const receiver = new SocketModeReceiver({
    appToken,
    dispatcher,
    logger,
    installerOptions: { clientOptions: reconnecting },
  });

  // The client's own handler rejects on a message of an unexpected shape, and nothing would catch that.
  const [handle] = receiver.client.listeners('ws_message');
  receiver.client.removeAllListeners('ws_message');
  receiver.client.on('ws_message', async (...message: unknown[]) => {
    try {
      await handle?.(...message);
    } catch (error) {
      log.error({ err: error }, 'Socket Mode message failed');
    }
  });
  return receiver;
}

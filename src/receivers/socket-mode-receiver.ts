import { type Logger as BoltLogger, SocketModeReceiver, type webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';

/**
 * Takes Slack's requests over a WebSocket that the process opens, so that nothing of it need be reachable.
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
  // A connection that cannot be had is tried again for as long as it takes.
  const { retryConfig: _, rejectRateLimitedCalls: __, ...reconnecting } = clientOptions;
  const receiver = new SocketModeReceiver({
    appToken,
    dispatcher,
    logger,
    installerOptions: { clientOptions: reconnecting },
  });

  // The client's own handler rejects when a message has not the shape that it expects, and nobody would catch that.
  const [handle] = receiver.client.listeners('ws_message');
  receiver.client.removeAllListeners('ws_message');
  receiver.client.on('ws_message', async (...message: unknown[]) => {
    try {
      await handle?.(...message);
    } catch (error) {
      log.error({ err: error }, 'a message from Slack could not be read');
    }
  });
  return receiver;
}

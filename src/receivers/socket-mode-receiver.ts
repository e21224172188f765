import { type Logger as BoltLogger, SocketModeReceiver, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import * as z from 'zod';
import { received } from './received.ts';

/** What Slack sends where Socket Mode is off: https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect */
const offSchema = z.object({ type: z.literal('disconnect'), reason: z.literal('link_disabled') });

/**
 * Receives Slack's requests over a WebSocket that the process opens, so that it need not be reachable from outside. `start`
 * rejects where Slack refuses the connection for good.
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
    customPropertiesExtractor: received,
  });

  // The client tries again for ever where Socket Mode is off.
  let refuse = (_: Error) => {};
  const start = receiver.start.bind(receiver);
  receiver.start = () =>
    new Promise((resolve, reject) => {
      refuse = reject;
      start().then(resolve, reject);
    });

  // The client's own handler rejects on a message of an unexpected shape, and nothing would catch that.
  const [handle] = receiver.client.listeners('ws_message');
  receiver.client.removeAllListeners('ws_message');
  receiver.client.on('ws_message', async (...message: unknown[]) => {
    if (isOff(message[0])) {
      log.error('Socket Mode is off in the Slack app: nothing that people do there gets here');
      refuse(new webApi.WebAPIPlatformError({ ok: false, error: 'socket_mode_not_enabled' }));
    }
    try {
      await handle?.(...message);
    } catch (error) {
      log.error({ err: error }, 'Socket Mode message failed');
    }
  });
  return receiver;
}

function isOff(message: unknown): boolean {
  try {
    return offSchema.safeParse(JSON.parse(String(message))).success;
  } catch {
    return false;
  }
}

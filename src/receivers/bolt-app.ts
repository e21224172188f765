import { App, type AuthorizeResult, type AuthorizeSourceData, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { slack as limits } from '../limits.ts';
import { type SlackClientSettings, slackClientOptions } from '../slack/client.ts';
import { createHttpReceiver } from './http-receiver.ts';
import type { Route } from './web-server.ts';

/**
 * Bolt behind the receiver that the settings ask for. `routes` are those that Slack reaches at the process's
 * web server; `isConnected` says whether Slack's requests can come at all.
 */
export async function createBoltApp(options: {
  connection: Config['slack']['connection'];
  slack: SlackClientSettings;
  /** The token for a request, if there is one. */
  authorize: (origin: AuthorizeSourceData<boolean>) => Promise<Partial<AuthorizeResult>>;
  now: () => number;
  log: Logger;
}): Promise<{ bolt: App; routes: Record<string, Route>; isConnected: () => boolean }> {
  const { connection, slack, authorize, now, log } = options;
  // A new object each time: the Socket Mode receiver writes into the one that it gets.
  const clientOptions = () => slackClientOptions(slack, limits.interactiveTimeout);
  const boltApp = (receiver: Receiver) =>
    new App({
      receiver,
      logger: slack.logger,
      convoStore: false,
      clientOptions: clientOptions(),
      // The first listener answers what fails here, since Bolt would answer nothing.
      authorize: (origin) => authorize(origin).catch((failure: unknown) => ({ failure })),
    });

  if (connection.mode === 'socket') {
    const { appToken } = connection;
    // Loaded only here, since it brings a WebSocket of its own.
    const { createSocketReceiver } = await import('./socket-mode-receiver.ts');
    const receiver = createSocketReceiver({
      ...slack,
      appToken,
      clientOptions: clientOptions(),
      log,
    });
    const isConnected = () => receiver.client.websocket?.isActive() ?? false;
    return { bolt: boltApp(receiver), routes: {}, isConnected };
  }
  const receiver = createHttpReceiver({ signingSecret: connection.signingSecret, log, now });
  return {
    bolt: boltApp(receiver),
    routes: { 'POST /slack/events': receiver.handle },
    // Whoever reaches the process can send them.
    isConnected: () => true,
  };
}

import { type AuthorizeResult, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { SlackApp } from './config.ts';
import { slack as slackLimits } from './limits.ts';
import type { Route } from './server.ts';
import type { BotIdentity } from './slack/bot-identity.ts';
import { type SlackClientSettings, slackClientOptions } from './slack/client.ts';
import { checkTokens } from './start-check.ts';
import type { PiperOrganization } from './usecases/ports.ts';
import type { Origin } from './workspaces.ts';

/** How the app comes by its tokens. */
export type Installing = {
  /** For Bolt: the token of whoever sent a request. Throws where the app is not installed. */
  authorize: (origin: Origin) => Promise<AuthorizeResult & { botToken: string }>;
  /** The one workspace that the process serves, where it serves one. */
  identity: () => BotIdentity | undefined;
  /** Checks before the start what can be checked; throws a `StartError`. */
  check: (piper: PiperOrganization | undefined) => Promise<void>;
  routes: Record<string, Route>;
};

/** One workspace, whose token the process's settings hold. */
export function createFixedInstallation(options: {
  botToken: string;
  slack: Omit<SlackClientSettings, 'timeout'>;
  log: Logger;
}): Installing {
  const { botToken, slack, log } = options;
  const client = new webApi.WebClient(
    botToken,
    slackClientOptions({ ...slack, timeout: slackLimits.messageCall }),
  );
  let identity: BotIdentity | undefined;
  return {
    identity: () => identity,
    check: async (piper) => {
      identity = await checkTokens({ client, piper, log });
    },
    authorize: async () => {
      if (!identity) throw new Error('the app has not been started');
      return { botToken, botId: identity.botId, botUserId: identity.botUserId };
    },
    routes: {},
  };
}

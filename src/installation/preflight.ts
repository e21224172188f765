import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { PiperFailure } from '../domain/failures.ts';
import { scopes } from '../ids.ts';
import { piper as piperLimits } from '../limits.ts';
import { type BotIdentity, readBotIdentity } from '../slack/bot-identity.ts';
import { slackErrorWord } from '../slack/error-word.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';
import { withTimeout } from '../utils/with-timeout.ts';

/** The product cannot work as it is configured; the message says why and what to do, for the operator. */
export class StartError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'StartError';
  }
}

/**
 * Asks Slack and Piper whether the tokens are good for what the product does. Throws a `StartError` with everything that
 * makes it impossible; a Piper that merely does not answer is no reason not to start.
 */
export async function checkTokens(options: {
  client: webApi.WebClient;
  /** The organization that the process's settings name. */
  piper: PiperOrganization | undefined;
  log: Logger;
}): Promise<BotIdentity> {
  const { client, piper, log } = options;
  const problems = new Set<string>();
  const [workspace] = await Promise.all([
    readBotIdentity(client).catch((error: unknown) => {
      problems.add(slackProblem(slackErrorWord(error)));
    }),
    piper && withTimeout(checkPiper(piper, problems, log), piperLimits.startupCheckTimeout),
  ]);

  const missing = scopes.filter((scope) => workspace?.scopes?.includes(scope) === false);
  if (missing.length > 0) {
    problems.add(
      `The Slack app lacks the ${missing.length === 1 ? 'scope' : 'scopes'} ${missing.join(', ')}. Add ${missing.length === 1 ? 'it' : 'them'} under OAuth & Permissions (or take manifest.yml over), install the app into the workspace again, and put the new token into SLACK_BOT_TOKEN.`,
    );
  }
  if (problems.size > 0 || !workspace) throw new StartError([...problems]);
  return workspace;
}

function slackProblem(word: string): string {
  switch (word) {
    case 'invalid_auth':
    case 'not_authed':
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
      return `Slack doesn't accept SLACK_BOT_TOKEN (${word}). Install the app into the workspace again and copy the Bot User OAuth Token from OAuth & Permissions.`;
    default:
      return `Slack can't be asked who SLACK_BOT_TOKEN belongs to (${word}). Check the network and SLACK_API_URL.`;
  }
}

/** Each part counts as soon as it is known, even where another is never answered. */
async function checkPiper(
  piper: PiperOrganization,
  problems: Set<string>,
  log: Logger,
): Promise<void> {
  const parts = [piper.details(), piper.roles(), piper.members()];
  await Promise.all(
    parts.map(async (part) => {
      const result = await part;
      if (result.ok) return;
      const problem = piperProblem(result.error);
      if (problem) problems.add(problem);
      else
        log.warn(
          { failure: result.error },
          'Piper does not answer; the first invitation will try again',
        );
    }),
  );
}

/** Undefined for a failure that may pass. */
function piperProblem(failure: PiperFailure): string | undefined {
  const words = failure.detail ? ` (${failure.detail})` : '';
  switch (failure.kind) {
    case 'unauthorized':
      return `Piper doesn't accept PIPER_TOKEN${words}. Make a new platform token in Piper's organization settings.`;
    case 'forbidden':
      return `PIPER_TOKEN may not read the organization's members or roles${words}. Make a platform token that may read and add members.`;
    case 'not_found':
    case 'invalid':
      return `PIPER_ORG_ID isn't an organization that PIPER_TOKEN can see${words}. Copy the ID from Piper's organization settings.`;
    default:
      return undefined;
  }
}

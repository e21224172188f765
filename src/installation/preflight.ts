import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { PiperFailure } from '../domain/failures.ts';
import { toldPermissions } from '../domain/permissions.ts';
import { missingPermissions } from '../domain/token-permissions.ts';
import { scopes } from '../ids.ts';
import { piper as piperLimits } from '../limits.ts';
import { type BotIdentity, readBotIdentity } from '../slack/bot-identity.ts';
import { refusedTokens, slackErrorWord } from '../slack/error-word.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';
import { withTimeout } from '../utils/with-timeout.ts';

/** The product cannot work as it is configured; the message says why and what to do, for the operator. */
export class StartError extends Error {
  constructor(problems: readonly string[]) {
    // What others say of a problem may have lines of its own.
    super(problems.map((problem) => problem.replace(/\s+/g, ' ')).join('\n'));
    this.name = 'StartError';
  }
}

/**
 * Asks Slack and Piper whether the tokens are good for what the product does. Throws a `StartError` with everything that
 * makes it impossible; a Piper that merely does not answer is no reason not to start.
 */
export async function checkTokens(options: {
  /** With the bot's token, where the process serves one workspace. */
  client: webApi.WebClient | undefined;
  /** With the app's token, where the process connects by Socket Mode. */
  appClient: webApi.WebClient | undefined;
  /** The organization that the process's settings name. */
  piper: PiperOrganization | undefined;
  log: Logger;
}): Promise<BotIdentity | undefined> {
  const { client, appClient, piper, log } = options;
  const problems = new Set<string>();
  const told = (problemOf: (word: string) => string) => (error: unknown) => {
    problems.add(problemOf(slackErrorWord(error)));
  };
  const [workspace, ofPiper] = await Promise.all([
    client && readBotIdentity(client).catch(told(botTokenProblem)),
    piper && checkOrganization(piper),
    // Makes the address of a connection, without opening one: https://docs.slack.dev/reference/methods/apps.connections.open
    appClient?.apps.connections.open({}).catch((error: unknown) => {
      // The receiver waits, and asks again.
      if (!(error instanceof webApi.WebAPIRateLimitedError)) told(appTokenProblem)(error);
    }),
  ]);
  if (ofPiper?.problem) problems.add(ofPiper.problem);
  for (const failure of ofPiper?.unanswered ?? []) {
    log.warn(
      { failure },
      'Piper does not answer, or not at PIPER_API_URL; the first invitation will try again',
    );
  }

  const missing = scopes.filter((scope) => workspace?.scopes?.includes(scope) === false);
  if (missing.length > 0) problems.add(missingScopesProblem(missing));
  if (problems.size > 0) throw new StartError([...problems]);
  return workspace ?? undefined;
}

export const missingScopesProblem = (missing: readonly string[]): string => {
  const isOne = missing.length === 1;
  return `The Slack app lacks the ${isOne ? 'scope' : 'scopes'} ${missing.join(', ')}. Add ${isOne ? 'it' : 'them'} under OAuth & Permissions (or take manifest.yml over), install the app into the workspace again, and put the new token into SLACK_BOT_TOKEN.`;
};

const cannotAsk = (word: string) =>
  `Slack can't be asked whether the tokens are good (${word}). Check the network, the proxy and SLACK_API_URL.`;

export const botTokenProblem = (word: string): string =>
  refusedTokens.includes(word)
    ? `Slack doesn't accept SLACK_BOT_TOKEN (${word}). Install the app into the workspace again and copy the Bot User OAuth Token from OAuth & Permissions.`
    : cannotAsk(word);

const appTokenPlace = 'Basic Information → App-Level Tokens';
const appTokenProblems: Record<string, string> = {
  ...Object.fromEntries(
    refusedTokens.map((word) => [
      word,
      `Slack doesn't accept SLACK_APP_TOKEN (${word}). Make a new one with the scope connections:write: ${appTokenPlace}.`,
    ]),
  ),
  ...Object.fromEntries(
    ['missing_scope', 'no_permission'].map((word) => [
      word,
      `SLACK_APP_TOKEN lacks the scope connections:write (${word}). Make a new one that has it: ${appTokenPlace}.`,
    ]),
  ),
  socket_mode_not_enabled:
    "Socket Mode is off in the Slack app (socket_mode_not_enabled). Turn it on in the app's settings, or set SLACK_SIGNING_SECRET instead of SLACK_APP_TOKEN to be reached by HTTP.",
};
export const appTokenProblem = (word: string): string => appTokenProblems[word] ?? cannotAsk(word);

/** The sentence for what Slack's client threw as it connected by Socket Mode; undefined for other errors. */
export const connectionProblem = (error: unknown): string | undefined =>
  error instanceof webApi.SlackError ? appTokenProblem(slackErrorWord(error)) : undefined;

type PiperPart = 'details' | 'members' | 'roles';

/**
 * Asks Piper what the product needs of an organization, for some seconds: what makes it impossible, and failures that may pass. Each
 * part counts as soon as it is known, even where another is never answered.
 */
export async function checkOrganization(
  piper: PiperOrganization,
): Promise<{ problem?: string | undefined; unanswered: PiperFailure[] }> {
  const problems: Partial<Record<PiperPart, string>> = {};
  const unanswered: PiperFailure[] = [];
  const failed = (part: PiperPart, failure: PiperFailure) => {
    const problem = problemOf(part, failure);
    if (problem) problems[part] = problem;
    else unanswered.push(failure);
  };
  const checkDetails = async () => {
    const details = await piper.details();
    if (!details.ok) return failed('details', details.error);
    const missing = missingPermissions(toldPermissions(details.value.tokenRole));
    if (missing.length > 0) {
      problems.details = `PIPER_TOKEN may not ${missing.join(' or ')} members. Make a platform token that may read and add members.`;
    }
  };
  const checkList = async (part: 'members' | 'roles') => {
    const list = await piper[part]();
    if (!list.ok) failed(part, list.error);
  };
  await withTimeout(
    Promise.all([checkDetails(), checkList('members'), checkList('roles')]),
    piperLimits.startupCheckTimeout,
  );
  // Whatever stands in the way of the first shows in the others as well.
  return { problem: problems.details ?? problems.members ?? problems.roles, unanswered };
}

/** Undefined for a failure that may pass. */
function problemOf(part: PiperPart, failure: PiperFailure): string | undefined {
  const words = failure.detail ? ` (${failure.detail})` : '';
  switch (failure.kind) {
    case 'unauthorized':
      return `Piper doesn't accept PIPER_TOKEN${words}. Make a new platform token in Piper's organization settings.`;
    case 'forbidden':
      return `PIPER_TOKEN may not read the organization's members or roles${words}. Make a platform token that may read and add members.`;
    case 'not_found':
    case 'invalid':
      return `PIPER_ORG_ID isn't an organization that PIPER_TOKEN can see${words}. Copy the ID from Piper's organization settings.`;
    case 'unexpected':
      return part === 'details'
        ? `What answers at PIPER_API_URL isn't Piper (${failure.detail ?? `its status is ${failure.status}`}). Leave it out, or set the address of Piper's API.`
        : undefined;
    default:
      return undefined;
  }
}

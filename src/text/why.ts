import { isTokenRefused, type PiperFailure } from '../domain/failures.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { oneLine } from './mrkdwn.ts';
import { notGiven } from './not-given.ts';
import { renewing } from './renewing.ts';

/** Why Piper did not invite somebody, and what to do next; `token` is what the reader can do where Piper refused the token. */
export function whyAndRemedy(failure: PiperFailure, token?: TokenRemedy): string {
  if (token && isTokenRefused(failure)) return renewing.refused(token);
  return token && token.kind !== 'accepted' && failure.kind === 'forbidden'
    ? [renewing.inDoubt(token), oneLine(wordsOf(failure))].filter(Boolean).join(' ')
    : oneLine(whyAndRemedyPlain(failure));
}

/** The same in plain text. */
export function whyAndRemedyPlain(failure: PiperFailure): string {
  const words = wordsOf(failure);
  switch (failure.kind) {
    case 'not_connected':
      return 'This workspace is no longer connected to this organization. Send it again once it is.';
    case 'not_allowed':
      return notGiven({ name: failure.roleName }, failure.why, {
        name: (name) => name,
        userId: () => 'whoever connected this workspace to Piper',
      });
    case 'unauthorized':
      return "Piper no longer accepts this workspace's platform token. Ask whoever connected the workspace to Piper to renew it.";
    case 'forbidden':
      return `Piper doesn't allow that. If the reason is the platform token, whoever connected the workspace to Piper can use one that may read and add members.${words}`;
    case 'not_found':
      return `${notFound[failure.what ?? 'either']}${words}`;
    case 'conflict':
      return `Piper says that it has this address already, but its member list doesn't show it. An admin of the organization can look in Piper.${words}`;
    case 'invalid':
      return failure.fields.includes('role_id')
        ? `Piper no longer gives this role. Open the form again and choose another one.${words}`
        : `Piper doesn't accept the address. Check the spelling and send it again.${words}`;
    case 'rate_limited':
      return `Piper takes no more requests for now. Send it again in ${waitWords(failure.retryAfter)}.`;
    case 'unavailable':
      return `${notAnswering(failure)} Send it again in a few minutes.`;
    case 'unexpected':
      return "Piper gave an answer that I don't understand. Send it again in a few minutes, or give your admin the reference.";
  }
}

const wordsOf = ({ detail }: PiperFailure): string => (detail ? ` Piper's words: "${detail}"` : '');

function notAnswering({ who }: Extract<PiperFailure, { kind: 'unavailable' }>): string {
  switch (who) {
    case 'slack':
      return "Slack didn't tell me whether this invite may be sent.";
    case 'product':
      return "Something went wrong on our side, so Piper wasn't asked.";
    default:
      return "Piper isn't answering.";
  }
}

const notFound = {
  role: 'Piper no longer has this role. Open the form again and choose from the roles that it has now.',
  organization:
    "Piper no longer shows this organization to the workspace's platform token. Whoever connected the workspace to Piper can connect it again.",
  either:
    'Piper no longer has this role or this organization. Open the form again and choose from the roles that it has now.',
};

/** Why the organization, its roles or its members could not be read, and what to do next; `token` as above. */
export function whyUnread(failure: PiperFailure, token?: TokenRemedy): string {
  if (token && isTokenRefused(failure)) return renewing.refused(token);
  switch (failure.kind) {
    case 'forbidden':
      return "This workspace's platform token may not read roles and members in Piper. Whoever connected the workspace to Piper can use one that may.";
    case 'not_found':
      return "Piper doesn't show this organization to the workspace's platform token any more. Whoever connected the workspace to Piper can connect it again.";
    case 'not_connected':
    case 'not_allowed':
    case 'unauthorized':
      return whyAndRemedy(failure);
    case 'rate_limited':
      return `Piper takes no more requests for now. Try again in ${waitWords(failure.retryAfter)}.`;
    case 'unavailable':
      return "Piper isn't answering. Try again in a few minutes.";
    case 'conflict':
    case 'invalid':
    case 'unexpected':
      return "Piper gave an answer that I don't understand. Try again in a few minutes; if it stays so, ask whoever runs piper-invite.";
  }
}

function waitWords(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return 'a few minutes';
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`;
}

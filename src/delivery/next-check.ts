import type { Outcome } from '../domain/invitation.ts';
import { followUp as limits } from '../limits.ts';
import { digest } from '../utils/digest.ts';

/** When to check for the first time whether an invited person has joined; undefined where nobody is pending. Epoch milliseconds. */
export const firstCheck = (
  organizationId: string,
  outcome: Outcome,
  at: number,
): number | undefined =>
  outcome.kind === 'invited' && outcome.member.status.kind !== 'joined'
    ? nextCheck(organizationId, at, at)
    : undefined;

/**
 * When to check next, at growing intervals; undefined where the time for checks is over. Epoch milliseconds. People of one
 * organization fall due together, so that one member list serves them all: each interval is the longest one halved some times, and
 * every check at an interval is a check at all shorter ones, too. Organizations fall due at different times.
 */
export function nextCheck(
  organizationId: string,
  invitedAt: number,
  now: number,
): number | undefined {
  const age = now - invitedAt;
  if (age >= limits.giveUpAfter) return undefined;
  const { maxInterval, minInterval, pollInterval } = limits;
  const longest = Math.min(maxInterval, Math.max(minInterval, age));
  const interval = maxInterval / 2 ** Math.ceil(Math.log2(maxInterval / longest));
  const shift = shiftOf(organizationId, maxInterval);
  // What has just been checked is not checked again at once.
  const earliest = now + Math.min(pollInterval, interval / 2);
  return Math.ceil((earliest - shift) / interval) * interval + shift;
}

/** Always the same for an organization, and another one for the next. */
const shiftOf = (organizationId: string, range: number): number =>
  Buffer.from(digest(organizationId), 'base64url').readUInt32BE() % range;

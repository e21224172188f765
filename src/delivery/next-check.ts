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
 * When to check next: a few times in an invitation's first hours, then twice a day; undefined where the time for checks is over.
 * Epoch milliseconds. Every organization has its own times, some of which are for new invitations alone, so that one member list
 * serves everybody who is due, and those of an organization stay few however many are invited one by one.
 */
export function nextCheck(
  organizationId: string,
  invitedAt: number,
  now: number,
): number | undefined {
  const age = now - invitedAt;
  if (age >= limits.giveUpAfter) return undefined;
  const interval = age < limits.firstInterval ? limits.firstInterval : limits.interval;
  const shift = shiftOf(organizationId, limits.interval);
  // What has just been checked is not checked again at once.
  const earliest = now + limits.pollInterval;
  return Math.ceil((earliest - shift) / interval) * interval + shift;
}

/** Always the same for an organization, and another one for the next. */
const shiftOf = (organizationId: string, range: number): number =>
  Buffer.from(digest(organizationId), 'base64url').readUInt32BE() % range;

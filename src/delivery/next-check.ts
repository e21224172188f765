import type { Outcome } from '../domain/invitation.ts';
import { followUp as limits } from '../limits.ts';

/** When to check for the first time whether an invited person has joined; undefined where nobody is pending. Epoch milliseconds. */
export const firstCheck = (outcome: Outcome, at: number): number | undefined =>
  outcome.kind === 'invited' && outcome.member.status.kind !== 'joined'
    ? nextCheck(at, at)
    : undefined;

/** When to check next, at growing intervals; undefined where the time for checks is over. Epoch milliseconds. */
export function nextCheck(invitedAt: number, now: number): number | undefined {
  const age = now - invitedAt;
  if (age >= limits.giveUpAfter) return undefined;
  const pause = Math.min(limits.maxInterval, Math.max(limits.minInterval, age / 2));
  return Math.ceil((now + pause) / limits.pollInterval) * limits.pollInterval;
}

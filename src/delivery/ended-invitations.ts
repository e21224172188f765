import type { PiperFailure } from '../domain/failures.ts';
import type { Outcome } from '../domain/invitation.ts';

/** So many invitations that have ended alike; `reason` is the kind of the failure, if there was one. */
export type EndedInvitations = {
  outcome: Outcome['kind'];
  reason?: PiperFailure['kind'];
  count: number;
};

export const endedAs = (outcome: Outcome, count: number): EndedInvitations => ({
  outcome: outcome.kind,
  ...('failure' in outcome && { reason: outcome.failure.kind }),
  count,
});

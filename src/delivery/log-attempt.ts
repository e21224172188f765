import type { Logger } from 'pino';
import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import { invitationFields } from '../utils/log-fields.ts';
import type { Attempt } from './attempt-invitation.ts';

/** Logs how an attempt ended: a warning where it failed, and when an outcome is certain which member it led to. */
export function logAttempt(log: Logger, invitation: ClaimedInvitation, attempt: Attempt): void {
  const { inviterId, attempts } = invitation;
  const about = { ...invitationFields(invitation), inviterId, attempts };
  if (attempt.kind === 'again') {
    const { failure, isUnclear } = attempt;
    log.warn({ ...about, failure, isUnclear }, 'attempt failed and will be repeated');
    return;
  }
  const { outcome } = attempt;
  const ended = { ...about, outcome: outcome.kind };
  if ('failure' in outcome) log.warn({ ...ended, failure: outcome.failure }, 'invitation failed');
  else if ('member' in outcome) {
    log.info({ ...ended, userId: outcome.member.userId }, 'invitation ended');
  } else log.info(ended, 'invitation ended');
}

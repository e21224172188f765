import type { Logger } from 'pino';
import { type AuditEntry, auditEntry } from '../domain/audit.ts';
import { isTokenRefused, type PiperFailure } from '../domain/failures.ts';
import type { Invite, Outcome } from '../domain/invitation.ts';
import type { Role } from '../domain/organization.ts';
import type { Result } from '../domain/result.ts';
import { delivery as limits } from '../limits.ts';
import type { AfterLoss, ClaimedInvitation, Invitations } from '../usecases/ports/invitations.ts';
import type { Clock } from '../utils/clock.ts';
import { invitationFields } from '../utils/log-fields.ts';
import { withReference } from '../utils/request-reference.ts';
import { oneAtATime, type WorkTracker } from '../utils/track-work.ts';
import { type Attempt, attemptInvitation, unread } from './attempt-invitation.ts';
import { type EndedInvitations, endedAs } from './ended-invitations.ts';
import { keepLeases } from './keep-leases.ts';
import { createLanes } from './lanes.ts';
import { delivery as ownLimits } from './limits.ts';
import { logAttempt } from './log-attempt.ts';
import { firstCheck } from './next-check.ts';
import type { OpenedForDelivery } from './open-for-delivery.ts';
import { createStoreSurely } from './store-surely.ts';

/** What a test may shorten; milliseconds. */
export type DeliveryTimes = Partial<{
  lease: number;
  renewInterval: number;
  graceAfterLoss: number;
  settleAfterLoss: number;
  settleAfterTimeout: number;
  pollInterval: number;
  backoff: { initialDelay: number; maxDelay: number };
}>;

/**
 * Sends stored invitations to Piper. What was submitted to this process is sent at once (`wake`); what waits for its time, or was
 * left behind by a process that died, is found by `tick`. A few of each organization are sent at a time, so that a large batch for
 * one does not hold up another.
 */
export function createDelivery(
  deps: Clock & {
    invitations: Invitations;
    /** The organization that an invitation is sent to, or why it cannot be sent. */
    open: (invitation: ClaimedInvitation) => Promise<Result<OpenedForDelivery, PiperFailure>>;
    /** Called after each attempt. */
    onChange: (batchId: string) => void;
    onEnded?: ((ended: EndedInvitations) => void) | undefined;
    /** Names this process. */
    owner: string;
    work: WorkTracker;
    /** Add-member calls of an organization at a time, in all processes. */
    concurrency: number;
    log: Logger;
    times?: DeliveryTimes | undefined;
  },
) {
  const { invitations, open, onChange, onEnded, owner, work, concurrency } = deps;
  const { now, random, wait, log } = deps;
  const times = { ...limits, ...deps.times };
  const { lease, settleAfterTimeout, backoff } = times;
  const leases = keepLeases({ ...deps, ...times });
  const storeSurely = createStoreSurely({ ...deps, answers: leases.renewals });
  let isStopped = false;

  const wake = oneAtATime(work, async (organizationId) => {
    try {
      if (!isStopped) await pump(organizationId);
    } catch (error) {
      log.error({ err: error, organization: organizationId }, 'invitations could not be claimed');
    }
  });

  const lanes = createLanes({
    concurrency,
    now,
    send: (invitation, leave) =>
      withReference(invitation.reference, () => carryOut(invitation, leave)).catch((error) =>
        logError(error, invitation),
      ),
    onSent: wake,
    work,
  });

  async function pump(organizationId: string): Promise<void> {
    if (!lanes.wantsMore(organizationId)) return;
    await leases.renewExpired();
    const at = now();
    const until = at + lease;
    const claimed = await invitations.claim(organizationId, {
      owner,
      now: at,
      until,
      limit: concurrency,
      ahead: concurrency * ownLimits.aheadPerSlot,
      afterLoss: afterLossAt(at, times.graceAfterLoss),
    });
    if (!lanes.isOpen(organizationId)) return giveBack(claimed);
    lanes.add(
      organizationId,
      claimed.map((invitation) => ({ invitation, letGo: leases.hold(invitation, until) })),
    );
  }

  /** Where it can't be stored, the leases run out. */
  const giveBack = (unsent: readonly ClaimedInvitation[]): Promise<void> =>
    invitations
      .giveBack(owner, unsent)
      .catch((error) => log.error({ err: error }, 'invitations could not be given back'));

  const afterLossAt = (at: number, grace: number): AfterLoss => ({
    lookAt: at + grace,
    settlesAt: at + times.settleAfterLoss,
  });

  /** A bug, or a storage that does not answer: there will be another attempt. */
  const logError = (error: unknown, invitation: ClaimedInvitation): void =>
    log.error({ err: error, ...aboutAttempt(invitation) }, 'attempt broke off');

  async function carryOut(
    invitation: ClaimedInvitation,
    leave: () => Promise<void>,
  ): Promise<void> {
    const attempt = await attemptOnce(invitation);
    logAttempt(log, invitation, attempt);
    if (attempt.kind === 'ended') {
      // A failure may be one of those that wait, too.
      if (!('failure' in attempt.outcome)) await leave();
      await end(invitation, attempt.outcome);
    } else await retryLater(invitation, attempt);
    onChange(invitation.batchId);
  }

  async function attemptOnce(invitation: ClaimedInvitation): Promise<Attempt> {
    let { isUnclear } = invitation;
    async function begin(): Promise<boolean> {
      const at = now();
      const isHeld = await invitations.begin(invitation, at + lease);
      // Others count the time in which it may take effect from when it was noted.
      const mayBegin = isHeld && now() - at <= limits.beginWithin;
      if (mayBegin) isUnclear = true;
      return mayBegin;
    }
    try {
      const piper = await open(invitation);
      if (!piper.ok) return unread(piper.error, isUnclear);
      return await attemptInvitation(invitation, piper.value, begin);
    } catch (error) {
      logError(error, invitation);
      return { kind: 'again', isUnclear };
    }
  }

  async function end(invitation: ClaimedInvitation, outcome: Outcome): Promise<void> {
    const { batchId, role } = invitation;
    const at = now();
    const about = aboutAttempt(invitation);
    const isEnded = await storeSurely(about, () =>
      invitations.end(
        invitation,
        { outcome, at, checkAt: firstCheck(invitation.organization.id, outcome, at) },
        entryOf(invitation, invitation, outcome, at),
      ),
    );
    // The process that has taken it over may have found that Piper works again.
    if (isEnded) onEnded?.(endedAs(outcome, 1));
    if (!isEnded || !('failure' in outcome)) return;
    const { failure } = outcome;
    const others = sameFailureFor(failure, role);
    if (!others) return;
    await giveBack(lanes.takeBack(invitation.organization.id));
    const theirs: Outcome = { kind: 'failed', failure };
    const ended = await storeSurely(about, () =>
      invitations.endWaiting(batchId, others, { outcome: theirs, at }, (other) =>
        entryOf(invitation, other, theirs, at),
      ),
    );
    if (ended) onEnded?.(endedAs(theirs, ended));
  }

  async function retryLater(
    invitation: ClaimedInvitation,
    attempt: Extract<Attempt, { kind: 'again' }>,
  ): Promise<void> {
    const { organization, at: requestedAt } = invitation;
    const { failure = ownError, isUnclear } = attempt;
    const at = now();
    const nextAttemptAt = at + pauseAfter(failure, isUnclear, invitation.attempts);
    const next = Math.max(nextAttemptAt, attempt.notBefore ?? 0);
    if (next >= requestedAt + limits.giveUpAfter) {
      return end(invitation, { kind: isUnclear ? 'unknown' : 'failed', failure });
    }
    const about = aboutAttempt(invitation);
    const concernsAll =
      failure.kind === 'rate_limited' || ('retryAfter' in failure && failure.retryAfter);
    if (concernsAll) {
      const unsent = lanes.stop(organization.id, next);
      await storeSurely(about, () => invitations.pause(organization.id, next));
      await giveBack(unsent);
    }
    await storeSurely(about, () =>
      invitations.postpone(invitation, {
        nextAttemptAt: next,
        failure: attempt.failure,
        isUnclear,
      }),
    );
    void wait(next - at).then(() => wake(organization.id));
  }

  /** What Piper asked for, plus full jitter; after an unclear answer at least as long as it may take to become clear. */
  function pauseAfter(failure: PiperFailure, isUnclear: boolean, attempts: number): number {
    const jitter =
      random() * Math.min(backoff.maxDelay, backoff.initialDelay * 2 ** (attempts - 1));
    const asked = 'retryAfter' in failure ? (failure.retryAfter ?? 0) : 0;
    const mayBeAtWork = 'contact' in failure && failure.contact === 'timed_out';
    const clear = isUnclear ? (mayBeAtWork ? settleAfterTimeout : limits.settleAfterUnclear) : 0;
    return Math.ceil(Math.max(asked, clear) + jitter);
  }

  return {
    /** Sends an organization's invitations that are due. */
    wake,

    /** Finds what is due, whichever process left it. */
    tick: async (): Promise<void> => {
      for (const organizationId of await invitations.due(now())) wake(organizationId);
    },

    /** Takes over whatever was left behind. Only for when no other process can be running. */
    endLeases: (): Promise<void> => invitations.endLeases(afterLossAt(now(), 0)),

    /** Begins nothing more; resolves when nothing is under way. */
    stop: async (): Promise<void> => {
      isStopped = true;
      await giveBack(lanes.close());
      await work.untilIdle();
    },
  };
}

const aboutAttempt = (invitation: ClaimedInvitation) => ({
  ...invitationFields(invitation),
  attempts: invitation.attempts,
});

const ownError: PiperFailure = {
  kind: 'unavailable',
  contact: 'not_sent',
  who: 'product',
  detail: 'an error of our own',
};

/** The invitations of a batch that would fail alike: all of them, or those with the same role; undefined for none. */
function sameFailureFor(failure: PiperFailure, role: Role): { roleId?: string } | undefined {
  if (isTokenRefused(failure)) return {};
  switch (failure.kind) {
    case 'not_connected':
      return {};
    case 'forbidden':
    case 'not_found':
      return { roleId: role.id };
    case 'invalid':
      return failure.fields.includes('role_id') ? { roleId: role.id } : undefined;
    default:
      return undefined;
  }
}

/** The audit entry of an invitation's end. */
function entryOf(
  { workspace, organization, inviterId, surface, reference }: ClaimedInvitation,
  { invitee, role }: Invite,
  outcome: Outcome,
  at: number,
): AuditEntry {
  return auditEntry({
    workspace: workspace.teamId,
    at,
    actor: inviterId,
    action: 'invite',
    subject: invitee.address,
    surface,
    outcome: outcome.kind,
    reference,
    details: {
      organization: organization.id,
      role: role.name,
      ...('member' in outcome && { givenRole: outcome.member.roleName ?? '' }),
      ...('failure' in outcome && { reason: outcome.failure.kind }),
    },
  });
}

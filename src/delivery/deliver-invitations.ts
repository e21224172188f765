import type { Logger } from 'pino';
import { type AuditEntry, auditEntry } from '../domain/audit.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invite, Outcome } from '../domain/invitation.ts';
import type { Role } from '../domain/organization.ts';
import type { Result } from '../domain/result.ts';
import { delivery as limits } from '../limits.ts';
import type { ClaimedInvitation, Invitations, Lease } from '../usecases/ports/invitations.ts';
import type { Clock } from '../utils/clock.ts';
import { invitationFields } from '../utils/log-fields.ts';
import { withReference } from '../utils/request-reference.ts';
import { oneAtATime, type WorkTracker } from '../utils/track-work.ts';
import { type Attempt, attemptInvitation, unread } from './attempt-invitation.ts';
import { firstCheck } from './follow-up.ts';
import { logAttempt } from './log-attempt.ts';
import type { OpenedForDelivery } from './open-for-delivery.ts';

/** What a test may shorten; milliseconds. */
export type DeliveryTimes = Partial<{
  lease: number;
  leaseReserve: number;
  renewInterval: number;
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
    /** Names this process. */
    owner: string;
    work: WorkTracker;
    /** Add-member calls of an organization at a time, in all processes. */
    concurrency: number;
    log: Logger;
    times?: DeliveryTimes | undefined;
  },
) {
  const { invitations, open, onChange, owner, work, concurrency } = deps;
  const { now, random, wait, log } = deps;
  const { lease, leaseReserve, renewInterval, settleAfterTimeout, backoff } = {
    ...limits,
    ...deps.times,
  };
  /** How many of each organization this process is sending. */
  const sending = new Map<string, number>();
  let isStopped = false;
  let renewal: NodeJS.Timeout | undefined;
  /** What this process is sending, and until when it may. */
  const leases = new Map<string, Lease & { until: number }>();

  const wake = oneAtATime(work, async (organizationId) => {
    try {
      if (!isStopped) await pump(organizationId);
    } catch (error) {
      log.error({ err: error, organization: organizationId }, 'invitations could not be claimed');
    }
  });

  async function pump(organizationId: string): Promise<void> {
    if (sendingTo(organizationId) >= concurrency) return;
    const at = now();
    const claimed = await invitations.claim(organizationId, {
      owner,
      now: at,
      until: at + lease,
      limit: concurrency,
    });
    for (const invitation of claimed) {
      leases.set(keyOf(invitation), { ...leaseOf(invitation), until: at + lease });
      sending.set(organizationId, sendingTo(organizationId) + 1);
      const sent = withReference(invitation.reference, () => carryOut(invitation))
        .catch((error) => logError(error, invitation))
        .finally(() => {
          sending.set(organizationId, sendingTo(organizationId) - 1);
          if (sendingTo(organizationId) === 0) sending.delete(organizationId);
          leases.delete(keyOf(invitation));
          if (leases.size === 0) endRenewal();
          wake(organizationId);
        });
      void work.follow(sent);
    }
    if (claimed.length > 0) renewal ??= setInterval(renew, renewInterval).unref();
  }

  const sendingTo = (organizationId: string): number => sending.get(organizationId) ?? 0;

  function endRenewal(): void {
    clearInterval(renewal);
    renewal = undefined;
  }

  async function renew(): Promise<void> {
    const at = now();
    try {
      const times = { now: at, until: at + lease };
      for (const renewed of await invitations.renew(owner, [...leases.values()], times)) {
        const held = leases.get(keyOf(renewed));
        if (held) held.until = times.until;
      }
    } catch (error) {
      log.error({ err: error }, 'leases could not be renewed');
    }
  }

  /** A bug, or a storage that does not answer: there will be another attempt. */
  function logError(error: unknown, invitation: ClaimedInvitation): void {
    const { attempts } = invitation;
    log.error({ err: error, ...invitationFields(invitation), attempts }, 'attempt broke off');
  }

  async function carryOut(invitation: ClaimedInvitation): Promise<void> {
    const attempt = await attemptOnce(invitation);
    logAttempt(log, invitation, attempt);
    if (attempt.kind === 'ended') await end(invitation, attempt.outcome);
    else await retryLater(invitation, attempt);
    onChange(invitation.batchId);
  }

  async function attemptOnce(invitation: ClaimedInvitation): Promise<Attempt> {
    const maySend = () => (leases.get(keyOf(invitation))?.until ?? 0) - now() > leaseReserve;
    let { isUnclear } = invitation;
    try {
      const piper = await open(invitation);
      if (!piper.ok) return unread(piper.error, isUnclear);
      isUnclear = true;
      return await attemptInvitation(invitation, piper.value, maySend);
    } catch (error) {
      logError(error, invitation);
      return { kind: 'again', failure: ownError, isUnclear };
    }
  }

  async function end(invitation: ClaimedInvitation, outcome: Outcome): Promise<void> {
    const { batchId, role } = invitation;
    const at = now();
    const isEnded = await invitations.end(
      invitation,
      { outcome, at, checkAt: firstCheck(outcome, at) },
      entryOf(invitation, invitation, outcome, at),
    );
    // The process that has taken it over may have found that Piper works again.
    if (!isEnded || !('failure' in outcome)) return;
    const { failure } = outcome;
    const others = sameFailureFor(failure, role);
    if (!others) return;
    const theirs: Outcome = { kind: 'failed', failure };
    await invitations.endWaiting(batchId, others, { outcome: theirs, at }, (other) =>
      entryOf(invitation, other, theirs, at),
    );
  }

  async function retryLater(
    invitation: ClaimedInvitation,
    { failure, isUnclear }: Extract<Attempt, { kind: 'again' }>,
  ): Promise<void> {
    const { organization, at: requestedAt } = invitation;
    const at = now();
    const pause = pauseAfter(failure, isUnclear, invitation);
    if (at + pause >= requestedAt + limits.giveUpAfter) {
      return end(invitation, { kind: isUnclear ? 'unknown' : 'failed', failure });
    }
    const concernsAll =
      failure.kind === 'rate_limited' || ('retryAfter' in failure && failure.retryAfter);
    if (concernsAll) await invitations.pause(organization.id, at + pause);
    await invitations.postpone(invitation, { nextAttemptAt: at + pause, failure, isUnclear });
    void wait(pause).then(() => wake(organization.id));
  }

  /** What Piper asked for, plus full jitter; after an unclear answer at least as long as it may take to become clear. */
  function pauseAfter(
    failure: PiperFailure,
    isUnclear: boolean,
    { attempts, isTakenOver }: ClaimedInvitation,
  ): number {
    const jitter =
      random() * Math.min(backoff.maxDelay, backoff.initialDelay * 2 ** (attempts - 1));
    const asked = 'retryAfter' in failure ? (failure.retryAfter ?? 0) : 0;
    const mayBeAtWork = isTakenOver || ('contact' in failure && failure.contact === 'timed_out');
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

    /** Begins nothing more; resolves when nothing is under way. */
    stop: async (): Promise<void> => {
      isStopped = true;
      await work.untilIdle();
    },
  };
}

const leaseOf = ({ id, attempts }: Lease): Lease => ({ id, attempts });
const keyOf = ({ id, attempts }: Lease): string => `${id} ${attempts}`;

const ownError: PiperFailure = {
  kind: 'unavailable',
  contact: 'not_sent',
  detail: 'an error of our own',
};

/** The invitations of a batch that would fail alike: all of them, or those with the same role; undefined for none. */
function sameFailureFor(failure: PiperFailure, role: Role): { roleId?: string } | undefined {
  switch (failure.kind) {
    case 'not_connected':
    case 'unauthorized':
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

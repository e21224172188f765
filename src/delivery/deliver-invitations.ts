import { type AuditEntry, auditEntry } from '../domain/audit.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invitee, Outcome } from '../domain/invitation.ts';
import type { Role } from '../domain/organization.ts';
import type { Result } from '../domain/result.ts';
import { delivery as limits } from '../limits.ts';
import type { ClaimedInvitation, Invitations, Lease } from '../usecases/ports/invitations.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';
import { withReference } from '../utils/request-reference.ts';
import { type Attempt, attemptInvitation, unread } from './attempt-invitation.ts';
import { firstCheck } from './follow-up.ts';

/** What a test may shorten; milliseconds. */
export type DeliveryTimes = Partial<{
  lease: number;
  leaseReserve: number;
  renewEvery: number;
  afterTimeout: number;
  /** How often it is looked for what another process left behind. */
  pollEvery: number;
  backoff: { first: number; longest: number };
}>;

/**
 * Sends what was ordered. What this process was told of is sent at once (`wake`); what waits for its time, or was left behind by
 * a process that died, is found by `tick`. A few of each organization are under way at a time, so that many invitations to one
 * do not hold up another.
 */
export function createDelivery(deps: {
  invitations: Invitations;
  /** What an invitation is sent through, or why it cannot be. */
  open: (invitation: ClaimedInvitation) => Promise<Result<PiperOrganization, PiperFailure>>;
  /** Told after each try, with its order. */
  onChange: (batchId: string) => void;
  onAttempt: (invitation: ClaimedInvitation, attempt: Attempt) => void;
  /** Something that cannot happen has, or the storage does not answer: what was under way is tried anew. */
  onError: (error: unknown) => void;
  /** Names this process. */
  owner: string;
  /** Add-member calls of an organization at a time, in all processes. */
  concurrency: number;
  now: () => number;
  /** From 0 up to, but without, 1. */
  random: () => number;
  wait: (milliseconds: number) => Promise<void>;
  times?: DeliveryTimes;
}) {
  const { invitations, open, onChange, onAttempt, onError, owner } = deps;
  const { concurrency, now, random, wait } = deps;
  const { lease, leaseReserve, renewEvery, afterTimeout, backoff } = { ...limits, ...deps.times };
  const running = new Map<string, Set<Promise<void>>>();
  const pumping = new Map<string, Promise<void>>();
  const wokenAgain = new Set<string>();
  let isStopped = false;
  let renewal: NodeJS.Timeout | undefined;
  /** What this process works on, and until when it has it to itself. */
  const leases = new Map<string, Lease & { until: number }>();

  function wake(organizationId: string): void {
    if (isStopped) return;
    if (pumping.has(organizationId)) {
      wokenAgain.add(organizationId);
      return;
    }
    const work = pump(organizationId)
      .catch(onError)
      .finally(() => {
        pumping.delete(organizationId);
        if (wokenAgain.delete(organizationId)) wake(organizationId);
      });
    pumping.set(organizationId, work);
  }

  async function pump(organizationId: string): Promise<void> {
    const own = running.get(organizationId) ?? new Set();
    if (own.size >= concurrency) return;
    const at = now();
    const claimed = await invitations.claim(organizationId, {
      owner,
      now: at,
      until: at + lease,
      limit: concurrency,
    });
    for (const invitation of claimed) {
      leases.set(keyOf(invitation), { ...leaseOf(invitation), until: at + lease });
      const work = withReference(invitation.reference, () => carryOut(invitation))
        .catch(onError)
        .finally(() => {
          own.delete(work);
          if (own.size === 0) running.delete(organizationId);
          leases.delete(keyOf(invitation));
          if (leases.size === 0) endRenewal();
          wake(organizationId);
        });
      own.add(work);
    }
    if (own.size > 0) running.set(organizationId, own);
    if (claimed.length > 0) renewal ??= setInterval(renew, renewEvery).unref();
  }

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
      onError(error);
    }
  }

  async function carryOut(invitation: ClaimedInvitation): Promise<void> {
    const attempt = await attemptOnce(invitation);
    onAttempt(invitation, attempt);
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
      onError(error);
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
    // Whoever has taken it over may have found that all is well again.
    if (!isEnded || !('failure' in outcome)) return;
    const { failure } = outcome;
    const others = whomItConcerns(failure, role);
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
    wait(pause).then(() => wake(organization.id), onError);
  }

  /** What Piper asked for, else full jitter; after an unclear answer at least what it may take to become clear. */
  function pauseAfter(
    failure: PiperFailure,
    isUnclear: boolean,
    { attempts, isTakenOver }: ClaimedInvitation,
  ): number {
    const jitter = random() * Math.min(backoff.longest, backoff.first * 2 ** (attempts - 1));
    const asked = 'retryAfter' in failure ? (failure.retryAfter ?? 0) : 0;
    const isOpen = isTakenOver || ('contact' in failure && failure.contact === 'timed_out');
    const clear = isUnclear ? (isOpen ? afterTimeout : limits.afterUnclear) : 0;
    return Math.ceil(Math.max(asked, clear) + jitter);
  }

  return {
    /** There is something to send to an organization. */
    wake,

    /** Looks for what is due, whoever left it. */
    tick: async (): Promise<void> => {
      for (const organizationId of await invitations.due(now())) wake(organizationId);
    },

    /** Resolves when nothing is under way. */
    idle,

    /** Begins nothing more; resolves when nothing is under way. */
    stop: async (): Promise<void> => {
      isStopped = true;
      await idle();
      endRenewal();
    },
  };

  async function idle(): Promise<void> {
    while (pumping.size > 0 || running.size > 0) {
      await Promise.all([pumping, ...running.values()].flatMap((works) => [...works.values()]));
    }
  }
}

const leaseOf = ({ id, attempts }: Lease): Lease => ({ id, attempts });
const keyOf = ({ id, attempts }: Lease): string => `${id} ${attempts}`;

const ownError: PiperFailure = {
  kind: 'unavailable',
  contact: 'not_sent',
  detail: 'an error of our own',
};

/** Of an order, what would meet the same failure: all of it, or what has the same role; undefined for nothing. */
function whomItConcerns(failure: PiperFailure, role: Role): { roleId?: string } | undefined {
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

/** What the record says of an invitation's end. */
function entryOf(
  { workspace, organization, inviterId, surface, reference }: ClaimedInvitation,
  { invitee, role }: { invitee: Invitee; role: Role },
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

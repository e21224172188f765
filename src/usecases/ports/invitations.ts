import type { AuditEntry, AuditSurface } from '../../domain/audit.ts';
import type { WorkspaceRef } from '../../domain/connection.ts';
import type { PiperFailure } from '../../domain/failures.ts';
import type { Invite, Outcome } from '../../domain/invitation.ts';
import type { Organization } from '../../domain/organization.ts';

/** An invitation that is leased to one process. Times are epoch milliseconds. */
export type ClaimedInvitation = Invite & {
  id: string;
  batchId: string;
  workspace: WorkspaceRef;
  organization: Organization;
  inviterId: string;
  /** Slack user IDs of those who approved it, if it needed that. */
  approvedBy?: string[];
  surface: AuditSurface;
  reference?: string;
  /** When it was submitted. */
  at: number;
  /** Counts this attempt. Until the next one begins, this one can store how it ended, also after its lease was lost. */
  attempts: number;
  /** An earlier attempt may have taken effect. */
  isUnclear: boolean;
  /** Until when Piper may be at work on an earlier attempt that nobody saw to its end; absent when that time is over. */
  settlesAt?: number;
  /** Slack user ID of whoever cancelled its batch. */
  cancelledBy?: string;
  /** When an earlier invitation for the same address ended; of one that ended as unknown, until when it may take effect. */
  previousEndedAt?: number;
};

/** One attempt at an invitation, held by one process. */
export type Lease = Pick<ClaimedInvitation, 'id' | 'attempts' | 'settlesAt' | 'previousEndedAt'>;

/**
 * When an invitation goes on whose process was lost after it had asked Piper: from when on somebody may look what became of it, and
 * when it may be sent again. One that Piper was not asked for goes on at once.
 */
export type AfterLoss = { lookAt: number; settlesAt: number };

/** Epoch milliseconds; `checkAt` is when to check whether the person has joined. */
type EndOfInvitation = { outcome: Outcome; at: number; checkAt?: number | undefined };

/**
 * Invitations as work: each waits until it is due, is leased to one process, and then ends or waits again. At most one per
 * organization and address is being sent at a time, across all processes.
 */
export interface Invitations {
  /**
   * Leases invitations of an organization, so that at most `limit` are being sent at once across all processes. A process that
   * has the organization to itself gets up to `ahead` more, of which it sends no more than `limit` at once. Lower positions in their batch come first, so that a long batch does not hold up a short one. Expired leases end first: see `AfterLoss`. While
   * an address has an unclear invitation, and for a while after one of its invitations ended as unknown, no other invitation for
   * that address is leased. Nothing is leased while the organization is paused.
   */
  claim(
    organizationId: string,
    lease: {
      owner: string;
      now: number;
      until: number;
      limit: number;
      ahead?: number;
      afterLoss: AfterLoss;
    },
  ): Promise<ClaimedInvitation[]>;
  /** Lets go of what an owner has leased and not begun, as if it had not been leased. */
  giveBack(owner: string, leases: readonly Lease[]): Promise<void>;
  /** Extends those of an owner's leases that nobody has ended or taken since, whether or not they have expired. */
  renew(owner: string, leases: readonly Lease[], until: number): Promise<void>;
  /**
   * Notes, right before the call, that Piper may have been asked from now on, and extends the lease. False when the lease was lost:
   * then nothing may be sent.
   */
  begin(lease: Lease, until: number): Promise<boolean>;
  /** Ends every lease. Only for when no other process can be running. */
  endLeases(afterLoss: AfterLoss): Promise<void>;
  /** False when another attempt has begun, or the invitation has ended, and nothing was stored. */
  end(lease: Lease, end: EndOfInvitation, entry: AuditEntry): Promise<boolean>;
  /**
   * Makes it wait until `nextAttemptAt`, or not at all if its batch was cancelled and it certainly has not been sent. False as for
   * `end`.
   */
  postpone(
    lease: Lease,
    next: { nextAttemptAt: number; failure?: PiperFailure | undefined; isUnclear: boolean },
  ): Promise<boolean>;
  /** Ends the unsent invitations of a batch, all of them or those with one role; returns how many. */
  endWaiting(
    batchId: string,
    which: { roleId?: string },
    end: EndOfInvitation,
    entryOf: (invite: Invite) => AuditEntry,
  ): Promise<number>;
  /**
   * Cancels a batch: ends its unsent invitations as `cancelled` by `by`, and keeps the others from being sent again. Returns how
   * many it ended.
   */
  cancel(
    batchId: string,
    cancelled: { by: string; at: number },
    entryOf: (invite: Invite) => AuditEntry,
  ): Promise<number>;
  /** Nothing is leased for an organization before `until`. */
  pause(organizationId: string, until: number): Promise<void>;
  /** Organizations with something to claim. */
  due(now: number): Promise<string[]>;
}

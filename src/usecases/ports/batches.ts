import type { AuditEntry, AuditSurface } from '../../domain/audit.ts';
import type { WorkspaceRef } from '../../domain/connection.ts';
import type {
  Audience,
  Batch,
  BatchReport,
  Invite,
  PostedMessage,
  TooMany,
} from '../../domain/invitation.ts';
import type { Result } from '../../domain/result.ts';
import type { Quota } from '../../domain/rule.ts';

/**
 * A batch to be stored. `submission` identifies what the person did, such as a view or trigger ID, so that it counts once however
 * often Slack delivers it.
 */
export type NewBatch = Batch & {
  submission: string;
  workspace: WorkspaceRef;
  surface: AuditSurface;
  audience: Audience;
};
export type NewInvitation = Invite & { id: string };

/** A batch as it is stored, and who has been notified of what. */
export type StoredBatch = Omit<NewBatch, 'submission'> & {
  /** The message in the conversation, once there is one. */
  posted?: PostedMessage;
  /** A message may be in the conversation, though Slack did not say so: nothing is posted there again. */
  isPostUnclear: boolean;
  /** The conversation has been told the result. */
  isAnnounced: boolean;
  /** The inviter has been told what did not work. */
  isInviterNotified: boolean;
  /** The inviter has been told that it takes longer. */
  isDelayNotified: boolean;
  /** The message that says so, which is changed once that is over. */
  notice?: PostedMessage;
  /** Nobody is left to notify. */
  isNotified: boolean;
};

/** A batch, and the state of each of its invitations. */
export type FoundBatch = { batch: StoredBatch; report: BatchReport };

/** What people asked for. */
export interface Batches {
  /**
   * Stores a batch, its invitations, which are then waiting, and their audit entries, in place of the accepted command that it
   * comes from, if it comes from one: all or nothing. False, with nothing stored, when its submission was stored before; an
   * error, when its inviter would have more invitations open in the organization than `maxOpenPerPerson`, or place more than the
   * quota.
   */
  submit(
    batch: NewBatch,
    invitations: readonly NewInvitation[],
    entries: readonly AuditEntry[],
    quota?: Quota,
  ): Promise<Result<boolean, TooMany>>;
  /** Undefined when there is none, or when it belongs to another workspace than the one it is asked for in. */
  find(batchId: string, workspace: WorkspaceRef): Promise<FoundBatch | undefined>;
}

/** Whether people have been told the result of their batch. For the product's own work, which serves every workspace. */
export interface BatchNotifications {
  /** Whatever workspace it belongs to: a request from Slack must use `Batches.find` instead. */
  load(batchId: string): Promise<FoundBatch | undefined>;
  /**
   * Gives one caller, across all processes, the exclusive right to notify people of a batch, until `until` or the next
   * `recordNotification`. False for everybody else, and when nobody is left to notify. Times are epoch milliseconds.
   */
  claimNotification(batchId: string, now: number, until: number): Promise<boolean>;
  /** Records who was notified; `again` is when to try the rest, if there is a rest. Times are epoch milliseconds. */
  recordNotification(
    batchId: string,
    notified: {
      posted?: PostedMessage | undefined;
      notice?: PostedMessage | undefined;
      isPostUnclear?: boolean | undefined;
      isAnnounced?: boolean;
      isInviterNotified?: boolean;
      notifiedAt?: number;
      again?: number;
    },
  ): Promise<void>;
  /** Records that the inviter is being told of a delay. True only for the first caller. */
  noteDelay(batchId: string): Promise<boolean>;
  /** Batches that have ended and that people are to be notified of by now. */
  dueNotifications(now: number): Promise<string[]>;
}

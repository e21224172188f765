import type { AuditEntry, AuditRecord } from '../../domain/audit.ts';
import type {
  Connection,
  ConnectionScope,
  ConnectionSettings,
  ConnectionWithToken,
  WorkspaceRef,
} from '../../domain/connection.ts';
import type { PiperFailure } from '../../domain/failures.ts';
import type {
  Audience,
  Batch,
  BatchReport,
  Invitee,
  Outcome,
  PostedMessage,
} from '../../domain/invitation.ts';
import type { Organization, Role } from '../../domain/organization.ts';
import type { Result } from '../../domain/result.ts';

/** Why a stored secret cannot be read: its key is not among the configured ones, or it is not what was stored there. */
export type Unreadable = { kind: 'key_missing'; keyId: string } | { kind: 'damaged' };

/** Which workspace is connected to which organization. Every change is stored together with its entry in the record. */
export interface Connections {
  /** What serves a workspace: its own connection, else that of its Enterprise organization. */
  find(workspace: WorkspaceRef): Promise<Result<ConnectionWithToken | undefined, Unreadable>>;
  /** Puts a connection in the place of the one that its scope had. */
  save(connection: ConnectionWithToken, entry: AuditEntry): Promise<void>;
  /** False when this connection is not there any more. */
  changeSettings(id: string, settings: ConnectionSettings, entry: AuditEntry): Promise<boolean>;
  /**
   * Deletes a scope's connection with its token, and the tokens that wait there; only the connection `id` where that is given.
   * False when there was none to delete.
   */
  remove(which: ConnectionScope & { id?: string }, entry: AuditEntry): Promise<boolean>;
  /**
   * Deletes the connections in an Enterprise organization whose workspaces have no installation of the app of their own, each
   * with its entry.
   */
  removeUninstalled(
    enterpriseId: string,
    entryOf: (scope: ConnectionScope) => AuditEntry,
  ): Promise<void>;
  /** Notes that Piper refuses the token. True only for the first who notes it about this connection. */
  markRejected(id: string, entry: AuditEntry): Promise<boolean>;
  /** Notes that Piper takes the token again. True when it was noted as refused. */
  markAccepted(id: string, entry: AuditEntry): Promise<boolean>;
  /**
   * Connections whose token expires within `days[n]` days of `now` (epoch milliseconds), each given out once for each of
   * `days`, to one process. `daysLeft` is the smallest of `days` that has come.
   */
  takeExpiring(
    now: number,
    days: readonly number[],
  ): Promise<(Connection & { daysLeft: number })[]>;
}

/** A platform token that was checked and waits for its settings, so that it need not travel through Slack. */
export type PendingConnection = {
  id: string;
  scope: ConnectionScope;
  /** Slack user ID of who brought it: nobody else may use it. */
  userId: string;
  token: string;
  /** Epoch milliseconds. */
  expiresAt: number;
};

export interface PendingConnections {
  save(pending: PendingConnection): Promise<void>;
  /** Undefined when there is none, or when its time is over; `now` in epoch milliseconds. */
  find(id: string, now: number): Promise<PendingConnection | undefined>;
  /** False when there is none any more. */
  remove(id: string): Promise<boolean>;
  /** Deletes those whose time is over; `now` in epoch milliseconds. */
  removeExpired(now: number): Promise<void>;
}

/** What somebody is about to send, while they look at it. */
export type BatchPreview = {
  organizationId: string;
  invitations: { invitee: Invitee; role: Role }[];
  channel: string;
  /** Reaches that conversation, where Slack gave one. */
  responseUrl?: string;
  note?: string;
};

/** Drafts are kept for a while, and are nobody's but their author's. */
export interface PreviewStore {
  save(kept: {
    id: string;
    teamId: string;
    userId: string;
    draft: BatchPreview;
    /** Epoch milliseconds. */
    expiresAt: number;
  }): Promise<void>;
  /** Undefined where there is none, where it is somebody else's, or when its time is over. */
  find(
    id: string,
    author: { teamId: string; userId: string },
    now: number,
  ): Promise<BatchPreview | undefined>;
}

/** An order as it is placed. `submission` names what the person did, so that it counts once however often Slack delivers it. */
export type NewBatch = Batch & {
  submission: string;
  workspace: WorkspaceRef;
  /** From where: `command`, `form`, `retry`. */
  surface: string;
  audience: Audience;
};
export type NewInvitation = { id: string; invitee: Invitee; role: Role };

/** An order as it is kept, and how far people have heard of it. */
export type StoredBatch = Omit<NewBatch, 'submission'> & {
  /** The message in the conversation, once there is one. */
  posted?: PostedMessage;
  /** The conversation has heard how it ended. */
  isAnnounced: boolean;
  /** The inviter has heard what did not work. */
  isInviterNotified: boolean;
  /** The inviter was told that it takes longer. */
  isDelayNotified: boolean;
  /** Everybody has heard everything. */
  isNotified: boolean;
};

/** What somebody asked for, and whether they have heard what became of it. */
export interface Batches {
  /**
   * Stores an order, its invitations, which then wait to be sent, and their entries in the record, all or nothing. False, with
   * nothing stored, where its submission was placed already.
   */
  place(
    batch: NewBatch,
    invitations: readonly NewInvitation[],
    entries: readonly AuditEntry[],
  ): Promise<boolean>;
  find(batchId: string): Promise<{ batch: StoredBatch; report: BatchReport } | undefined>;
  /**
   * Gives telling of an order to one caller, in whatever process, until `until` or until `recordNotification`. False for everybody else,
   * and where everything is told. Times are epoch milliseconds.
   */
  claimNotification(batchId: string, now: number, until: number): Promise<boolean>;
  /** What was told; `again` is when the rest is to be tried next, where there is a rest. */
  recordNotification(
    batchId: string,
    told: {
      posted?: PostedMessage;
      isAnnounced?: boolean;
      isInviterNotified?: boolean;
      notifiedAt?: number;
      again?: number;
    },
  ): Promise<void>;
  /** Notes that the inviter is being told of a delay. True only for the first who notes it. */
  noteDelay(batchId: string): Promise<boolean>;
  /** Orders that have ended and of which not everything was told, where it is time to try. */
  dueNotifications(now: number): Promise<string[]>;
}

/** An invitation that one process has to itself, until its lease ends. */
export type ClaimedInvitation = {
  id: string;
  batchId: string;
  workspace: WorkspaceRef;
  organization: Organization;
  invitee: Invitee;
  role: Role;
  inviterId: string;
  surface: string;
  reference?: string;
  /** When it was asked for, epoch milliseconds. */
  at: number;
  /** This try included. Its number proves the lease: once another has begun, nothing can be stored under it. */
  attempts: number;
  /** An earlier try may have taken effect. */
  isUnclear: boolean;
  /** The try before did not come to its end: Piper may still be at work on it. */
  isTakenOver: boolean;
  /** Slack user ID of who has called its order off. */
  cancelledBy?: string;
  /** When an earlier invitation for the same address ended. */
  previousEndedAt?: number;
};

/**
 * Invitations as work: each waits for its time, is leased to one process, and ends or waits again. Of an organization and address
 * one is being sent at a time, whatever process sends it.
 */
export interface Invitations {
  /**
   * Leases up to so many invitations of an organization that `limit` are being sent at once in all processes. First comes who
   * stands first in their order, so that a long order does not hold up a short one. One whose lease is over is taken over, and
   * counts as unclear; until one that is unclear has ended, and soon after one whose end is unknown, no other for the same
   * address is leased. None while the organization is paused.
   */
  claim(
    organizationId: string,
    lease: { owner: string; now: number; until: number; limit: number },
  ): Promise<ClaimedInvitation[]>;
  /** Prolongs those of an owner's leases that are not over; gives them. */
  renew(
    owner: string,
    leases: readonly Lease[],
    times: { now: number; until: number },
  ): Promise<Lease[]>;
  /** Ends every lease, where no other process can be alive. */
  endLeases(now: number): Promise<void>;
  /** False when the lease has been lost, and nothing was stored. */
  end(lease: Lease, end: EndOfInvitation, entry: AuditEntry): Promise<boolean>;
  /**
   * Lets it wait until `nextAttemptAt`, but not where its order was called off and it surely has not been sent. False when the lease
   * has been lost.
   */
  postpone(
    lease: Lease,
    next: { nextAttemptAt: number; failure: PiperFailure; isUnclear: boolean },
  ): Promise<boolean>;
  /** Ends what of an order has not been sent, all of it or that with one role; returns how many. */
  endWaiting(
    batchId: string,
    which: { roleId?: string },
    end: EndOfInvitation,
    entryOf: (invitation: { invitee: Invitee; role: Role }) => AuditEntry,
  ): Promise<number>;
  /**
   * Calls an order off: ends what of it has not been sent, as `cancelled` by `by`, and lets nothing of it be sent again. Gives how
   * many ended.
   */
  cancel(
    batchId: string,
    cancelled: { by: string; at: number },
    entryOf: (invitation: { invitee: Invitee; role: Role }) => AuditEntry,
  ): Promise<number>;
  /** Sends nothing to an organization before `until`. */
  pause(organizationId: string, until: number): Promise<void>;
  /** Organizations with something to claim. */
  due(now: number): Promise<string[]>;
}

/** One try of an invitation, that one process has to itself. */
export type Lease = Pick<ClaimedInvitation, 'id' | 'attempts'>;

/** Epoch milliseconds; `checkAt` is when it is to be looked whether a pending person has joined. */
type EndOfInvitation = { outcome: Outcome; at: number; checkAt?: number | undefined };

/** The record: who did what, in each workspace, in order. */
export interface Audit {
  append(entry: AuditEntry): Promise<AuditRecord>;
  /** A workspace's last entries, newest first. */
  last(workspace: string, count: number): Promise<AuditRecord[]>;
}

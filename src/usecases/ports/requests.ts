import type { AuditEntry } from '../../domain/audit.ts';
import type { WorkspaceRef } from '../../domain/connection.ts';
import type { Invite, PostedMessage, TooMany } from '../../domain/invitation.ts';
import type {
  AskedAlready,
  AskProblem,
  InviteRequest,
  RequestState,
} from '../../domain/request.ts';
import type { Result } from '../../domain/result.ts';
import type { NewBatch, NewInvitation } from './batches.ts';

/** A request to be stored; `submission` is what the person did, so that it counts once however often Slack delivers it. */
export type NewRequest = Omit<
  InviteRequest,
  'leftOut' | 'state' | 'revision' | 'approvals' | 'lapsed' | 'posted' | 'changedBy'
> & {
  submission: string;
  /** When those who decide are reminded, once. */
  remindAt: number;
};

/** Somebody's yes, and the batch that is placed if it is the last one that is needed. */
export type NewApproval = {
  by: string;
  at: number;
  /** What the person saw. */
  revision: number;
  /** The roles as the person changed them, of those people whom they did not leave out. */
  changed?: Invite[];
  /** For whoever asked. */
  words?: string | undefined;
  /** How many people have to approve. */
  needed: number;
  /** Slack user IDs of those whose former approval counts no longer. */
  lapsed: readonly string[];
  /** Stored with everybody who has approved. */
  batch: NewBatch;
  invitations: readonly NewInvitation[];
  entries: {
    approval: (outcome: 'approved' | 'counted') => AuditEntry;
    batch: readonly AuditEntry[];
  };
};

/** `counted`: one more has to approve. */
export type ApprovalResult = Result<
  'approved' | 'counted',
  | { kind: 'ended' }
  /** Somebody else has changed its roles or people since it was seen. */
  | { kind: 'changed' }
  | { kind: 'approved_already' }
  | { kind: 'too_many'; tooMany: TooMany }
>;

/** Requests to invite. Each change is stored together with its audit entries and what follows from it, or not at all. */
export interface Requests {
  /**
   * Stores an open request. False, with nothing stored, when its submission was stored before. An address has one open request in
   * its organization at most, whoever asks and wherever.
   */
  ask(request: NewRequest, entries: readonly AuditEntry[]): Promise<Result<boolean, AskProblem>>;
  /** Those of some addresses that have been asked for already. */
  askedAlready(organizationId: string, addresses: readonly string[]): Promise<AskedAlready[]>;
  /** Those of some addresses that somebody was denied since `since` (epoch milliseconds). */
  deniedSince(
    organizationId: string,
    requesterId: string,
    addresses: readonly string[],
    since: number,
  ): Promise<string[]>;
  /** Undefined when there is none, or when it belongs to another workspace than the one it is asked for in. */
  find(id: string, workspace: WorkspaceRef): Promise<InviteRequest | undefined>;
  /** A workspace's open requests to an organization, newest first. */
  open(workspace: WorkspaceRef, organizationId: string, limit: number): Promise<InviteRequest[]>;
  /** What somebody asked for there, whatever became of it, newest first. */
  of(
    workspace: WorkspaceRef,
    organizationId: string,
    requesterId: string,
    limit: number,
  ): Promise<InviteRequest[]>;
  /** Counts an approval of an open request, and places the batch once there are enough. */
  approve(id: string, approval: NewApproval): Promise<ApprovalResult>;
  /** Ends an open request without approval. False when it has ended already, or isn't the `revision` that somebody has seen. */
  end(
    id: string,
    end: Exclude<RequestState, { kind: 'open' | 'approved' }>,
    entry: AuditEntry,
    revision?: number,
  ): Promise<boolean>;
}

/** A request, and who has been told of what. For the product's own work, which serves every workspace. */
export type StoredRequest = InviteRequest & {
  /** Grows with each change; the messages show `shownVersion`. */
  version: number;
  shownVersion: number;
  /** Those who decide may have been asked, though `posted` need not say where: noted before the first message is sent. */
  mayBePosted: boolean;
  /** Whoever asks has been told that it was asked: in the message `asked`, unless Slack did not say which one it is. */
  isAskedTold: boolean;
  asked?: PostedMessage;
  /** Whoever asks has been told how it ended. */
  isEndTold: boolean;
};

/** Telling people of requests, and their time. */
export interface RequestNotifications {
  /** Whatever workspace it belongs to: a request from Slack must use `Requests.find` instead. */
  load(id: string): Promise<StoredRequest | undefined>;
  /** Gives one caller, across all processes, the exclusive right to tell people of a request until `until`. */
  claim(id: string, now: number, until: number): Promise<boolean>;
  /** Records what was told; `again` is when to try the rest, if there is a rest. Times are epoch milliseconds. */
  record(
    id: string,
    told: {
      posted?: PostedMessage[];
      asked?: PostedMessage;
      isAskedTold?: boolean;
      isEndTold?: boolean;
      shownVersion?: number;
      again?: number;
    },
  ): Promise<void>;
  /** Requests that people have to be told something of by now. */
  due(now: number): Promise<string[]>;
  /** Open requests whose time is over. */
  expired(now: number): Promise<StoredRequest[]>;
  /** Open requests that those who decide are to be reminded of; each is returned once, to one process, and due to be shown again. */
  takeReminders(now: number): Promise<StoredRequest[]>;
}

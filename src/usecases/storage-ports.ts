import type { AuditEntry, AuditRecord } from '../domain/audit.ts';
import type {
  Connection,
  ConnectionScope,
  ConnectionSettings,
  ConnectionWithToken,
  WorkspaceRef,
} from '../domain/connection.ts';
import type { Result } from '../domain/result.ts';

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
  markRefused(id: string, entry: AuditEntry): Promise<boolean>;
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

/** An invitation that is about to be sent. */
export type NewInvitation = {
  id: string;
  /** Slack team ID. */
  workspace: string;
  organizationId: string;
  /** As it was typed; compared by `addressKey`. */
  address: string;
  /** Slack user ID of the invited, where the address came from their profile. */
  userId?: string;
  roleId: string;
  roleName: string;
  /** Slack user ID. */
  inviterId: string;
  /** Epoch milliseconds. */
  at: number;
};

type InvitationState = 'sending' | 'invited' | 'already_member' | 'failed' | 'unknown';

/** An invitation as it is kept. `reason` is the kind of failure behind `failed` and `unknown`. */
export type StoredInvitation = NewInvitation & {
  state: InvitationState;
  reason?: string;
  endedAt?: number;
};

/**
 * - `begun`: it is stored as `sending`. `previousEndedAt` is when an earlier one for the same address ended;
 *   `isTakenOver` says that an earlier one was given up without an end, so that nobody knows what became of it.
 * - `under_way`: somebody else is sending one for the same organization and address, since `since` (epoch milliseconds).
 */
export type Begun =
  | { kind: 'begun'; previousEndedAt?: number; isTakenOver: boolean }
  | { kind: 'under_way'; since: number };

/** What became of every invitation; of an organization and address, one is under way at a time, whatever process sends it. */
export interface Invitations {
  /** In the order of `invitations`. One whose beginning is older than `abandonedBefore` (epoch milliseconds) is taken over. */
  begin(invitations: readonly NewInvitation[], abandonedBefore: number): Promise<Begun[]>;
  end(
    id: string,
    end: { state: Exclude<InvitationState, 'sending'>; reason?: string; at: number },
    entry: AuditEntry,
  ): Promise<void>;
  /** The last invitation for an address. */
  findLast(organizationId: string, address: string): Promise<StoredInvitation | undefined>;
}

/** The record: who did what, in each workspace, in order. */
export interface Audit {
  append(entry: AuditEntry): Promise<AuditRecord>;
  /** A workspace's last entries, newest first. */
  last(workspace: string, count: number): Promise<AuditRecord[]>;
}

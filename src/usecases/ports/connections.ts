import type { AuditEntry } from '../../domain/audit.ts';
import type {
  Connection,
  ConnectionScope,
  ConnectionSettings,
  ConnectionWithToken,
  WorkspaceRef,
} from '../../domain/connection.ts';
import type { KnownOrganization } from '../../domain/organization.ts';
import type { Result } from '../../domain/result.ts';

/** Why something stored cannot be trusted: its key is not configured, or it is not what was stored there. */
export type Unreadable = { kind: 'key_missing'; keyId: string } | { kind: 'damaged' };
/** `altered`: somebody changed the connection in the database, without the product. */
export type UnreadableConnection = Unreadable | { kind: 'altered' };

/** Which workspace is connected to which organization. Each change is stored together with its audit entry, or not at all. */
export interface Connections {
  /** The connection that serves a workspace: its own, else that of its Enterprise organization. */
  find(
    workspace: WorkspaceRef,
  ): Promise<Result<ConnectionWithToken | undefined, UnreadableConnection>>;
  /**
   * Stores a connection, replacing the one that its scope had, with its links if it was for another organization. Where Piper refused the
   * token until now, inviters of what failed are told anew that it can be sent again.
   */
  save(connection: ConnectionWithToken, entry: AuditEntry): Promise<void>;
  /** False when the connection is gone, or its settings are not `from` any more. */
  changeSettings(
    id: string,
    settings: { from: ConnectionSettings; to: ConnectionSettings },
    entry: AuditEntry,
  ): Promise<boolean>;
  /**
   * Deletes a scope's connection with its token and links, and the scope's pending tokens. With `id`, only if that is still the scope's
   * connection. False when nothing was deleted.
   */
  remove(which: ConnectionScope & { id?: string }, entry: AuditEntry): Promise<boolean>;
  /**
   * Deletes the connections in an Enterprise organization whose workspaces do not have the app installed on their own, each with
   * its audit entry.
   */
  removeUninstalled(
    enterpriseId: string,
    entryOf: (scope: ConnectionScope) => AuditEntry,
  ): Promise<void>;
  /** What Piper told last of a connection's organization, if that was kept. */
  known(id: string): Promise<KnownOrganization | undefined>;
  /** Keeps what Piper tells of a connection's organization. */
  keepKnown(id: string, known: KnownOrganization): Promise<void>;
  /** Records that Piper rejects the token. True only for the first caller to record it. */
  markRejected(id: string, entry: AuditEntry): Promise<boolean>;
  /** Records that Piper accepts the token again, and has inviters told as in `save`. True when it was recorded as rejected. */
  markAccepted(id: string, entry: AuditEntry): Promise<boolean>;
  /**
   * Gives one caller in a while, across all processes, the right to ask whoever connected the workspace for a new token, and says how
   * many invites failed since Piper refused the present one. `askedAt` for those who come after somebody who asked since `since`. Times are
   * epoch milliseconds.
   */
  takeRenewalAsk(
    id: string,
    at: number,
    since: number,
  ): Promise<{ waiting: number } | { askedAt: number }>;
  /** Gives that right back, since nobody could be asked. */
  dropRenewalAsk(id: string): Promise<void>;
  /** Keeps which channel did not take the last request; undefined where it was taken. */
  noteChannel(id: string, refusedChannel: string | undefined): Promise<void>;
  /**
   * Connections whose token expires within any of `days` days of `now` (epoch milliseconds). Each is returned once per threshold,
   * to one process; `daysLeft` is the smallest threshold reached.
   */
  takeExpiring(
    now: number,
    days: readonly number[],
  ): Promise<(Connection & { daysLeft: number })[]>;
}

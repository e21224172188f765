import type { ConnectionScope } from '../../domain/connection.ts';

/** A checked platform token that waits for its settings, so that it need not travel through Slack. */
export type PendingConnection = {
  id: string;
  scope: ConnectionScope;
  /** Slack user ID of whoever entered the token: nobody else may use it. */
  userId: string;
  token: string;
  /** Epoch milliseconds. */
  expiresAt: number;
};

export interface PendingConnections {
  save(pending: PendingConnection): Promise<void>;
  /** Undefined when there is none or it has expired; `now` in epoch milliseconds. */
  find(id: string, now: number): Promise<PendingConnection | undefined>;
  /** False when it was already gone. */
  remove(id: string): Promise<boolean>;
}

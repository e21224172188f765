import type { WorkspaceRef } from '../../domain/connection.ts';

/** A command as it was typed; `submission` is unique in its workspace. */
export type TypedCommand = {
  submission: string;
  workspace: WorkspaceRef;
  userId: string;
  /** What follows the command's name, as Slack sends it. */
  text: string;
  channel: string;
  responseUrl?: string | undefined;
};

/** A command whose process has not finished it; `at`, in epoch milliseconds, is when it was accepted. */
export type AcceptedCommand = {
  id: string;
  workspace: WorkspaceRef;
  userId: string;
  at: number;
  /** Undefined if it cannot be read. */
  typed: TypedCommand | undefined;
};

/**
 * Commands that Slack was told are accepted, until they are carried out or their author knows why not. Storing the batch of a
 * submission removes the command, too: see `Batches.submit`. Times are epoch milliseconds.
 */
export interface AcceptedCommands {
  /** Stores one that the caller goes on with; nobody else may claim it before `until`. Does nothing if it is stored already. */
  add(command: TypedCommand, at: number, until: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** Gives one caller, across all processes, up to `limit` of those whose lease has ended by `now`, oldest first, until `until`. */
  claim(now: number, until: number, limit: number): Promise<AcceptedCommand[]>;
  /** Ends every lease. Only for when no other process can be alive. */
  endLeases(): Promise<void>;
}

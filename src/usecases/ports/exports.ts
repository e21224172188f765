import type { RecordedEntry } from '../../domain/audit.ts';
import type { WorkspaceRef } from '../../domain/connection.ts';
import type { ExportOutcome } from '../../domain/export-outcome.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Organization } from '../../domain/organization.ts';

/** How an export ended, and how many rows surely arrived. */
export type ExportEnd = { outcome: ExportOutcome; rows: number };

/** An export for one person, by direct message. */
export type Export<Row> = {
  workspace: WorkspaceRef;
  /** Slack user ID. */
  userId: string;
  /** How many rows there are, if that is known before all of them are read. */
  total?: number | undefined;
  /** At most a thousand rows each, or none yet. */
  pages: AsyncIterable<Row[]>;
  /** Awaited before anything is read. What it throws ends the export. */
  onBegin: () => Promise<void>;
  /** Whether the person may still have it: asked before each file goes out. */
  mayStill: () => Promise<boolean>;
  onEnd: (end: ExportEnd) => Promise<void>;
};

/** Begins to send the record, and goes on in the background. `busy` while an export of the same person is under way, or many others. */
export type SendRecord = (wanted: Export<RecordedEntry>) => 'started' | 'busy';

/** The same with invites that were searched for. */
export type SendHistory = (
  wanted: Export<HistoryEntry> & { organization: Organization },
) => 'started' | 'busy';

import type { AuditEntry, RecordedEntry } from '../../domain/audit.ts';

/** The record: who did what, in each workspace, in order. */
export interface Audit {
  append(entry: AuditEntry): Promise<void>;
}

/** Which entries of a record: those behind one number, up to another. */
type RecordSpan = { behind: number; upTo: number };

/** Reads the record of one workspace, or of an Enterprise organization itself, by its ID. */
export interface Records {
  /** All that there is of it now; nothing where `behind` is `upTo`. */
  span(workspace: string): Promise<RecordSpan>;
  /** Page by page, each only when it is asked for. */
  read(workspace: string, span: RecordSpan): AsyncIterable<RecordedEntry[]>;
}

import type { AuditEntry } from '../../domain/audit.ts';

/** The record: who did what, in each workspace, in order. */
export interface Audit {
  append(entry: AuditEntry): Promise<void>;
}

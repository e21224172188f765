import type { AuditEntry } from '../../domain/audit.ts';

/** The audit log: who did what, in each workspace, in order. */
export interface Audit {
  append(entry: AuditEntry): Promise<void>;
}

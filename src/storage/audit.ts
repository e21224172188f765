import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import * as z from 'zod';
import { type AuditEntry, auditActions, auditOutcomes, auditSurfaces } from '../domain/audit.ts';
import type { Audit } from '../usecases/ports/audit.ts';
import { lockEnd, setMarks } from './audit-marks.ts';
import { withPseudonyms } from './audit-people.ts';
import type { Stamps } from './stamps.ts';
import { type Change, hasChanged, insertAll } from './statements.ts';
import type { Database, Tables } from './tables.ts';

const entrySchema = z.object({
  workspace: z.string(),
  at: z.number(),
  actor: z.string(),
  action: z.enum(auditActions),
  subject: z.string(),
  surface: z.enum(auditSurfaces),
  outcome: z.enum(auditOutcomes),
  details: z.record(z.string(), z.string()),
}) satisfies z.ZodType<AuditEntry>;

/** Appends to the record. */
export type Recorder = {
  /**
   * Appends entries of one workspace, each chained to the one before it by its hash, and stamped. Locks the end of the record for
   * the rest of the transaction, so that concurrent processes build one chain. Throws when an entry is not as `AuditEntry` says.
   */
  append(transaction: Transaction<Tables>, entries: readonly AuditEntry[]): Promise<void>;
  /** Makes a change and appends its entry, both or neither. False when it found nothing to change. */
  changeWithEntry(
    db: Database,
    entry: AuditEntry,
    change: (transaction: Transaction<Tables>) => Change,
  ): Promise<boolean>;
};

export const createAudit = (db: Database, { append }: Recorder): Audit => ({
  append: (entry) => db.transaction().execute((transaction) => append(transaction, [entry])),
});

export function createRecorder(stamps: Stamps): Recorder {
  async function append(
    transaction: Transaction<Tables>,
    entries: readonly AuditEntry[],
  ): Promise<void> {
    const [first] = entries;
    if (!first) return;
    const { workspace } = first;
    let { number, hash } = await lockEnd(transaction, workspace);
    const pseudonymous = await withPseudonyms(transaction, workspace, entries);
    const rows = pseudonymous.map((entry) => {
      if (entry.workspace !== workspace) throw new Error('entries of several workspaces');
      const text = JSON.stringify(entrySchema.parse(entry));
      const previousHash = hash;
      number += 1;
      hash = hashOf({ workspace, number, previousHash, entry: text });
      const stamp = stamps.make('entry', [workspace, number, hash]);
      return { workspace, number, entry: text, previousHash, hash, stamp };
    });
    await insertAll(transaction, 'auditEntries', rows);
    await setMarks(transaction, stamps, [{ workspace, kind: 'end', number, hash }]);
  }

  return {
    append,
    changeWithEntry: (db, entry, change) =>
      db.transaction().execute(async (transaction) => {
        const isChanged = await hasChanged(change(transaction));
        if (isChanged) await append(transaction, [entry]);
        return isChanged;
      }),
  };
}

/** The SHA-256 of an entry and its place, which fixes everything before it, too. */
export const hashOf = (entry: {
  workspace: string;
  number: number;
  previousHash: string;
  entry: string;
}): string =>
  createHash('sha256')
    .update(JSON.stringify([entry.workspace, entry.number, entry.previousHash, entry.entry]))
    .digest('hex');

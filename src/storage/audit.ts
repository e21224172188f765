import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { type AuditEntry, auditActions, auditOutcomes, auditSurfaces } from '../domain/audit.ts';
import { storage } from '../limits.ts';
import type { Audit } from '../usecases/ports/audit.ts';
import { jsonText } from './json-text.ts';
import { type Change, hasChanged, insertAll } from './statements.ts';
import type { Database, Queries, Tables } from './tables.ts';

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

/** Lenient, so that entries still verify when this version does not know their action, surface or outcome. */
const storedEntryText = jsonText.pipe(
  entrySchema.extend({ action: z.string(), surface: z.string(), outcome: z.string() }),
);
const rowSchema = z.object({
  workspace: z.string(),
  number: z.int(),
  entry: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
const headSchema = rowSchema.pick({ workspace: true, number: true, hash: true });

/** The first entry at which a workspace's record is broken, and why. */
type AuditBreak = { workspace: string; number: number; why: string };
export type AuditVerdict = { workspaces: number; entries: number; breaks: AuditBreak[] };

export function createAudit(db: Database): Audit {
  return {
    append: (entry) => db.transaction().execute((transaction) => appendEntry(transaction, entry)),
  };
}

/** Appends one entry: see `appendEntries`. */
export const appendEntry = (transaction: Transaction<Tables>, entry: AuditEntry): Promise<void> =>
  appendEntries(transaction, [entry]);

/** Makes a change and appends its entry, both or neither. False when it found nothing to change. */
export const changeWithEntry = (
  db: Database,
  entry: AuditEntry,
  change: (transaction: Transaction<Tables>) => Change,
): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    const isChanged = await hasChanged(change(transaction));
    if (isChanged) await appendEntry(transaction, entry);
    return isChanged;
  });

/**
 * Appends entries of one workspace to its record, each chained to the one before it by its hash. Locks the head for the rest of
 * the transaction, so that concurrent processes build one chain. Throws when an entry is not as `AuditEntry` says.
 */
export async function appendEntries(
  transaction: Transaction<Tables>,
  entries: readonly AuditEntry[],
): Promise<void> {
  const [first] = entries;
  if (!first) return;
  const { workspace } = first;
  await transaction
    .insertInto('auditHeads')
    .values({ workspace, number: 0, hash: '' })
    .onConflict((conflict) => conflict.column('workspace').doNothing())
    .execute();
  // Locks the row: in both engines an update does, even one that changes nothing.
  const head = headSchema.parse(
    await transaction
      .updateTable('auditHeads')
      .set({ number: sql<number>`number` })
      .where('workspace', '=', workspace)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
  let { number, hash } = head;
  const rows = entries.map((entry) => {
    if (entry.workspace !== workspace) throw new Error('entries of several workspaces');
    const text = JSON.stringify(entrySchema.parse(entry));
    const previousHash = hash;
    number += 1;
    hash = hashOf(number, previousHash, text);
    return { workspace, number, entry: text, previousHash, hash };
  });
  await insertAll(transaction, 'auditEntries', rows);
  await transaction
    .updateTable('auditHeads')
    .set({ number, hash })
    .where('workspace', '=', workspace)
    .execute();
}

/** Reads every record, and reports entries that were changed, removed, inserted, or cut off at the end. */
export const verifyAudit = (db: Database): Promise<AuditVerdict> =>
  // One snapshot, so that entries being appended meanwhile do not look like errors.
  db.transaction().setIsolationLevel('repeatable read').execute(verify);

async function verify(db: Queries): Promise<AuditVerdict> {
  const heads = await db.selectFrom('auditHeads').selectAll().orderBy('workspace').execute();
  const orphans = await db
    .selectFrom('auditEntries')
    .select('workspace')
    .distinct()
    .where('workspace', 'not in', db.selectFrom('auditHeads').select('workspace'))
    .execute();
  const breaks: AuditBreak[] = orphans.map(({ workspace }) => ({
    workspace,
    number: 0,
    why: 'the note of where the record ends is missing',
  }));
  let entries = 0;
  for (const head of heads.map((row) => headSchema.parse(row))) {
    const { count, found } = await verifyWorkspace(db, head);
    entries += count;
    if (found) breaks.push(found);
  }
  return { workspaces: heads.length, entries, breaks };
}

async function verifyWorkspace(db: Queries, head: z.infer<typeof headSchema>) {
  const { workspace } = head;
  let number = 0;
  let hash = '';
  const broken = (at: number, why: string) => ({
    count: number,
    found: { workspace, number: at, why } satisfies AuditBreak,
  });
  for (;;) {
    const rows = await db
      .selectFrom('auditEntries')
      .selectAll()
      .where('workspace', '=', workspace)
      .where('number', '>', number)
      .orderBy('number')
      .limit(storage.auditPageSize)
      .execute();
    for (const row of rows) {
      const next = number + 1;
      const parsed = rowSchema.safeParse(row);
      if (!parsed.success) return broken(next, 'it cannot be read');
      if (parsed.data.number !== next) return broken(next, 'it is missing');
      if (parsed.data.previousHash !== hash)
        return broken(next, 'it does not follow the one before it');
      if (parsed.data.hash !== hashOf(next, hash, parsed.data.entry)) {
        return broken(next, 'it was changed');
      }
      const text = storedEntryText.safeParse(parsed.data.entry);
      if (!text.success) return broken(next, 'it cannot be read');
      if (text.data.workspace !== workspace) return broken(next, 'it belongs to another workspace');
      number = next;
      hash = parsed.data.hash;
    }
    if (rows.length < storage.auditPageSize) break;
  }
  if (number < head.number) return broken(number + 1, 'it is missing');
  if (number > head.number || hash !== head.hash) {
    return broken(number, 'the record does not end here');
  }
  return { count: number, found: undefined };
}

function hashOf(number: number, previousHash: string, entry: string): string {
  return createHash('sha256').update(`${number}\n${previousHash}\n${entry}`).digest('hex');
}

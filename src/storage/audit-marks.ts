import type { Transaction } from 'kysely';
import * as z from 'zod';
import type { Unreadable } from '../usecases/ports/connections.ts';
import type { Stamps } from './stamps.ts';
import type { Queries, Tables } from './tables.ts';

/**
 * Marks in a record, each stamped: the entry behind which it begins, the last entry that was vouched for when keys were changed,
 * the last entry that was noted in the record of the deployment, and the last entry.
 */
const markKinds = ['start', 'vouched', 'noted', 'end'] as const;
export type MarkKind = (typeof markKinds)[number];

/** An entry, by its number and its hash. */
export type EntryRef = { number: number; hash: string };

const markSchema = z.object({
  workspace: z.string(),
  kind: z.enum(markKinds),
  number: z.coerce.number(),
  hash: z.coerce.string(),
  stamp: z.coerce.string(),
});
export type StoredMark = z.infer<typeof markSchema>;
export type Mark = Omit<StoredMark, 'stamp'>;
export type Marks = Partial<Record<MarkKind, StoredMark>>;

const stamped = (stamps: Stamps, { workspace, kind, number, hash }: Mark): string =>
  stamps.make(`mark: ${kind}`, [workspace, number, hash]);

export const markFlaw = (
  stamps: Stamps,
  { workspace, kind, number, hash, stamp }: StoredMark,
): Unreadable | undefined => stamps.flawOf(stamp, `mark: ${kind}`, [workspace, number, hash]);

export async function marksOf(db: Queries, workspace: string): Promise<Marks> {
  const rows = await db
    .selectFrom('auditMarks')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('kind', 'in', markKinds)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.kind, markSchema.parse(row)]));
}

/** Locks the end of a record for the rest of the transaction, and makes it if it is a new record. */
export async function lockEnd(
  transaction: Transaction<Tables>,
  workspace: string,
): Promise<StoredMark> {
  const row = await transaction
    .insertInto('auditMarks')
    .values({ workspace, kind: 'end', number: 0, hash: '', stamp: '' })
    // In both engines an update locks the row, even one that changes nothing.
    .onConflict((conflict) =>
      conflict
        .columns(['workspace', 'kind'])
        .doUpdateSet(({ ref }) => ({ number: ref('auditMarks.number') })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return markSchema.parse(row);
}

/** Sets marks, each in the place of the one of its kind. */
export async function setMarks(
  transaction: Transaction<Tables>,
  stamps: Stamps,
  marks: readonly Mark[],
): Promise<void> {
  await transaction
    .insertInto('auditMarks')
    .values(marks.map((mark) => ({ ...mark, stamp: stamped(stamps, mark) })))
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'kind']).doUpdateSet(({ ref }) => ({
        number: ref('excluded.number'),
        hash: ref('excluded.hash'),
        stamp: ref('excluded.stamp'),
      })),
    )
    .execute();
}

/** Stamps a mark anew with the first key, unless it has moved meanwhile. */
export async function stampAnew(db: Queries, stamps: Stamps, mark: StoredMark): Promise<void> {
  await db
    .updateTable('auditMarks')
    .set({ stamp: stamped(stamps, mark) })
    .where('workspace', '=', mark.workspace)
    .where('kind', '=', mark.kind)
    .where('stamp', '=', mark.stamp)
    .execute();
}

import * as z from 'zod';
import { othersTurn } from '../utils/in-slices.ts';
import { hashOf } from './audit.ts';
import { type EntryRef, type MarkKind, type Marks, markFlaw, marksOf } from './audit-marks.ts';
import {
  behindTheEnd,
  type Flaw,
  flawIn,
  flawsOfEntries,
  missing,
  unlinked,
} from './entry-flaws.ts';
import { pages } from './limits.ts';
import type { Stamps } from './stamps.ts';
import type { Queries } from './tables.ts';

/** Lenient, since what was tampered with can be anything, and is found by its stamp. */
const rowSchema = z.object({
  workspace: z.coerce.string(),
  number: z.coerce.number(),
  entry: z.coerce.string(),
  previousHash: z.coerce.string(),
  hash: z.coerce.string(),
  stamp: z.coerce.string(),
});
export type EntryRow = z.infer<typeof rowSchema>;

const wordsOfMark: Record<MarkKind, string> = {
  start: 'where it begins',
  vouched: 'up to where it was vouched for',
  noted: 'up to where it was noted',
  end: 'where it ends',
};

/**
 * What was found: the marks, the last entry, and whether all stamps were made with the first key or entries with others are
 * vouched for.
 */
export type VerifiedRecord = {
  marks: Marks;
  last: EntryRef;
  isWhole: boolean;
  isCurrent: boolean;
};

/**
 * Reads a workspace's record from its beginning to its end. Says what is wrong in words that complete "in the record of T1, …".
 * Entries whose key is gone are proven by a later one with a key, as far as `reencrypt` vouched for them.
 */
export async function verifyRecord(
  db: Queries,
  stamps: Stamps,
  workspace: string,
  on: { flaw?: (what: string) => void; rows?: (rows: EntryRow[]) => Promise<void> } = {},
): Promise<VerifiedRecord> {
  let isWhole = true;
  const say = (what: string) => {
    isWhole = false;
    on.flaw?.(what);
  };
  const marks = await marksOf(db, workspace);
  const { start, vouched, noted, end } = marks;
  let isCurrent = true;
  for (const mark of Object.values(marks)) {
    const flaw = markFlaw(stamps, mark);
    if (flaw) say(`the mark ${wordsOfMark[mark.kind]} ${flawIn(flaw).one}`);
    isCurrent &&= stamps.isCurrent(mark.stamp);
  }
  if (!end) say(`the mark ${wordsOfMark.end} is missing`);
  const vouchedUpTo = vouchedIn(stamps, marks);

  const flaws = flawsOfEntries(say);
  let { number, hash } = start ?? { number: 0, hash: '' };
  for await (const rows of pagesOf(db, workspace, number)) {
    for (const row of rows) {
      const next = number + 1;
      if (row.number > next) flaws.note(next, row.number - 1, missing);
      const flaw =
        row.number === next && row.previousHash !== hash
          ? unlinked
          : flawOfRow(stamps, row, vouchedUpTo);
      if (flaw) flaws.note(row.number, row.number, flaw);
      for (const mark of [vouched, noted]) {
        if (mark?.number === row.number && mark.hash !== row.hash) {
          flaws.end();
          say(`entry ${row.number} is not the one at the mark ${wordsOfMark[mark.kind]}`);
        }
      }
      isCurrent &&= stamps.isCurrent(row.stamp) || row.number <= vouchedUpTo;
      ({ number, hash } = row);
    }
    await on.rows?.(rows);
  }
  if (end && number < end.number) flaws.note(number + 1, end.number, missing);
  if (end && number > end.number) flaws.note(end.number + 1, number, behindTheEnd);
  flaws.end();
  if (number === end?.number && hash !== end.hash) say(`entry ${number} is not the one at its end`);
  return { marks, last: { number, hash }, isWhole, isCurrent };
}

/** Up to which entry a missing key does not matter. */
export const vouchedIn = (stamps: Stamps, { vouched }: Marks): number =>
  vouched && !markFlaw(stamps, vouched) ? vouched.number : 0;

/** What is wrong with an entry alone. */
export function flawOfRow(stamps: Stamps, row: EntryRow, vouchedUpTo: number): Flaw | undefined {
  if (row.hash !== hashOf(row)) return flawIn({ kind: 'damaged' });
  const why = stamps.flawOf(row.stamp, 'entry', [row.workspace, row.number, row.hash]);
  const isVouched = why?.kind === 'key_missing' && row.number <= vouchedUpTo;
  return why && !isVouched ? flawIn(why) : undefined;
}

/** The next entries of a workspace behind one. */
export async function entriesBehind(
  db: Queries,
  workspace: string,
  behind: number,
  limit: number,
): Promise<EntryRow[]> {
  const rows = await db
    .selectFrom('auditEntries')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('number', '>', behind)
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map((row) => rowSchema.parse(row));
}

/** All entries of a workspace behind one, page by page. */
export async function* pagesOf(
  db: Queries,
  workspace: string,
  behind: number,
  size: number = pages.rows,
): AsyncGenerator<EntryRow[]> {
  let last = behind;
  for (;;) {
    const rows = await entriesBehind(db, workspace, last, size);
    yield rows;
    if (rows.length < size) return;
    last = rows.at(-1)?.number ?? last;
    await othersTurn();
  }
}

import * as z from 'zod';
import { storage } from '../limits.ts';
import { othersTurn } from '../utils/in-slices.ts';
import { lockEnd, markFlaw, marksOf, setMarks } from './audit-marks.ts';
import { erasePeople } from './audit-people.ts';
import { jsonText } from './json-text.ts';
import type { Stamps } from './stamps.ts';
import type { Database } from './tables.ts';
import { workspacesOf } from './verify-audit.ts';
import { type EntryRow, entriesBehind, flawOfRow, vouchedIn } from './verify-record.ts';

const timeText = jsonText.pipe(z.object({ at: z.number() }));

/** How many entries were removed, and the workspaces whose record is broken at its old end, which is then kept. */
export type Shortened = { entries: number; broken: string[] };

/**
 * Removes the old end of every record: the entries up to the first one that was made after `until` (epoch milliseconds), and the
 * addresses of those whom no later entry is about.
 */
export async function shortenRecords(
  db: Database,
  stamps: Stamps,
  until: number,
): Promise<Shortened> {
  const shortened: Shortened = { entries: 0, broken: [] };
  for await (const workspace of workspacesOf(db)) {
    const isOld = ({ entry }: EntryRow) => (timeText.safeParse(entry).data?.at ?? until) <= until;
    await erasePeople(db, workspace, until);
    const removed = await shortenRecord(db, stamps, workspace, { isOld });
    if (removed === 'broken') shortened.broken.push(workspace);
    else shortened.entries += removed;
  }
  return shortened;
}

/**
 * Removes the entries at the old end of a record up to the first one that is not old, and marks where it then begins. What is broken
 * is kept, since it is what tells of the break, unless `evenBroken`. Resolves with how many were removed.
 */
export async function shortenRecord(
  db: Database,
  stamps: Stamps,
  workspace: string,
  { isOld, evenBroken = false }: { isOld: (row: EntryRow) => boolean; evenBroken?: boolean },
): Promise<number | 'broken'> {
  let removed = 0;
  for (;;) {
    const count = await db.transaction().execute(async (transaction) => {
      const { start } = await marksOf(transaction, workspace);
      const [first] = await entriesBehind(transaction, workspace, start?.number ?? 0, 1);
      // Most records have nothing to remove, and are left alone.
      if (!first || !isOld(first)) return 0;
      await lockEnd(transaction, workspace);
      const marks = await marksOf(transaction, workspace);
      if (!evenBroken && marks.start && markFlaw(stamps, marks.start)) return 'broken';
      let last = marks.start ?? { number: 0, hash: '' };
      const rows = await entriesBehind(transaction, workspace, last.number, storage.auditPageSize);
      const vouchedUpTo = vouchedIn(stamps, marks);
      let old = 0;
      for (const row of rows) {
        if (!isOld(row)) break;
        const isLinked = row.number === last.number + 1 && row.previousHash === last.hash;
        const isBroken = !isLinked || flawOfRow(stamps, row, vouchedUpTo);
        if (isBroken && !evenBroken) return 'broken';
        last = row;
        old += 1;
      }
      if (old === 0) return 0;
      const { number, hash } = last;
      await setMarks(transaction, stamps, [{ workspace, kind: 'start', number, hash }]);
      await transaction
        .deleteFrom('auditEntries')
        .where('workspace', '=', workspace)
        .where('number', '<=', number)
        .execute();
      return old;
    });
    if (count === 'broken') return count;
    removed += count;
    await othersTurn();
    if (count < storage.auditPageSize) return removed;
  }
}

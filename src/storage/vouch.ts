import { setMarks, stampAnew } from './audit-marks.ts';
import type { Stamps } from './stamps.ts';
import type { Database } from './tables.ts';
import { workspacesOf } from './verify-audit.ts';
import { verifyRecord } from './verify-record.ts';

/**
 * Vouches with the first key for every record that is whole and has stamps of other keys, so that it stays proven when those keys
 * are gone. Resolves with the workspaces whose record is not whole.
 */
export async function vouchForRecords(
  db: Database,
  stamps: Stamps,
  onChecked: (entries: number) => void = () => {},
): Promise<string[]> {
  const broken: string[] = [];
  let checked = 0;
  const rows = async (page: readonly unknown[]) => {
    checked += page.length;
    onChecked(checked);
  };
  for await (const workspace of workspacesOf(db)) {
    const { marks, last, isWhole, isCurrent } = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((transaction) => verifyRecord(transaction, stamps, workspace, { rows }));
    if (!isWhole) broken.push(workspace);
    if (!isWhole || isCurrent) continue;
    await db.transaction().execute(async (transaction) => {
      await setMarks(transaction, stamps, [{ workspace, kind: 'vouched', ...last }]);
      for (const mark of Object.values(marks)) {
        if (mark.kind !== 'vouched') await stampAnew(transaction, stamps, mark);
      }
    });
  }
  return broken;
}

import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { unguarded } from '../../src/utils/formula-guard.ts';

export type RecordRow = Record<
  | 'workspace'
  | 'number'
  | 'time'
  | 'who'
  | 'what'
  | 'outcome'
  | 'where'
  | 'subject'
  | 'address'
  | 'entry'
  | 'previous hash'
  | 'hash',
  string
>;

/** The rows of a file with the record, as whoever reads it without a spreadsheet has them. */
export const readRecordFile = (text: string): RecordRow[] =>
  parse<RecordRow>(text, { bom: true, columns: true }).map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [name, unguarded(cell)]),
      ) as RecordRow,
  );

/** The numbers of the rows that were changed, or that don't follow the one before, told from the files alone. */
export function brokenIn(rows: readonly RecordRow[]): number[] {
  const last = new Map<string, RecordRow>();
  return rows
    .filter((row) => {
      const before = last.get(row.workspace);
      last.set(row.workspace, row);
      const text = JSON.stringify([
        row.workspace,
        Number(row.number),
        row['previous hash'],
        row.entry,
      ]);
      const hash = createHash('sha256').update(text).digest('hex');
      const isNext =
        !before ||
        (row['previous hash'] === before.hash && Number(row.number) === Number(before.number) + 1);
      return hash !== row.hash || !isNext;
    })
    .map(({ number }) => Number(number));
}

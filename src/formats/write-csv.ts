import { guarded } from '../utils/formula-guard.ts';

/** The texts of a row's cells. */
export type CsvRow = readonly string[];

/** Excel reads UTF-8 where a file begins so. */
const mark = '\ufeff';

/**
 * The line with the headings, with which a file begins. Cells that a spreadsheet would run as formulas are guarded, here and in every row.
 * https://www.rfc-editor.org/rfc/rfc4180
 */
export const csvHead = (headings: CsvRow): string => mark + csvLines([headings]);

export const csvLines = (rows: readonly CsvRow[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');

/** A file in parts. Asks for a page of rows once the text of the one before it was taken. */
export async function* csvOf(
  headings: CsvRow,
  pages: AsyncIterable<readonly CsvRow[]>,
): AsyncGenerator<string> {
  yield csvHead(headings);
  for await (const rows of pages) yield csvLines(rows);
}

/** A line break alone would begin a row in a spreadsheet, where the guard of a cell does not reach. */
function written(cell: string): string {
  const safe = guarded(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import type { UnusableFile } from '../domain/invite-input.ts';
import { parseCell } from '../domain/people-cell.ts';
import type { TableRow } from '../domain/people-columns.ts';
import { type PeopleFile, peopleInTable } from '../domain/people-file.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { csvRows } from '../formats/csv.ts';
import { decodeText } from '../formats/decode-text.ts';
import { limits } from '../formats/limits.ts';
import { isWorkbook, readSheets, type Sheet } from '../formats/workbook.ts';
import { inSlices } from '../utils/in-slices.ts';

type Parsed = Result<PeopleFile, UnusableFile>;

/**
 * Parses the people in a table as spreadsheets and directories write it: CSV with any usual separator and encoding, or a workbook
 * of Excel. What a file is, is found by its content, whatever its name. A long one is taken apart in slices, so that it doesn't
 * hold up other requests.
 */
export async function parsePeopleFile(bytes: Uint8Array): Promise<Parsed> {
  if (isWorkbook(bytes)) {
    const sheets = await readSheets(bytes, limits);
    return sheets.ok ? inSlices(peopleInSheets(sheets.value)) : err({ why: sheets.error });
  }
  const text = decodeText(bytes);
  if (text === undefined || /^(%PDF-|\{\\rtf)/.test(text)) return err({ why: 'not_csv' });
  if (/^\s*<(!doctype|\?xml|html|head|meta|table)\b/i.test(text)) return err({ why: 'workbook' });
  return inSlices(peopleInRows(csvRows(text, limits.maxColumns)));
}

function* peopleInRows(rows: Iterable<TableRow>): Generator<void, Parsed> {
  const table = yield* filledRows(rows);
  return table ? yield* peopleInTable(table) : err({ why: 'too_long' });
}

/** The people in the first sheet that has an address. Those in others are left out. */
function* peopleInSheets(sheets: readonly Sheet[]): Generator<void, Parsed> {
  let found: Parsed | undefined;
  let withoutAddress: Parsed | undefined;
  const others: PeopleFile['leftOut'] = [];
  for (const { name, rows } of sheets) {
    const table = yield* filledRows(rows);
    if (!table) return err({ why: 'too_long' });
    const address = firstAddress(table);
    if (address && found) others.push({ ...address, why: 'other_sheet', says: name });
    else if (address) found = yield* peopleInTable(table);
    else if (table.length > 0) withoutAddress ??= yield* peopleInTable(table);
  }
  if (!found) return withoutAddress ?? err({ why: 'empty' });
  return found.ok ? ok({ ...found.value, leftOut: [...found.value.leftOut, ...others] }) : found;
}

/** The rows that have anything in them. Undefined if there is more than may be in a file. */
function* filledRows(
  rows: Iterable<TableRow | undefined>,
): Generator<void, TableRow[] | undefined> {
  const filled: TableRow[] = [];
  let lines = 0;
  let cells = 0;
  let characters = 0;
  for (const row of rows) {
    yield;
    if (!row) continue;
    lines += 1;
    cells += row.cells.length;
    for (const cell of row.cells) characters += cell.length;
    const isTooLong =
      lines > limits.maxLines || cells > limits.maxCells || characters > limits.maxCharacters;
    if (isTooLong || row.cells.length > limits.maxColumns) return undefined;
    if (row.cells.some(Boolean)) filled.push(row);
  }
  return filled;
}

function firstAddress(table: readonly TableRow[]): { line: number; who: string } | undefined {
  for (const { line, cells } of table) {
    for (const cell of cells) {
      const [who] = parseCell(cell)?.addresses ?? [];
      if (who) return { line, who };
    }
  }
  return undefined;
}

import { parseCell } from '../domain/people-cell.ts';
import type { TableRow } from '../domain/people-columns.ts';
import { unguarded } from '../utils/formula-guard.ts';

/**
 * The rows of a CSV file, as spreadsheets write it and people edit it, blank ones too. A quote that is not closed is a character
 * like any other. Takes time in proportion to the text. Ends at a row of more than `maxColumns` cells, of which it gives one more.
 */
export function csvRows(text: string, maxColumns: number): Generator<TableRow> {
  const declared = /^sep=([,;\t|])[ \t]*(?:\n|$)/i.exec(text);
  return declared?.[1]
    ? rowsOf(text.slice(declared[0].length), { separator: declared[1], firstLine: 2, maxColumns })
    : rowsOf(text, { separator: separatorOf(text), firstLine: 1, maxColumns });
}

const separators = [',', ';', '\t', '|'];

/** How many characters decide about the separator. */
const sample = 4_000;

/**
 * The separator with which most addresses are in cells without other words. Where several are as good, or there is no address, it
 * is the one that makes most cells.
 */
function separatorOf(text: string): string {
  const beginning = text.slice(0, sample);
  const [best] = separators
    .map((separator) => {
      const cells: string[] = [];
      const whole = { separator, firstLine: 1, maxColumns: sample };
      for (const row of rowsOf(beginning, whole)) cells.push(...row.cells);
      const addresses = cells.flatMap((cell) => {
        const found = parseCell(cell);
        return found?.leftovers.length === 0 ? found.addresses : [];
      });
      return { separator, addresses: addresses.length, cells: cells.length };
    })
    .toSorted((a, b) => b.addresses - a.addresses || b.cells - a.cells);
  return best?.separator ?? ',';
}

function* rowsOf(
  text: string,
  {
    separator,
    firstLine,
    maxColumns,
  }: { separator: string; firstLine: number; maxColumns: number },
): Generator<TableRow> {
  const plain = new RegExp(`[^${separator}\n]*`, 'y');
  const blank = new RegExp(`[^\\S${separator}\n]*`, 'y');
  const endOf = (pattern: RegExp, from: number): number => {
    pattern.lastIndex = from;
    pattern.test(text);
    return pattern.lastIndex;
  };

  let line = firstLine;
  let cells: string[] = [];
  let lineOfRow = line;
  let at = 0;
  for (;;) {
    const begin = endOf(blank, at);
    const closing = text[begin] === '"' ? closingQuote(text, begin + 1) : -1;
    const end = endOf(plain, closing < 0 ? at : closing + 1);
    const isQuoted = closing >= 0 && text.slice(closing + 1, end).trim() === '';
    // Quotes around a part of the cell alone belong to it, as in `"Lovelace, Ada" <ada@example.com>`.
    const cell = isQuoted
      ? text.slice(begin + 1, closing).replaceAll('""', '"')
      : text.slice(at, end);
    cells.push(unguarded(cell.trim()).trim());
    if (closing >= 0) line += count(text.slice(begin, closing), '\n');
    at = end + 1;
    if (text[end] === separator && cells.length <= maxColumns) continue;
    yield { line: lineOfRow, cells };
    if (text[end] !== '\n') return;
    cells = [];
    line += 1;
    lineOfRow = line;
  }
}

/** Where the quoted text that starts at `from` is closed, or -1. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}

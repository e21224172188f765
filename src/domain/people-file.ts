import { addressKey } from './address.ts';
import type { UnusableFile } from './invite-input.ts';
import { type FoundInCell, oneLine, parseCell } from './people-cell.ts';
import {
  columnsUnder,
  hasPure,
  headingRow,
  type ReadRow,
  type TableRow,
} from './people-columns.ts';
import {
  peopleUnderHeadings,
  peopleWithoutHeadings,
  quotedLine,
  type RowPeople,
} from './people-rows.ts';
import { err, ok, type Result } from './result.ts';

/** Every cell of a file that has an address is in one of these, unless it is plainly a title or a remark. */
export type PeopleFile = RowPeople;

/**
 * Finds the people in a table. The columns are found by what is in them, then by their headings; without headings, every cell
 * counts. Nobody is made up. Takes its time in steps, one a row, so that a long table need not hold up anybody.
 */
export function* peopleInTable(
  rows: readonly TableRow[],
): Generator<void, Result<PeopleFile, UnusableFile>> {
  const table: ReadRow[] = [];
  for (const row of rows) {
    table.push({ ...row, found: foundIn(row) });
    yield;
  }
  const [first] = table;
  if (!first) return err({ why: 'empty' });

  const headingAt = headingRow(table);
  const heading = table[headingAt];
  const file: PeopleFile = { people: [], lines: [], leftOut: [] };
  let rowsOfPeople = peopleWithoutHeadings(table);
  if (heading) {
    const below = table.slice(headingAt + 1);
    const columns = columnsUnder(heading.cells, below);
    if (columns.addresses.length === 0) return noColumn(heading);
    for (const row of table.slice(0, headingAt)) {
      if (hasPure(row)) file.lines.push(quotedLine(row, 'misplaced'));
    }
    rowsOfPeople = peopleUnderHeadings(below, columns);
  } else if (table.every(({ found }) => found.size === 0)) return noColumn(first);

  for (const { people, lines, leftOut } of rowsOfPeople) {
    file.people.push(...people);
    file.lines.push(...lines);
    file.leftOut.push(...leftOut);
    yield;
  }
  // What somebody is invited by is not left out, even where another column or line would leave it out.
  const named = new Set(file.people.map(({ address }) => addressKey(address)));
  file.leftOut = file.leftOut.filter(({ who }) => !named.has(addressKey(who)));
  const count = file.people.length + file.lines.length + file.leftOut.length;
  return count === 0 ? err({ why: 'empty' }) : ok(file);
}

const noColumn = ({ cells }: TableRow) =>
  err({ why: 'no_column', columns: cells.filter(Boolean).map(oneLine) } as const);

function foundIn({ cells }: TableRow): ReadonlyMap<number, FoundInCell> {
  const found = new Map<number, FoundInCell>();
  for (const [column, cell] of cells.entries()) {
    const inCell = parseCell(cell);
    if (inCell) found.set(column, inCell);
  }
  return found;
}

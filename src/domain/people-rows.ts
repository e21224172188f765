import { addressKey } from './address.ts';
import type { FileLeftOut, FileLine, InputPerson } from './invite-input.ts';
import { oneLine } from './people-cell.ts';
import { type Columns, hasPure, isPure, type ReadRow } from './people-columns.ts';
import { statusReader } from './people-status.ts';

/** Somebody in a file, and the line that names them. */
type FilePerson = Extract<InputPerson, { kind: 'address' }> & {
  line: number;
  /** What the file calls them, if it does. */
  name?: string;
};

/** What became of a row's cells. */
export type RowPeople = { people: FilePerson[]; lines: FileLine[]; leftOut: FileLeftOut[] };

/** How many characters of a line are kept to show it. */
const quotedCharacters = 320;

/** The people in the rows of a table without headings: every cell that is an address names somebody. */
export function* peopleWithoutHeadings(table: readonly ReadRow[]): Generator<RowPeople> {
  const pure = new Set<number>();
  for (const { found } of table) {
    for (const [column, cell] of found) if (isPure(cell)) pure.add(column);
  }
  let isTitle = true;
  for (const row of table) {
    if (hasPure(row)) isTitle = false;
    const addresses: string[] = [];
    const leftovers: string[] = [];
    for (const [column, cell] of row.found) {
      // Beside plain addresses, one among words is a title or a remark, which may speak of anybody.
      const isNamed = isPure(cell) || pure.size === 0 || (pure.has(column) && !isTitle);
      if (isNamed) addresses.push(...cell.addresses);
      leftovers.push(...(isNamed ? cell.leftovers : [row.cells[column] ?? '']));
    }
    yield {
      people: distinct(addresses).map((address) => personAt(row, address)),
      lines: leftoverLines(row, addresses, leftovers),
      leftOut: [],
    };
  }
}

/** The people in the rows below headings: those in the columns for addresses, with what the other columns say of them. */
export function* peopleUnderHeadings(
  rows: readonly ReadRow[],
  { addresses: columns, known, headings }: Columns,
): Generator<RowPeople> {
  const statusOf = statusReader(headings, known.status);
  for (const row of rows) {
    const { cells, found, line } = row;
    // Files that were put together have their headings again.
    if (cells.every((cell, column) => cell === headings[column])) continue;
    const people = distinct(columns.flatMap((column) => found.get(column)?.addresses ?? []));
    const elsewhere = addressesElsewhere(row, columns);
    const status = statusOf(cells);
    if (status) {
      const addresses = distinct([...people, ...elsewhere.map(({ who }) => who)]);
      const named = addresses.length > 0 ? addresses : [nameIn(row, known) ?? textOf(row)];
      const { why, says } = status;
      const leftOut = named.map((who) => ({ line, who, why, says: oneLine(says) }));
      yield { people: [], lines: [], leftOut };
      continue;
    }
    if (people.length === 0 && elsewhere.length > 0) {
      yield { people: [], lines: [quotedLine(row, 'misplaced')], leftOut: [] };
      continue;
    }
    const role = oneLine(cells[known.role] ?? '');
    const name = people.length === 1 ? nameIn(row, known) : undefined;
    yield {
      people: people.map((address) => ({
        ...personAt(row, address),
        ...(role && { role }),
        ...(name && { name }),
      })),
      lines: leftoverLines(
        row,
        people,
        columns.flatMap(
          (column) =>
            found.get(column)?.leftovers ?? (people.length > 0 ? [] : cells[column] || []),
        ),
      ),
      leftOut: elsewhere.map(({ who, column }) => ({
        line,
        who,
        why: 'other_column',
        says: oneLine(headings[column] ?? ''),
      })),
    };
  }
}

/** A line that is quoted as a whole. */
export const quotedLine = (row: ReadRow, why: FileLine['why']): FileLine => ({
  number: row.line,
  text: textOf(row),
  why,
});

const personAt = ({ line }: ReadRow, address: string): FilePerson => ({
  kind: 'address',
  address,
  from: 'file',
  line,
});

/** Each address once, however it is spelled. */
function distinct(addresses: readonly string[]): string[] {
  const spelled = new Map<string, string>();
  for (const address of addresses) {
    const key = addressKey(address);
    if (!spelled.has(key)) spelled.set(key, address);
  }
  return [...spelled.values()];
}

const textOf = ({ cells }: ReadRow): string => quotable(cells.filter(Boolean).join(', '));

const quotable = (text: string): string => oneLine(text.slice(0, quotedCharacters));

/** What is quoted of a line: the words that were not understood, or all of it where it names nobody. */
function leftoverLines(
  row: ReadRow,
  addresses: readonly string[],
  leftovers: readonly string[],
): FileLine[] {
  if (leftovers.length === 0) return addresses.length > 0 ? [] : [quotedLine(row, 'no_address')];
  return [{ number: row.line, text: quotable(leftovers.join(' ')), why: 'no_address' }];
}

/**
 * Addresses in columns that are not the ones for addresses. One in a sentence is a remark; but several lines in one cell may be
 * rows that a quote has swallowed.
 */
function addressesElsewhere(
  { cells, found }: ReadRow,
  columns: readonly number[],
): { who: string; column: number }[] {
  return [...found].flatMap(([column, cell]) => {
    const isRemark = !isPure(cell) && !cells[column]?.includes('\n');
    if (isRemark || columns.includes(column)) return [];
    return cell.addresses.map((who) => ({ who, column }));
  });
}

function nameIn({ cells, found }: ReadRow, known: Columns['known']): string | undefined {
  const cellAt = (column: number) => (found.has(column) ? '' : oneLine(cells[column] ?? ''));
  return (
    cellAt(known.fullName) ||
    `${cellAt(known.givenName)} ${cellAt(known.familyName)}`.trim() ||
    undefined
  );
}

import type { FoundInCell } from './people-cell.ts';
import { addressRank, isAddressHeading, isHeading, knownColumns, rank } from './people-headings.ts';

/** A row of a table; lines are numbered from 1. */
export type TableRow = { line: number; cells: readonly string[] };

/** A row, and what its cells say of addresses, by column. */
export type ReadRow = TableRow & { found: ReadonlyMap<number, FoundInCell> };

/** Among how many rows a heading is looked for below an address, which is then part of a title. */
const titleRows = 4;

/** Whether a cell has addresses and no words beside them. */
export const isPure = ({ leftovers }: FoundInCell): boolean => leftovers.length === 0;

export const hasPure = ({ found }: ReadRow): boolean => [...found.values()].some(isPure);

/**
 * Which row has the headings, or -1: of those above the first address, the lowest that names a column for addresses, else the lowest
 * that names any known column.
 */
export function headingRow(rows: readonly ReadRow[]): number {
  const first = rows.findIndex(hasPure);
  const above = first < 0 ? rows : rows.slice(0, first);
  const surest = above.findLastIndex(
    (row) => mayBeHeading(row) && row.cells.some(isAddressHeading),
  );
  if (surest >= 0) return surest;
  const likely = above.findLastIndex((row) => mayBeHeading(row) && row.cells.some(isHeading));
  if (likely >= 0) return likely;
  return rows
    .slice(0, titleRows)
    .findIndex(
      (row) =>
        mayBeHeading(row) &&
        row.cells.filter(Boolean).length > 1 &&
        row.cells.some(isAddressHeading),
    );
}

const mayBeHeading = ({ found }: ReadRow): boolean => found.size === 0;

/** The columns of a table: those with people's addresses, and those that say something else of them. */
export type Columns = {
  /** In the order of the table; empty if no column has addresses. */
  addresses: readonly number[];
  known: ReturnType<typeof knownColumns>;
  headings: readonly string[];
};

/**
 * The columns of a table with headings. Those with addresses in their cells compete, and the ones whose headings fit best have
 * the people: more than one where the headings fit equally well. A column without a heading has people, too: nothing says otherwise.
 */
export function columnsUnder(headings: readonly string[], rows: readonly ReadRow[]): Columns {
  const ranks = headings.map(addressRank);
  const rankOf = (column: number) => ranks[column] ?? rank.unknown;
  const filled = new Set<number>();
  for (const { found } of rows) {
    for (const [column, cell] of found) {
      if (rankOf(column) <= rank.mentioned || isPure(cell)) filled.add(column);
    }
  }
  const named = headings.flatMap((_, column) => (rankOf(column) <= rank.mentioned ? column : []));
  const candidates = filled.size > 0 ? [...filled] : named;
  const best = Math.min(...candidates.map(rankOf));
  return {
    addresses: candidates
      .filter((column) => rankOf(column) === best || (headings[column] ?? '') === '')
      .toSorted((a, b) => a - b),
    known: knownColumns(headings),
    headings,
  };
}

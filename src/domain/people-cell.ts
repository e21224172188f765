import { parsePeople } from './people-list.ts';

/** What a cell says of addresses: those in it, and the words beside them. There are words wherever there is no address. */
export type FoundInCell = { addresses: string[]; leftovers: string[] };

/** Nothing longer is an address, or a list of them that somebody has typed into one cell. */
const most = { wordCharacters: 320, cellCharacters: 32_767 };

/** Control characters, and what stands for bytes that were no text: no address has them. */
const unreadable = /(?!\s)\p{Cc}|\ufffd/u;

/** Parses the addresses in a cell. Undefined if there is nothing in it that looks like one. */
export function parseCell(cell: string): FoundInCell | undefined {
  if (!/[@＠]/.test(cell)) return undefined;
  if (unreadable.test(cell) || isTooLong(cell)) return { addresses: [], leftovers: [cell] };
  const found = parsePeople(cell);
  const addresses: string[] = [];
  const leftovers = [...found.leftovers];
  for (const person of found.people) {
    if (person.kind === 'address') addresses.push(person.address);
    else leftovers.push(`@${person.userId}`);
  }
  if (addresses.length > 0) return { addresses, leftovers };
  return isAttempt(cell) ? { addresses, leftovers: [cell] } : undefined;
}

/** Checked before anything else looks at the cell, so that none takes long. */
const isTooLong = (cell: string): boolean =>
  cell.length > most.wordCharacters &&
  (cell.length > most.cellCharacters ||
    cell.split(/[\s,;<>"]+/).some(({ length }) => length > most.wordCharacters));

/** Whether something in a cell was meant as an address, unlike `@ada` or a link to `https://x.example/@ada`. */
const isAttempt = (cell: string): boolean =>
  cell.split(/\s+/).some((word) => /[^\s(][@＠]/.test(word) && !/:\/\//.test(word));

/** What a cell says, in one line, so that it can be shown; without characters that can't. */
export const oneLine = (cell: string): string =>
  cell
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}+/gu, '\ufffd')
    .trim();

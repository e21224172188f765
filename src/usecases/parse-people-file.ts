import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { FileLine, InputPerson, UnusableFile } from '../domain/invite-input.ts';
import { parsePeople } from '../domain/people-list.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** The people in a file, with roles where it has any, and the lines that were not understood. */
export type PeopleFile = { people: InputPerson[]; lines: FileLine[] };

/**
 * Parses CSV as spreadsheets write it: separated by commas, semicolons or tabs, quoted or not, in UTF-8, UTF-16 or Windows-1252.
 * The columns of addresses and roles are found by their headings. Without headings, the addresses are in the first column that
 * has one in its first row. Never makes up an address; every line without one is returned in `lines`.
 */
export function parsePeopleFile(bytes: Uint8Array): Result<PeopleFile, UnusableFile> {
  const table = parseTable(decode(bytes));
  if (!table) return err({ why: 'not_csv' });
  const [first] = table;
  if (!first) return err({ why: 'empty' });
  const names = first.cells.map(simplified);
  const addressAt = positionOf(names, addressColumns);
  const isNamed = addressAt >= 0;
  const column = isNamed ? addressAt : first.cells.findIndex(hasAddress);
  if (column < 0) return err({ why: 'no_column', columns: first.cells.filter(Boolean) });
  const roleAt = isNamed ? positionOf(names, roleColumns) : -1;

  const people: InputPerson[] = [];
  const lines: FileLine[] = [];
  for (const { number, cells } of isNamed ? table.slice(1) : table) {
    const cell = cells[column] ?? '';
    const role = cells[roleAt]?.trim();
    const found = parsePeople(cell);
    const addresses = found.people.filter(({ kind }) => kind === 'address');
    people.push(
      ...addresses.map((address) => ({ ...address, from: 'file' as const, ...(role && { role }) })),
    );
    if (found.leftovers.length > 0 || addresses.length === 0) {
      const text = found.leftovers.join(' ') || cells.filter(Boolean).join(', ');
      lines.push({ number, text });
    }
  }
  return people.length + lines.length === 0 ? err({ why: 'empty' }) : ok({ people, lines });
}

/** Column headings without case, spaces and punctuation, most reliable first. */
const addressColumns = [
  ...['email', 'emails', 'emailaddress', 'emailaddresses', 'workemail', 'emailadresse'],
  ...['useremail', 'mail', 'mailaddress', 'primaryemail', 'address', 'addresses'],
];
const roleColumns = ['role', 'roles', 'rolename', 'piperrole', 'userrole', 'rolle'];

const simplified = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const positionOf = (names: readonly string[], wanted: readonly string[]): number =>
  names.indexOf(wanted.find((name) => names.includes(name)) ?? '\n');

const hasAddress = (cell: string): boolean =>
  parsePeople(cell).people.some(({ kind }) => kind === 'address');

/** Without a byte order mark, anything that is not UTF-8 comes from an older spreadsheet. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

type Line = { number: number; cells: string[] };

const recordsSchema = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }).transform(
    ({ record, info }): Line => ({
      number: info.lines,
      cells: record.map((cell) => cell.trim()),
    }),
  ),
);

/** All lines that are not blank. Undefined if it is not CSV. */
function parseTable(text: string): Line[] | undefined {
  const { delimiter, start } = delimiterOf(text);
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      from_line: start,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
    return recordsSchema.parse(records);
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

const delimiters = [',', ';', '\t'];

/** The one that occurs most often outside quotes in the first line, unless that line is Excel's `sep=;`. */
function delimiterOf(text: string): { delimiter: string; start: number } {
  const lines = text.split(/\r\n|\r|\n/);
  const declared = /^\ufeff?sep=([,;\t])\s*$/i.exec(lines[0] ?? '')?.[1];
  if (declared) return { delimiter: declared, start: 2 };
  const first = (lines.find((line) => line.trim() !== '') ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => first.split(delimiter).length;
  const [most = ','] = delimiters.toSorted((a, b) => count(b) - count(a));
  return { delimiter: most, start: 1 };
}

import type { RecordedEntry } from '../domain/audit.ts';
import type { CsvRow } from './write-csv.ts';

/**
 * The record as CSV. `hash` is the SHA-256, in hexadecimal digits, of the JSON array of workspace, number (as a number), previous hash and
 * entry, so that a file proves by itself that nothing in it was changed, and with its last hash that it is the record.
 */
export const recordHeadings: CsvRow = [
  'workspace',
  'number',
  'time',
  'who',
  'what',
  'outcome',
  'where',
  'subject',
  'address',
  'entry',
  'previous hash',
  'hash',
];

/** A row of that file. Of an entry that somebody replaced, it says what stands there. */
export const recordRow = (row: RecordedEntry): CsvRow => {
  const { at, actor = '', action = '', outcome = '', surface = '', subject = '' } = row.about ?? {};
  return [
    row.workspace,
    `${row.number}`,
    at === undefined ? '' : timeOf(at),
    actor,
    action,
    outcome,
    surface,
    subject,
    row.address ?? '',
    row.entry,
    row.previousHash,
    row.hash,
  ];
};

/** In UTC; empty for a number that is no time. */
const timeOf = (at: number): string => {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
};

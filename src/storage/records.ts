import * as z from 'zod';
import type { RecordedEntry } from '../domain/audit.ts';
import type { Records } from '../usecases/ports/audit.ts';
import { marksOf } from './audit-marks.ts';
import { addressesOf } from './audit-people.ts';
import { jsonText } from './json-text.ts';
import { pages } from './limits.ts';
import type { Database } from './tables.ts';
import { type EntryRow, pagesOf } from './verify-record.ts';

/** What was tampered with is given as it is, without this. */
const aboutText = jsonText.pipe(
  z.object({
    at: z.number(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    surface: z.string(),
    outcome: z.string(),
  }),
);

export const createRecords = (db: Database): Records => ({
  span: async (workspace) => {
    const { start, end } = await marksOf(db, workspace);
    return { behind: start?.number ?? 0, upTo: end?.number ?? 0 };
  },
  read: (workspace, span) => recordedEntries(db, workspace, span),
});

async function* recordedEntries(
  db: Database,
  workspace: string,
  { behind, upTo }: { behind: number; upTo: number },
): AsyncGenerator<RecordedEntry[]> {
  for await (const rows of pagesOf(db, workspace, behind, pages.rowsToSend)) {
    const wanted = rows.filter(({ number }) => number <= upTo);
    if (wanted.length > 0) yield await withAddresses(db, wanted);
    if (wanted.length < rows.length) return;
  }
}

async function withAddresses(db: Database, rows: readonly EntryRow[]): Promise<RecordedEntry[]> {
  const entries = rows.map(({ stamp: _, ...row }) => ({
    ...row,
    about: aboutText.safeParse(row.entry).data,
  }));
  const subjects = new Set(entries.flatMap(({ about }) => (about ? [about.subject] : [])));
  const addresses = await addressesOf(db, [...subjects]);
  return entries.map((entry) => ({
    ...entry,
    address: entry.about && addresses.get(entry.about.subject),
  }));
}

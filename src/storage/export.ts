import { sql } from 'kysely';
import * as z from 'zod';
import { addressesOf } from './audit-people.ts';
import { othersTurn } from './in-steps.ts';
import { jsonText } from './json-text.ts';
import { retention } from './limits.ts';
import type { Database } from './tables.ts';
import { type EntryRow, pagesOf } from './verify-record.ts';

/** A row, in the words of `tables.ts`, and the table that it is in. */
export type ExportedRow = { table: string; [column: string]: unknown };

/** Tables with rows of their own about a workspace, the column that says which, and the one that tells its rows apart. */
const tables = [
  ['installations', 'id', 'id'],
  ['uninstalled', 'id', 'id'],
  ['connections', 'scopeId', 'id'],
  ['links', 'scopeId', 'userId'],
  ['pendingConnections', 'scopeId', 'id'],
  ['previews', 'teamId', 'id'],
  ['acceptedCommands', 'teamId', 'id'],
  ['batches', 'teamId', 'id'],
  ['requests', 'teamId', 'id'],
] as const;

/** Tables whose rows belong to a row of another one: that one's name, the column that says which, and their order. */
const parts = [
  ['invitations', 'batches', 'batchId', 'position'],
  ['requestPeople', 'requests', 'requestId', 'position'],
  ['requestVotes', 'requests', 'requestId', 'at'],
] as const;

const jsonColumns = new Set(['settings', 'member', 'failure', 'roleChange', 'posted', 'asked']);
const rowSchema = z.looseObject({});
const entryText = jsonText.pipe(z.looseObject({ subject: z.string() }));

/**
 * Everything that is stored about a workspace, or about an Enterprise organization itself, except for what is encrypted. Page by page,
 * so that it takes little memory, however much there is.
 */
export async function* exportWorkspace(db: Database, id: string): AsyncGenerator<ExportedRow> {
  for (const [table, column, key] of tables) {
    for await (const row of rowsOf(db, table, { column, key }, id)) {
      yield exported(table, row);
      for (const [part, whole, partColumn, order] of parts) {
        if (whole !== table) continue;
        const { rows } = await sql`
          select * from ${sql.table(part)} where ${sql.ref(partColumn)} = ${z.string().parse(row.id)}
          order by ${sql.ref(order)}
        `.execute(db);
        for (const each of rows) yield exported(part, rowSchema.parse(each));
      }
    }
  }
  for await (const rows of pagesOf(db, id, 0)) yield* await exportedEntries(db, rows);
}

async function* rowsOf(
  db: Database,
  table: string,
  { column, key }: { column: string; key: string },
  id: string,
) {
  let last = '';
  for (;;) {
    const found = await sql`
      select * from ${sql.table(table)} where ${sql.ref(column)} = ${id} and ${sql.ref(key)} > ${last}
      order by ${sql.ref(key)} limit ${retention.rowsPerStep}
    `.execute(db);
    for (const row of found.rows.map((each) => rowSchema.parse(each))) {
      yield row;
      last = z.string().parse(row[key]);
    }
    if (found.rows.length < retention.rowsPerStep) return;
    await othersTurn();
  }
}

/** Without what is encrypted, and what is null. */
function exported(table: string, row: object): ExportedRow {
  const columns = Object.entries(row).flatMap(([column, value]) => {
    if (value === null || column.startsWith('sealed') || column === 'stamp') return [];
    const isJson = jsonColumns.has(column);
    return [[column, isJson ? (jsonText.safeParse(value).data ?? value) : value] as const];
  });
  return { table, ...Object.fromEntries(columns) };
}

/** Entries of the record, about addresses as far as those were not erased. */
async function exportedEntries(db: Database, rows: readonly EntryRow[]): Promise<ExportedRow[]> {
  const entries = rows.map((row) => ({ row, entry: entryText.safeParse(row.entry).data }));
  const subjects = new Set(entries.flatMap(({ entry }) => (entry ? [entry.subject] : [])));
  const addresses = await addressesOf(db, [...subjects]);
  return entries.map(({ row, entry }) => {
    const { number, hash } = row;
    if (!entry) return { table: 'record', number, hash, entry: row.entry };
    const address = addresses.get(entry.subject);
    return { table: 'record', number, hash, ...entry, ...(address && { address }) };
  });
}

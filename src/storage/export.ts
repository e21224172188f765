import { sql } from 'kysely';
import * as z from 'zod';
import type { RecordedEntry } from '../domain/audit.ts';
import type { Audit, Records } from '../usecases/ports/audit.ts';
import { othersTurn } from '../utils/in-slices.ts';
import { jsonText } from './json-text.ts';
import { retention } from './limits.ts';
import { createRecords } from './records.ts';
import type { Database } from './tables.ts';

/** A row, in the words of `tables.ts`, and the table that it is in. */
type ExportedRow = { table: string; [column: string]: unknown };

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
const entryText = jsonText.pipe(z.looseObject({}));

/** Exports by the operator, each of which the record tells of: one entry before anything is given, and one that says how much was. */
export type Exporter = {
  /**
   * Everything that is stored about a workspace, or about an Enterprise organization itself, except for what is encrypted. Page by
   * page, so that it takes little memory, however much there is.
   */
  workspace(id: string): AsyncGenerator<ExportedRow[]>;
  /** The record alone, as it is before that entry; page by page. */
  record(id: string): AsyncGenerator<RecordedEntry[]>;
};

export function createExporter(db: Database, audit: Audit, now: () => number): Exporter {
  const records = createRecords(db);

  async function* noted<Row>(id: string, what: string, pages: AsyncIterable<Row[]>) {
    const note = (outcome: 'requested' | 'done', details: Record<string, string>) =>
      audit.append({
        ...{ workspace: id, at: now(), actor: 'operator', action: 'export', subject: id },
        ...{ surface: 'operator', outcome, details: { what, ...details } },
      });
    let rows = 0;
    for await (const page of pages) {
      if (rows === 0) await note('requested', {});
      rows += page.length;
      yield page;
    }
    if (rows > 0) await note('done', { rows: `${rows}` });
  }

  return {
    workspace: (id) => noted(id, 'workspace', everythingOf(db, records, id)),
    async *record(id) {
      yield* noted(id, 'record', records.read(id, await records.span(id)));
    },
  };
}

async function* everythingOf(
  db: Database,
  records: Records,
  id: string,
): AsyncGenerator<ExportedRow[]> {
  for (const [table, column, key] of tables) {
    for await (const row of rowsOf(db, table, { column, key }, id)) {
      const page = [exported(table, row)];
      for (const [part, whole, partColumn, order] of parts) {
        if (whole !== table) continue;
        const { rows } = await sql`
          select * from ${sql.table(part)} where ${sql.ref(partColumn)} = ${z.string().parse(row.id)}
          order by ${sql.ref(order)}
        `.execute(db);
        page.push(...rows.map((each) => exported(part, rowSchema.parse(each))));
      }
      yield page;
    }
  }
  for await (const entries of records.read(id, { behind: 0, upTo: Number.MAX_SAFE_INTEGER })) {
    yield entries.map(({ number, hash, entry, address }) => {
      const said = entryText.safeParse(entry).data ?? { entry };
      return { table: 'record', number, hash, ...said, ...(address && { address }) };
    });
  }
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

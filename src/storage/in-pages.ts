import { type RawBuilder, sql } from 'kysely';
import * as z from 'zod';
import { othersTurn } from '../utils/in-slices.ts';
import { pages } from './limits.ts';
import type { Queries, Tables } from './tables.ts';

const rowSchema = z.looseObject({});

/**
 * All rows of a table, in the order of its key, page by page: of what it gives, and of the database's memory, there is never more than a
 * page. `only` is a condition.
 */
export async function* inPages(
  db: Queries,
  table: keyof Tables,
  key: readonly [string, ...string[]],
  { only = sql`true`, size = pages.rows }: { only?: RawBuilder<unknown>; size?: number } = {},
): AsyncGenerator<Record<string, unknown>[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let behind = sql`true`;
  for (;;) {
    const found = await sql`
      select * from ${sql.table(table)} where ${only} and ${behind} order by ${columns} limit ${size}
    `.execute(db);
    const rows = found.rows.map((row) => rowSchema.parse(row));
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < size) return;
    behind = sql`(${columns}) > (${sql.join(key.map((column) => z.string().parse(last[column])))})`;
    await othersTurn();
  }
}

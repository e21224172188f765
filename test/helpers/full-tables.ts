import { type CompiledQuery, sql } from 'kysely';
import type { Database } from '../../src/storage/tables.ts';

/** Stores each row of a table, or those that SQL says, so many times more; what must be unique has a number behind it. */
export async function multiply(
  db: Database,
  table: string,
  unique: string[],
  times: number,
  which = 'true',
) {
  const tables = await db.introspection.getTables();
  const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
  const copied = columns.map((name) => (unique.includes(name) ? `${name} || '-' || n` : name));
  const numbers = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${times})`;
  await sql
    .raw(
      `insert into ${table} (${columns.join(', ')}) ${numbers} select ${copied.join(', ')} from ${table}, numbers where ${which}`,
    )
    .execute(db);
}

/** How the database goes about each query of `read`, in its own words. */
export async function plansOf(
  db: Database,
  isPostgres: boolean,
  read: (db: Database) => Promise<unknown>,
): Promise<string[]> {
  const asked: CompiledQuery[] = [];
  const listening = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      asked.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await read(listening);
  const explain = isPostgres ? 'explain' : 'explain query plan';
  const explained = asked.map(async (query) => {
    const { rows } = await db.executeQuery({ ...query, sql: `${explain} ${query.sql}` });
    return JSON.stringify(rows);
  });
  return Promise.all(explained);
}

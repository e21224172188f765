import { sql } from 'kysely';
import * as z from 'zod';
import { inSteps } from './in-steps.ts';
import type { Database } from './tables.ts';

/** Tables whose rows expire, and what identifies a row. */
const tables = [
  ['previews', 'id'],
  ['pendingConnections', 'id'],
  ['oauthStates', 'hash'],
] as const;
const keySchema = z.object({ key: z.string() });

/** Deletes what expired: previews, waiting tokens, installations in progress. `now` in epoch milliseconds. */
export async function removeExpired(db: Database, now: number): Promise<void> {
  for (const [table, key] of tables) {
    await inSteps(async (limit) => {
      const { rows } = await sql`
        select ${sql.ref(key)} as key from ${sql.table(table)}
        where expires_at <= ${now} order by expires_at limit ${limit}
      `.execute(db);
      if (rows.length === 0) return 0;
      const keys = rows.map((row) => keySchema.parse(row).key);
      await sql`
        delete from ${sql.table(table)} where ${sql.ref(key)} in (${sql.join(keys)})
      `.execute(db);
      return rows.length;
    });
  }
}

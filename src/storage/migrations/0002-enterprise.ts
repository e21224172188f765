import type { Kysely } from 'kysely';

/** Connections of workspaces know their Enterprise organization, since the app can be taken out of all of it at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('connections').addColumn('enterprise_id', 'text').execute();
}

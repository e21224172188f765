import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

/**
 * Brings the schema up to date, also when several processes start at once. Throws a `StorageError` when the database has a step
 * that this version does not know.
 */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  const unknown = await unknownStep(db);
  if (!unknown) throw error;
  throw new StorageError(
    `The database was made by a newer version of piper-invite: it has the step ${unknown}. Run that version, or restore a backup from before it.`,
  );
}

async function unknownStep(db: Database): Promise<string | undefined> {
  try {
    const done = await db
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    return done.find(({ name }) => !(name in migrations))?.name;
  } catch {
    return undefined;
  }
}

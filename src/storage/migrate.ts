import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

/**
 * Brings the schema up to date; several processes may do so at once. Throws a `StorageError` where the database has a step
 * that this program does not know.
 */
export async function migrate(db: Database): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.some(({ name }) => name === 'kysely_migration')) {
    const done = await db
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    const unknown = done.find(({ name }) => !(name in migrations));
    if (unknown) {
      throw new StorageError(
        `The database was made by a newer version of piper-invite (it has ${unknown.name}). Run that version, or restore a backup from before it.`,
      );
    }
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

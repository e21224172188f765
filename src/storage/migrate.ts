import { isDeepStrictEqual } from 'node:util';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

/**
 * Brings the schema up to date, also when several processes start at once; with a connection of its own, where `openUntimed` opens one.
 * Throws a `StorageError` when the database has a step that this version does not know.
 */
export async function migrate(db: Database, openUntimed?: () => Database): Promise<void> {
  // Most starts find everything done, which one query tells sooner than Kysely's look at the whole schema.
  const done = await stepsDone(db);
  if (isDeepStrictEqual(done, Object.keys(migrations))) return;
  const untimed = openUntimed?.();
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db: untimed ?? db, provider })
    .migrateToLatest()
    .finally(() => untimed?.destroy());
  if (!error) return;
  const unknown = (await stepsDone(db)).find((name) => !(name in migrations));
  if (!unknown) throw error;
  throw new StorageError(
    `The database was made by a newer version of piper-invite: it has the step ${unknown}. Run that version, or restore a backup from before it.`,
  );
}

/** In order; none where the database is new. */
async function stepsDone(db: Database): Promise<string[]> {
  try {
    const done = await db
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .orderBy('name')
      .execute();
    return done.map(({ name }) => name);
  } catch {
    return [];
  }
}

/** The steps that a database has yet to take, and those that this version does not know. Only reads; throws where that can't be done. */
export async function stepsOf(db: Database): Promise<{ missing: string[]; unknown: string[] }> {
  // What can't be read is not new.
  await db.introspection.getTables();
  const done = await stepsDone(db);
  return {
    missing: Object.keys(migrations).filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !(name in migrations)),
  };
}

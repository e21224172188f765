import { describe, expect, it } from 'vitest';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';

/** How every storage gets its tables, where there are none. */
export function schemaContract(emptyLocation: () => Promise<StorageLocation>): void {
  describe('the schema', () => {
    it('is made as a whole or not at all', async () => {
      const location = await emptyLocation();
      // The last table to be made is there already, so that the first ones are made in vain.
      await inDatabase(location, (db) =>
        db.schema.createTable('audit_marks').addColumn('other', 'text').execute(),
      );
      await expect(openForTest(location)).rejects.toThrow(/audit_marks.* already exists/);
      await inDatabase(location, (db) => db.schema.dropTable('audit_marks').execute());
      expect((await (await openForTest(location)).verified()).entries).toBe(0);
    });

    it('is refused by name where a newer version has changed it', async () => {
      const location = await emptyLocation();
      await (await openForTest(location)).close();
      await inDatabase(location, (db) =>
        db
          .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
          .insertInto('kysely_migration')
          .values({ name: '9999-future', timestamp: '2030-01-01T00:00:00Z' })
          .execute(),
      );
      await expect(openForTest(location)).rejects.toThrow(
        /^The database was made by a newer version of piper-invite.* 9999-future\. Run that version/,
      );
    });
  });
}

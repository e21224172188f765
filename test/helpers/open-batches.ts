import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { StorageLocation } from '../../src/storage/storage.ts';

/** Counts the batches whose notifications are not all delivered yet, beside whoever has the database open. */
export async function openBatches(location: StorageLocation) {
  const query = 'select count(*) as count from batches where notified_at is null';
  if (location.kind === 'postgres') {
    const client = new Client({ connectionString: location.url });
    await client.connect();
    return {
      count: async () => Number((await client.query(query)).rows[0].count),
      close: () => client.end(),
    };
  }
  const database = new DatabaseSync(join(location.directory, 'piper-invite.db'), {
    readOnly: true,
  });
  return {
    count: async () => Number(database.prepare(query).get()?.count),
    close: async () => database.close(),
  };
}

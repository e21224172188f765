import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { StorageLocation } from '../../src/storage/storage.ts';

/** Counts rows beside whoever has the database open; `from` is what stands behind SQL's word of that name. */
export async function countRows(location: StorageLocation) {
  const query = (from: string) => `select count(*) as count from ${from}`;
  if (location.kind === 'postgres') {
    const client = new Client({ connectionString: location.url });
    await client.connect();
    return {
      count: async (from: string) => Number((await client.query(query(from))).rows[0].count),
      close: () => client.end(),
    };
  }
  const database = new DatabaseSync(join(location.directory, 'piper-invite.db'), {
    readOnly: true,
  });
  return {
    count: async (from: string) => Number(database.prepare(query(from)).get()?.count),
    close: async () => database.close(),
  };
}

/** Counts the batches whose notifications are not all delivered yet, beside whoever has the database open. */
export async function openBatches(location: StorageLocation) {
  const { count, close } = await countRows(location);
  return { count: () => count('batches where notified_at is null'), close };
}

import type { DeleteResult, InsertObject, Transaction, UpdateResult } from 'kysely';
import { storage } from '../limits.ts';
import type { Tables } from './tables.ts';

/** An update or a deletion that returns no rows. */
export type Change = { executeTakeFirstOrThrow(): Promise<UpdateResult | DeleteResult> };

/** Runs it; false when it found nothing to change. */
export async function hasChanged(change: Change): Promise<boolean> {
  const result = await change.executeTakeFirstOrThrow();
  return ('numUpdatedRows' in result ? result.numUpdatedRows : result.numDeletedRows) > 0n;
}

/** Inserts any number of rows, in statements that both engines accept. */
export async function insertAll<Table extends keyof Tables>(
  transaction: Transaction<Tables>,
  table: Table,
  rows: readonly InsertObject<Tables, Table>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += storage.rowsPerInsert) {
    await transaction
      .insertInto(table)
      .values(rows.slice(from, from + storage.rowsPerInsert))
      .execute();
  }
}

import { inSteps } from './in-steps.ts';
import { idsOf } from './rows.ts';
import type { Database } from './tables.ts';

/** Deletes requests that ended, were made by `until` (epoch milliseconds) and whose people were told. */
export const removeOldRequests = (db: Database, until: number): Promise<number> =>
  inSteps(async (limit) => {
    const requests = await db
      .selectFrom('requests')
      .select('id')
      .where('createdAt', '<=', until)
      .where('state', '!=', 'open')
      .whereRef('shownVersion', '=', 'version')
      .orderBy('createdAt')
      .limit(limit)
      .execute();
    await removeRequests(db, idsOf(requests));
    return requests.length;
  });

/** Deletes a workspace's requests. */
export const removeRequestsOf = (db: Database, teamId: string): Promise<number> =>
  inSteps(async (limit) => {
    const requests = await db
      .selectFrom('requests')
      .select('id')
      .where('teamId', '=', teamId)
      .orderBy('id')
      .limit(limit)
      .execute();
    await removeRequests(db, idsOf(requests));
    return requests.length;
  });

/** Deletes requests with their people and approvals. */
export async function removeRequests(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.transaction().execute(async (transaction) => {
    for (const table of ['requestPeople', 'requestVotes'] as const) {
      await transaction.deleteFrom(table).where('requestId', 'in', ids).execute();
    }
    await transaction.deleteFrom('requests').where('id', 'in', ids).execute();
  });
}

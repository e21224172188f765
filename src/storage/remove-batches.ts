import type { ExpressionBuilder } from 'kysely';
import { othersTurn } from '../utils/in-slices.ts';
import { inSteps } from './in-steps.ts';
import { idsOf } from './rows.ts';
import type { Database, Tables } from './tables.ts';

/** Nobody waits for anything any more: all has ended, people were told, and nobody is looked for. */
const isFinished = ({ and, eb, not, exists, selectFrom }: ExpressionBuilder<Tables, 'batches'>) =>
  and([
    eb('notifiedAt', 'is not', null),
    not(
      exists(
        selectFrom('invitations')
          .select('invitations.id')
          .whereRef('invitations.batchId', '=', 'batches.id')
          .where(({ or, eb }) =>
            or([eb('state', 'in', ['waiting', 'sending']), eb('checkAt', 'is not', null)]),
          ),
      ),
    ),
  ]);

/** Deletes finished batches that were made by `until` (epoch milliseconds), with their invitations. Resolves with how many. */
export async function removeOldBatches(db: Database, until: number): Promise<number> {
  return inSteps(async (limit) => {
    const batches = await db
      .selectFrom('batches')
      .select('id')
      .where('createdAt', '<=', until)
      .where(isFinished)
      .orderBy('createdAt')
      .limit(limit)
      .execute();
    await removeBatches(db, idsOf(batches));
    return batches.length;
  });
}

/** Deletes batches with their invitations, one after the other, since one may have hundreds. */
export async function removeBatches(db: Database, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await othersTurn();
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('invitations').where('batchId', '=', id).execute();
      await transaction.deleteFrom('batches').where('id', '=', id).execute();
    });
  }
}

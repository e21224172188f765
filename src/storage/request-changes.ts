import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import type { Invite } from '../domain/invitation.ts';
import type { RequestState } from '../domain/request.ts';
import { err, ok } from '../domain/result.ts';
import type { ApprovalResult, NewApproval } from '../usecases/ports/requests.ts';
import type { Recorder } from './audit.ts';
import { hasChanged } from './statements.ts';
import { submit } from './submissions.ts';
import type { Database, Tables } from './tables.ts';

/** In a literal, for the partial indexes. */
export const isOpen = sql<boolean>`requests.state = 'open'`;

/** Thrown to undo a transaction that can't do all it should. */
class Undone extends Error {
  readonly result: ApprovalResult;
  constructor(result: ApprovalResult) {
    super('undone');
    this.result = result;
  }
}

/** Counts an approval: see `Requests.approve`. */
export async function approve(
  db: Database,
  recorder: Recorder,
  id: string,
  approval: NewApproval,
): Promise<ApprovalResult> {
  try {
    return await db
      .transaction()
      .execute((transaction) => approveIn(transaction, recorder, id, approval));
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

async function approveIn(
  transaction: Transaction<Tables>,
  recorder: Recorder,
  id: string,
  approval: NewApproval,
): Promise<ApprovalResult> {
  const { by, at, revision, changed, words, needed, lapsed, batch, entries } = approval;
  // Locks the request for the rest of the transaction.
  const found = await transaction
    .updateTable('requests')
    .set({ version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where(isOpen)
    .returning('revision')
    .executeTakeFirst();
  if (!found) return err({ kind: 'ended' });
  if (found.revision !== revision) throw new Undone(err({ kind: 'changed' }));
  if (changed) await change(transaction, id, by, changed);
  await lapse(transaction, id, lapsed);
  // Whose approval has lapsed can approve again.
  const voted = await transaction
    .insertInto('requestVotes')
    .values({ requestId: id, userId: by, at, isLapsed: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['requestId', 'userId'])
        .doUpdateSet({ at, isLapsed: 0 })
        .where('requestVotes.isLapsed', '=', 1),
    )
    .returning('userId')
    .execute();
  if (voted.length === 0) throw new Undone(err({ kind: 'approved_already' }));
  const votes = await transaction
    .selectFrom('requestVotes')
    .select('userId')
    .where('requestId', '=', id)
    .where('isLapsed', '=', 0)
    .orderBy('at')
    .orderBy('userId')
    .execute();
  const isEnough = votes.length >= needed;
  await recorder.append(transaction, [entries.approval(isEnough ? 'approved' : 'counted')]);
  if (!isEnough) return ok('counted');

  const state = { kind: 'approved' as const, at, ...(words && { words }) };
  await close(transaction, id, state, { batchId: batch.id });
  const approvedBy = votes.map(({ userId }) => z.string().parse(userId));
  const sealed = { batch: { ...batch, approvedBy }, sealedUrls: null };
  const placed = await submit(transaction, recorder, sealed, approval.invitations, entries.batch);
  if (!placed.ok) throw new Undone(err({ kind: 'too_many', tooMany: placed.error }));
  return ok('approved');
}

async function lapse(
  transaction: Transaction<Tables>,
  id: string,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  await transaction
    .updateTable('requestVotes')
    .set({ isLapsed: 1 })
    .where('requestId', '=', id)
    .where('userId', 'in', userIds)
    .execute();
}

/** Gives people the roles of `changed`, leaves out who is not in it, and lets everybody approve anew. */
async function change(
  transaction: Transaction<Tables>,
  id: string,
  by: string,
  changed: readonly Invite[],
): Promise<void> {
  await transaction
    .updateTable('requests')
    .set({ revision: sql<number>`revision + 1`, changedBy: by })
    .where('id', '=', id)
    .execute();
  await transaction
    .updateTable('requestPeople')
    .set({ isLeftOut: 1, isOpen: 0 })
    .where('requestId', '=', id)
    .execute();
  for (const [roleId, invites] of Map.groupBy(changed, ({ role }) => role.id)) {
    await transaction
      .updateTable('requestPeople')
      .set({ isLeftOut: 0, isOpen: 1, roleId, roleName: invites[0]?.role.name ?? '' })
      .where('requestId', '=', id)
      .where(
        'addressKey',
        'in',
        invites.map(({ invitee }) => addressKey(invitee.address)),
      )
      .execute();
  }
  await transaction.deleteFrom('requestVotes').where('requestId', '=', id).execute();
}

/** Ends an open request; its addresses can be asked for again. False when it has ended already, or isn't this revision. */
export async function close(
  transaction: Transaction<Tables>,
  id: string,
  end: Exclude<RequestState, { kind: 'open' }>,
  { batchId, revision }: { batchId?: string; revision?: number | undefined } = {},
): Promise<boolean> {
  const isEnded = await hasChanged(
    transaction
      .updateTable('requests')
      .set({
        version: sql<number>`version + 1`,
        state: end.kind,
        endedAt: end.at,
        endedBy: 'by' in end ? end.by : null,
        words: 'words' in end ? (end.words ?? null) : null,
        why: 'why' in end ? end.why : null,
        remindAt: null,
        batchId: batchId ?? null,
      })
      .where('id', '=', id)
      .where(isOpen)
      .$if(revision !== undefined, (query) => query.where('revision', '=', Number(revision))),
  );
  if (isEnded) {
    await transaction
      .updateTable('requestPeople')
      .set({ isOpen: 0 })
      .where('requestId', '=', id)
      .execute();
  }
  return isEnded;
}

import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import * as z from 'zod';
import type { AuditEntry } from '../domain/audit.ts';
import type { Invite, Outcome } from '../domain/invitation.ts';
import type { Invitations, Lease } from '../usecases/ports/invitations.ts';
import type { Recorder } from './audit.ts';
import { claim, endLeases, isDue, lockQueue } from './claims.ts';
import { grouped } from './grouped.ts';
import { columnsOfOutcome } from './invitation-state.ts';
import { ends } from './limits.ts';
import { showInRequest } from './request-notifications.ts';
import { idsOf, invitee, role, schemaOfRow } from './rows.ts';
import { hasChanged } from './statements.ts';
import type { Database, Queries, Tables } from './tables.ts';

const inviteSchema = schemaOfRow({}, { invitee, role });

/** When it is due: at once if its batch was cancelled, since all that is left is to end it. */
const unlessCancelled = (nextAttemptAt: number) => sql<number>`case when exists (
  select 1 from batches where batches.id = batch_id and batches.cancelled_by is not null
) then 0 else cast(${nextAttemptAt} as bigint) end`;

export function createInvitations(db: Database, recorder: Recorder): Invitations {
  const begin = grouped(
    () => 'all',
    (all: readonly Begun[]) => beginAll(db, all),
  );
  const endTogether = grouped(
    // One that Piper was not asked for can be cancelled meanwhile, with others and in another order.
    ({ lease, end, entry }: Ended) =>
      end.outcome.kind === 'invited' ? entry.workspace : `${entry.workspace} ${lease.id}`,
    (all) => db.transaction().execute((transaction) => endAll(transaction, recorder, all)),
    ends.pause,
  );
  return {
    claim: (organizationId, lease) =>
      db.transaction().execute((transaction) => claim(transaction, organizationId, lease)),

    renew: async (owner, leases, until) => {
      if (leases.length === 0) return;
      await db
        .updateTable('invitations')
        .set({ leaseUntil: until })
        .where('id', 'in', idsOf(leases))
        .where('state', '=', 'sending')
        .where('leaseOwner', '=', owner)
        .execute();
    },

    giveBack: async (owner, leases) => {
      if (leases.length === 0) return;
      await db
        .updateTable('invitations')
        .set({
          state: 'waiting',
          attempts: sql<number>`attempts - 1`,
          leaseOwner: null,
          leaseUntil: null,
        })
        .where(isOneOf(leases))
        .where('state', '=', 'sending')
        .where('isAsked', '=', 0)
        .where('leaseOwner', '=', owner)
        .execute();
    },

    begin: (lease, until) => begin({ lease, until }),

    endLeases: async (afterLoss) => {
      await endLeases(db, afterLoss).execute();
    },

    end: (lease, end, entry) => endTogether({ lease, end, entry }),

    postpone: (lease, { nextAttemptAt, failure, isUnclear }) =>
      hasChanged(
        stillOpen(db, lease).set({
          state: 'waiting',
          isAsked: 0,
          // What was stored when its lease was lost, about this attempt, is known better now.
          settlesAt: lease.settlesAt ?? null,
          nextAttemptAt: isUnclear ? nextAttemptAt : unlessCancelled(nextAttemptAt),
          failure: failure ? JSON.stringify(failure) : null,
          isUnclear: isUnclear ? 1 : 0,
          leaseOwner: null,
          leaseUntil: null,
        }),
      ),

    endWaiting: (batchId, which, end, entryOf) =>
      db
        .transaction()
        .execute(async (transaction) =>
          (await lockQueueOf(transaction, batchId))
            ? endUnsent(
                transaction,
                recorder,
                batchId,
                { ...which, states: ['waiting'] },
                end,
                entryOf,
              )
            : 0,
        ),

    cancel: (batchId, { by, at }, entryOf) =>
      db.transaction().execute(async (transaction) => {
        if (!(await lockQueueOf(transaction, batchId))) return 0;
        await transaction
          .updateTable('batches')
          .set({ cancelledBy: by })
          .where('id', '=', batchId)
          .where('cancelledBy', 'is', null)
          .execute();
        const outcome = { kind: 'cancelled', by } as const;
        // Whoever has leased one and not begun with it can't begin any more.
        const which = { states: ['waiting', 'sending'] };
        return endUnsent(transaction, recorder, batchId, which, { outcome, at }, entryOf);
      }),

    pause: async (organizationId, until) => {
      await db
        .updateTable('queues')
        .set({ pausedUntil: until })
        .where('organizationId', '=', organizationId)
        .where('pausedUntil', '<', until)
        .execute();
    },

    due: async (now) => {
      const rows = await db
        .selectFrom('invitations')
        .where(isDue(now))
        .innerJoin('queues', 'queues.organizationId', 'invitations.organizationId')
        .where('pausedUntil', '<=', now)
        .select('invitations.organizationId')
        .distinct()
        .execute();
      return rows.map(({ organizationId }) => z.string().parse(organizationId));
    },
  };
}

type Begun = { lease: Lease; until: number };

type Ended = {
  lease: Lease;
  end: Parameters<Invitations['end']>[1];
  entry: AuditEntry;
};

/** Notes of invitations that Piper may have been asked from now on; false for each of which the lease was lost. */
async function beginAll(db: Queries, all: readonly Begun[]): Promise<boolean[]> {
  const until = Math.max(...all.map((each) => each.until));
  const rows = await db
    .updateTable('invitations')
    .set({ isAsked: 1, leaseUntil: until })
    .where(isOneOf(all.map(({ lease }) => lease)))
    .where('state', '=', 'sending')
    .returning(['id', 'attempts'])
    .execute();
  return all.map(({ lease }) => isAmong(rows, lease));
}

/** Ends invitations of one workspace; false for each that another attempt has begun for, or that has ended. */
async function endAll(
  transaction: Transaction<Tables>,
  recorder: Recorder,
  all: readonly Ended[],
): Promise<boolean[]> {
  const values = all.map(({ lease, end }) => {
    const { state, member, failure, cancelledBy } = columnsOfOutcome(end.outcome);
    const columns = [state, member, failure, cancelledBy, end.at, end.checkAt ?? null];
    return sql`(${sql.join([lease.id, lease.attempts, ...columns])})`;
  });
  // PostgreSQL takes the values for text.
  const { rows } = await sql<{ id: string; attempts: number }>`
    update invitations set
      state = ended.column3, member = ended.column4, failure = ended.column5, cancelled_by = ended.column6,
      ended_at = cast(ended.column7 as bigint), check_at = cast(ended.column8 as bigint), lease_owner = null, lease_until = null
    from (values ${sql.join(values)}) as ended
    where id = ended.column1 and attempts = cast(ended.column2 as integer) and state in ('sending', 'waiting')
    returning id, attempts`.execute(transaction);
  const results = all.map(({ lease }) => isAmong(rows, lease));
  const ended = all.filter((_, at) => results[at]);
  await recorder.append(
    transaction,
    ended.map(({ entry }) => entry),
  );
  for (const { lease, end } of ended) {
    const mayHoldAnother = lease.previousEndedAt !== undefined;
    if (end.outcome.kind === 'invited' && mayHoldAnother) {
      await noteRemoved(transaction, lease, end.at);
    }
  }
  return results;
}

/** By the attempt, too: one that was lost and taken anew may be there twice. */
const isAmong = (rows: readonly { id: string; attempts: number }[], { id, attempts }: Lease) =>
  rows.some((row) => row.id === id && row.attempts === attempts);

/** Those of which no other attempt has begun. */
const isOneOf =
  (leases: readonly Lease[]) =>
  ({ eb, and, or }: ExpressionBuilder<Tables, 'invitations'>) =>
    or(leases.map(({ id, attempts }) => and([eb('id', '=', id), eb('attempts', '=', attempts)])));

/** An update of an invitation, unless another attempt has begun. */
const attempted = (db: Queries, { id, attempts }: Lease) =>
  db.updateTable('invitations').where('id', '=', id).where('attempts', '=', attempts);

/** One that has lost its lease waits, and whoever had it may still tell how the attempt ended. */
const stillOpen = (db: Queries, lease: Lease) =>
  attempted(db, lease).where('state', 'in', ['sending', 'waiting']);

/** Somebody who could be invited again had been removed: what confirms earlier invites has to say so. */
async function noteRemoved(transaction: Queries, { id }: Lease, at: number): Promise<void> {
  const invited = transaction.selectFrom('invitations').where('id', '=', id);
  const removed = await transaction
    .updateTable('invitations')
    .set({ removedAt: at, checkAt: at, isShown: 0 })
    .where('organizationId', '=', invited.select('organizationId'))
    .where('addressKey', '=', invited.select('addressKey'))
    .where('state', '=', 'invited')
    .where('removedAt', 'is', null)
    .where('id', '!=', id)
    .returning('batchId')
    .execute();
  for (const { batchId } of removed) await showInRequest(transaction, z.string().parse(batchId));
}

/** Locks the queue of a batch, first as in `claim`, so that the two cannot deadlock. False when there is no such batch. */
async function lockQueueOf(transaction: Transaction<Tables>, batchId: string): Promise<boolean> {
  const batch = await transaction
    .selectFrom('batches')
    .select('organizationId')
    .where('id', '=', batchId)
    .executeTakeFirst();
  if (!batch) return false;
  await lockQueue(transaction, z.string().parse(batch.organizationId));
  return true;
}

/** Ends those of a batch's invitations in some states that certainly have not been sent. */
async function endUnsent(
  transaction: Transaction<Tables>,
  recorder: Recorder,
  batchId: string,
  { roleId, states }: { roleId?: string; states: string[] },
  { outcome, at }: { outcome: Outcome; at: number },
  entryOf: (invite: Invite) => AuditEntry,
): Promise<number> {
  let query = transaction
    .updateTable('invitations')
    .set({ ...columnsOfOutcome(outcome), endedAt: at, leaseOwner: null, leaseUntil: null })
    .where('batchId', '=', batchId)
    .where('state', 'in', states)
    .where('isAsked', '=', 0)
    // One that may have taken effect has to be looked up in Piper first.
    .where('isUnclear', '=', 0);
  if (roleId !== undefined) query = query.where('roleId', '=', roleId);
  const rows = await query
    .returning(['address', 'userId', 'roleId', 'roleName', 'position'])
    .execute();
  const ended = rows
    .toSorted((a, b) => a.position - b.position)
    .map((row) => entryOf(inviteSchema.parse(row)));
  await recorder.append(transaction, ended);
  return ended.length;
}

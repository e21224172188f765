import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { AuditEntry } from '../domain/audit.ts';
import type { Invite, Outcome } from '../domain/invitation.ts';
import type { Invitations } from '../usecases/ports/invitations.ts';
import { appendEntries, appendEntry } from './audit.ts';
import { claim, isClaimable, lockQueue } from './claims.ts';
import { columnsOfOutcome } from './invitation-state.ts';
import { inviteeColumns, inviteeOf, roleColumns, roleOf } from './rows.ts';
import type { Database, Tables } from './tables.ts';

const leaseSchema = z.object({ id: z.string(), attempts: z.int() });
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const endedSchema = z.object({ ...inviteeColumns, ...roleColumns });

/** When it is due: at once if its batch was cancelled, since all that is left is to end it. */
const unlessCancelled = (nextAttemptAt: number) => sql<number>`case when exists (
  select 1 from batches where batches.id = batch_id and batches.cancelled_by is not null
) then 0 else cast(${nextAttemptAt} as bigint) end`;

export function createInvitations(db: Database): Invitations {
  return {
    claim: (organizationId, lease) =>
      db.transaction().execute((transaction) => claim(transaction, organizationId, lease)),

    renew: async (owner, leases, { now, until }) => {
      if (leases.length === 0) return [];
      const rows = await db
        .updateTable('invitations')
        .set({ lease_until: until })
        .where('id', 'in', idsOf(leases))
        .where('state', '=', 'sending')
        .where('lease_owner', '=', owner)
        .where('lease_until', '>', now)
        .returning(['id', 'attempts'])
        .execute();
      return rows.map((row) => leaseSchema.parse(row));
    },

    endLeases: async (now) => {
      await db
        .updateTable('invitations')
        .set({ lease_until: now })
        .where('state', '=', 'sending')
        .execute();
    },

    end: ({ id, attempts }, { outcome, at, checkAt = null }, entry) =>
      db.transaction().execute(async (transaction) => {
        const ended = await transaction
          .updateTable('invitations')
          .set({
            ...columnsOfOutcome(outcome),
            ended_at: at,
            check_at: checkAt,
            lease_owner: null,
            lease_until: null,
          })
          .where('id', '=', id)
          .where('state', '=', 'sending')
          .where('attempts', '=', attempts)
          .returning('id')
          .execute();
        if (ended.length > 0) await appendEntry(transaction, entry);
        return ended.length > 0;
      }),

    postpone: async ({ id, attempts }, { nextAttemptAt, failure, isUnclear }) => {
      const postponed = await db
        .updateTable('invitations')
        .set({
          state: 'waiting',
          next_attempt_at: isUnclear ? nextAttemptAt : unlessCancelled(nextAttemptAt),
          failure: JSON.stringify(failure),
          is_unclear: isUnclear ? 1 : 0,
          lease_owner: null,
          lease_until: null,
        })
        .where('id', '=', id)
        .where('state', '=', 'sending')
        .where('attempts', '=', attempts)
        .returning('id')
        .execute();
      return postponed.length > 0;
    },

    endWaiting: (batchId, which, end, entryOf) =>
      db
        .transaction()
        .execute(async (transaction) =>
          (await lockQueueOf(transaction, batchId))
            ? endUnsent(transaction, batchId, which, end, entryOf)
            : 0,
        ),

    cancel: (batchId, { by, at }, entryOf) =>
      db.transaction().execute(async (transaction) => {
        if (!(await lockQueueOf(transaction, batchId))) return 0;
        await transaction
          .updateTable('batches')
          .set({ cancelled_by: by })
          .where('id', '=', batchId)
          .where('cancelled_by', 'is', null)
          .execute();
        const outcome = { kind: 'cancelled', by } as const;
        return endUnsent(transaction, batchId, {}, { outcome, at }, entryOf);
      }),

    pause: async (organizationId, until) => {
      await db
        .updateTable('queues')
        .set({ paused_until: until })
        .where('organization_id', '=', organizationId)
        .where('paused_until', '<', until)
        .execute();
    },

    due: async (now) => {
      const rows = await db
        .selectFrom('invitations')
        .where(isClaimable(now))
        .innerJoin('queues', 'queues.organization_id', 'invitations.organization_id')
        .where('paused_until', '<=', now)
        .select('invitations.organization_id')
        .distinct()
        .execute();
      return rows.map(({ organization_id }) => z.string().parse(organization_id));
    },
  };
}

/** Locks the queue of a batch, first as in `claim`, so that the two cannot deadlock. False when there is no such batch. */
async function lockQueueOf(transaction: Transaction<Tables>, batchId: string): Promise<boolean> {
  const batch = await transaction
    .selectFrom('batches')
    .select('organization_id')
    .where('id', '=', batchId)
    .executeTakeFirst();
  if (!batch) return false;
  await lockQueue(transaction, z.string().parse(batch.organization_id));
  return true;
}

/** Ends those of a batch's waiting invitations that certainly have not been sent. */
async function endUnsent(
  transaction: Transaction<Tables>,
  batchId: string,
  { roleId }: { roleId?: string },
  { outcome, at }: { outcome: Outcome; at: number },
  entryOf: (invite: Invite) => AuditEntry,
): Promise<number> {
  let query = transaction
    .updateTable('invitations')
    .set({ ...columnsOfOutcome(outcome), ended_at: at })
    .where('batch_id', '=', batchId)
    .where('state', '=', 'waiting')
    // One that may have taken effect has to be looked up in Piper first.
    .where('is_unclear', '=', 0);
  if (roleId !== undefined) query = query.where('role_id', '=', roleId);
  const rows = await query
    .returning(['address', 'user_id', 'role_id', 'role_name', 'position'])
    .execute();
  const ended = rows
    .toSorted((a, b) => a.position - b.position)
    .map((row) => endedSchema.parse(row));
  await appendEntries(
    transaction,
    ended.map((row) => entryOf({ invitee: inviteeOf(row), role: roleOf(row) })),
  );
  return ended.length;
}

import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { AuditEntry } from '../domain/audit.ts';
import type { Invite, Outcome } from '../domain/invitation.ts';
import type { Invitations, Lease } from '../usecases/ports/invitations.ts';
import type { Recorder } from './audit.ts';
import { claim, isClaimable, lockQueue } from './claims.ts';
import { columnsOfOutcome } from './invitation-state.ts';
import { idsOf, invitee, role, schemaOfRow } from './rows.ts';
import { hasChanged } from './statements.ts';
import type { Database, Queries, Tables } from './tables.ts';

const leaseSchema = z.object({ id: z.string(), attempts: z.int() });
const inviteSchema = schemaOfRow({}, { invitee, role });

/** When it is due: at once if its batch was cancelled, since all that is left is to end it. */
const unlessCancelled = (nextAttemptAt: number) => sql<number>`case when exists (
  select 1 from batches where batches.id = batch_id and batches.cancelled_by is not null
) then 0 else cast(${nextAttemptAt} as bigint) end`;

export function createInvitations(db: Database, recorder: Recorder): Invitations {
  return {
    claim: (organizationId, lease) =>
      db.transaction().execute((transaction) => claim(transaction, organizationId, lease)),

    renew: async (owner, leases, { now, until }) => {
      if (leases.length === 0) return [];
      const rows = await db
        .updateTable('invitations')
        .set({ leaseUntil: until })
        .where('id', 'in', idsOf(leases))
        .where('state', '=', 'sending')
        .where('leaseOwner', '=', owner)
        .where('leaseUntil', '>', now)
        .returning(['id', 'attempts'])
        .execute();
      return rows.map((row) => leaseSchema.parse(row));
    },

    endLeases: async (now) => {
      await db
        .updateTable('invitations')
        .set({ leaseUntil: now })
        .where('state', '=', 'sending')
        .execute();
    },

    end: (lease, { outcome, at, checkAt = null }, entry) =>
      recorder.changeWithEntry(db, entry, (transaction) =>
        leased(transaction, lease).set({
          ...columnsOfOutcome(outcome),
          endedAt: at,
          checkAt,
          leaseOwner: null,
          leaseUntil: null,
        }),
      ),

    postpone: (lease, { nextAttemptAt, failure, isUnclear }) =>
      hasChanged(
        leased(db, lease).set({
          state: 'waiting',
          nextAttemptAt: isUnclear ? nextAttemptAt : unlessCancelled(nextAttemptAt),
          failure: JSON.stringify(failure),
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
            ? endUnsent(transaction, recorder, batchId, which, end, entryOf)
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
        return endUnsent(transaction, recorder, batchId, {}, { outcome, at }, entryOf);
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
        .where(isClaimable(now))
        .innerJoin('queues', 'queues.organizationId', 'invitations.organizationId')
        .where('pausedUntil', '<=', now)
        .select('invitations.organizationId')
        .distinct()
        .execute();
      return rows.map(({ organizationId }) => z.string().parse(organizationId));
    },
  };
}

/** An update of an invitation, unless its lease was lost. */
const leased = (db: Queries, { id, attempts }: Lease) =>
  db
    .updateTable('invitations')
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('attempts', '=', attempts);

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

/** Ends those of a batch's waiting invitations that certainly have not been sent. */
async function endUnsent(
  transaction: Transaction<Tables>,
  recorder: Recorder,
  batchId: string,
  { roleId }: { roleId?: string },
  { outcome, at }: { outcome: Outcome; at: number },
  entryOf: (invite: Invite) => AuditEntry,
): Promise<number> {
  let query = transaction
    .updateTable('invitations')
    .set({ ...columnsOfOutcome(outcome), endedAt: at })
    .where('batchId', '=', batchId)
    .where('state', '=', 'waiting')
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

import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { AuditEntry } from '../domain/audit.ts';
import type { Invitee, Outcome } from '../domain/invitation.ts';
import type { Role } from '../domain/organization.ts';
import type { ClaimedInvitation, Invitations } from '../usecases/storage-ports.ts';
import { appendEntries, appendEntry } from './audit.ts';
import { workspaceOf } from './orders.ts';
import { columnsOfOutcome } from './standing.ts';
import type { Database, Tables } from './tables.ts';

const candidateSchema = z.object({
  id: z.string(),
  address_key: z.string(),
  state: z.enum(['waiting', 'sending']),
});
const claimedSchema = z
  .object({
    id: z.string(),
    order_id: z.string(),
    team_id: z.string(),
    enterprise_id: z.string().nullable(),
    is_org_wide: z.int(),
    organization_id: z.string(),
    organization_name: z.string(),
    address: z.string(),
    user_id: z.string().nullable(),
    role_id: z.string(),
    role_name: z.string(),
    inviter_id: z.string(),
    surface: z.string(),
    reference: z.string().nullable(),
    created_at: z.int(),
    tries: z.int(),
    is_unclear: z.int(),
    cancelled_by: z.string().nullable(),
    previous_ended_at: z.int().nullable(),
  })
  .transform(
    (row): ClaimedInvitation => ({
      id: row.id,
      orderId: row.order_id,
      workspace: workspaceOf(row),
      organization: { id: row.organization_id, name: row.organization_name },
      invitee: { address: row.address, ...(row.user_id !== null && { userId: row.user_id }) },
      role: { id: row.role_id, name: row.role_name },
      inviterId: row.inviter_id,
      surface: row.surface,
      ...(row.reference !== null && { reference: row.reference }),
      at: row.created_at,
      tries: row.tries,
      isUnclear: row.is_unclear === 1,
      ...(row.cancelled_by !== null && { cancelledBy: row.cancelled_by }),
      ...(row.previous_ended_at !== null && { previousEndedAt: row.previous_ended_at }),
    }),
  );
const leaseSchema = z.object({ id: z.string(), tries: z.int() });
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const endedSchema = z.object({
  address: z.string(),
  user_id: z.string().nullable(),
  role_id: z.string(),
  role_name: z.string(),
});

export function createInvitations(db: Database): Invitations {
  return {
    claim: (organizationId, { owner, now, until, limit }) =>
      db.transaction().execute(async (transaction) => {
        if (await isPaused(transaction, organizationId, now)) return [];
        const free = limit - (await countSending(transaction, organizationId, now));
        const ids = free > 0 ? await candidates(transaction, organizationId, now, free) : [];
        if (ids.length === 0) return [];
        const rows = await transaction
          .updateTable('invitations')
          .set({
            // Whoever had it may have sent it.
            is_unclear: sql<number>`case when state = 'sending' then 1 else is_unclear end`,
            state: 'sending',
            tries: sql<number>`tries + 1`,
            lease_owner: owner,
            lease_until: until,
          })
          .where('id', 'in', ids)
          // It may have ended since it was found.
          .where(isClaimable(now))
          .returning('id')
          .execute();
        return claimed(transaction, idsOf(rows));
      }),

    renew: async (owner, leases, { now, until }) => {
      if (leases.length === 0) return [];
      const rows = await db
        .updateTable('invitations')
        .set({ lease_until: until })
        .where('id', 'in', idsOf(leases))
        .where('state', '=', 'sending')
        .where('lease_owner', '=', owner)
        .where('lease_until', '>', now)
        .returning(['id', 'tries'])
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

    end: ({ id, tries }, { outcome, at, lookAt = null }, entry) =>
      db.transaction().execute(async (transaction) => {
        const ended = await transaction
          .updateTable('invitations')
          .set({
            ...columnsOfOutcome(outcome),
            ended_at: at,
            look_at: lookAt,
            lease_owner: null,
            lease_until: null,
          })
          .where('id', '=', id)
          .where('state', '=', 'sending')
          .where('tries', '=', tries)
          .returning('id')
          .execute();
        if (ended.length > 0) await appendEntry(transaction, entry);
        return ended.length > 0;
      }),

    postpone: async ({ id, tries }, { nextTryAt, failure, isUnclear }) => {
      const postponed = await db
        .updateTable('invitations')
        .set({
          state: 'waiting',
          next_try_at: sql<number>`case when exists (
            select 1 from orders where orders.id = order_id and orders.cancelled_by is not null
          ) then 0 else ${nextTryAt} end`,
          failure: JSON.stringify(failure),
          is_unclear: isUnclear ? 1 : 0,
          lease_owner: null,
          lease_until: null,
        })
        .where('id', '=', id)
        .where('state', '=', 'sending')
        .where('tries', '=', tries)
        .returning('id')
        .execute();
      return postponed.length > 0;
    },

    endWaiting: (orderId, which, end, entryOf) =>
      db
        .transaction()
        .execute(async (transaction) =>
          (await lockQueueOf(transaction, orderId))
            ? endUnsent(transaction, orderId, which, end, entryOf)
            : 0,
        ),

    cancel: (orderId, { by, at }, entryOf) =>
      db.transaction().execute(async (transaction) => {
        if (!(await lockQueueOf(transaction, orderId))) return 0;
        await transaction
          .updateTable('orders')
          .set({ cancelled_by: by })
          .where('id', '=', orderId)
          .where('cancelled_by', 'is', null)
          .execute();
        // What may have taken effect is looked at now.
        await transaction
          .updateTable('invitations')
          .set({ next_try_at: at })
          .where('order_id', '=', orderId)
          .where('state', '=', 'waiting')
          .execute();
        const outcome = { kind: 'cancelled', by } as const;
        return endUnsent(transaction, orderId, {}, { outcome, at }, entryOf);
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

/** Locks an organization's queue for the transaction, so that work for it is given out by one process at a time. */
async function isPaused(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
): Promise<boolean> {
  const queue = await lockQueue(transaction, organizationId);
  return !queue || z.int().parse(queue.paused_until) > now;
}

/** The same for the queue that an order is in, in the same order as `claim`. False where there is no such order. */
async function lockQueueOf(transaction: Transaction<Tables>, orderId: string): Promise<boolean> {
  const order = await transaction
    .selectFrom('orders')
    .select('organization_id')
    .where('id', '=', orderId)
    .executeTakeFirst();
  if (!order) return false;
  await lockQueue(transaction, z.string().parse(order.organization_id));
  return true;
}

/** Ends what of an order waits and surely has not been sent. */
async function endUnsent(
  transaction: Transaction<Tables>,
  orderId: string,
  { roleId }: { roleId?: string },
  { outcome, at }: { outcome: Outcome; at: number },
  entryOf: (invitation: { invitee: Invitee; role: Role }) => AuditEntry,
): Promise<number> {
  let query = transaction
    .updateTable('invitations')
    .set({ ...columnsOfOutcome(outcome), ended_at: at })
    .where('order_id', '=', orderId)
    .where('state', '=', 'waiting')
    // What may have taken effect is not given up without a look.
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
    ended.map(({ address, user_id, role_id, role_name }) =>
      entryOf({
        invitee: { address, ...(user_id !== null && { userId: user_id }) },
        role: { id: role_id, name: role_name },
      }),
    ),
  );
  return ended.length;
}

/** An update that changes nothing locks the row in both engines. */
const lockQueue = (transaction: Transaction<Tables>, organizationId: string) =>
  transaction
    .updateTable('queues')
    .set({ paused_until: sql<number>`paused_until` })
    .where('organization_id', '=', organizationId)
    .returning('paused_until')
    .executeTakeFirst();

async function countSending(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'sending')
    .where('lease_until', '>', now)
    .executeTakeFirstOrThrow();
  return z.coerce.number().parse(count);
}

/** Waits, and its time has come; or was left by its process. */
const isClaimable =
  (now: number) =>
  ({ or, and, eb }: ExpressionBuilder<Tables, 'invitations'>) =>
    or([
      and([eb('state', '=', 'waiting'), eb('next_try_at', '<=', now)]),
      and([eb('state', '=', 'sending'), eb('lease_until', '<=', now)]),
    ]);

/** One for each address, and none where one for the same address is being sent, or may have taken effect. */
async function candidates(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
  count: number,
): Promise<string[]> {
  const rows = await transaction
    .selectFrom('invitations')
    .where(isClaimable(now))
    .where('organization_id', '=', organizationId)
    .where(({ or, eb, not, exists, selectFrom }) =>
      or([
        eb('state', '=', 'sending'),
        not(
          exists(
            selectFrom('invitations as other')
              .select('other.id')
              .where('other.organization_id', '=', organizationId)
              .whereRef('other.address_key', '=', 'invitations.address_key')
              .where((other) =>
                other.or([
                  other.eb('other.state', '=', 'sending'),
                  other.and([
                    other.eb('other.state', '=', 'waiting'),
                    other.eb('other.is_unclear', '>', other.ref('invitations.is_unclear')),
                  ]),
                ]),
              ),
          ),
        ),
      ]),
    )
    .select(['id', 'address_key', 'state'])
    .orderBy('position')
    .orderBy('created_at')
    // The same address may stand in as many orders as are before it.
    .limit(count * 4)
    .execute();
  const byAddress = new Map<string, string>();
  for (const row of rows.map((each) => candidateSchema.parse(each))) {
    if (byAddress.size === count) break;
    if (!byAddress.has(row.address_key)) byAddress.set(row.address_key, row.id);
  }
  return [...byAddress.values()];
}

async function claimed(
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<ClaimedInvitation[]> {
  if (ids.length === 0) return [];
  const rows = await transaction
    .selectFrom('invitations')
    .innerJoin('orders', 'orders.id', 'invitations.order_id')
    .select(['invitations.id', 'order_id', 'team_id', 'enterprise_id', 'is_org_wide'])
    .select(['invitations.organization_id', 'organization_name', 'address', 'user_id'])
    .select(['role_id', 'role_name', 'inviter_id', 'surface', 'reference'])
    .select(['invitations.created_at', 'tries', 'is_unclear', 'orders.cancelled_by'])
    .select(({ selectFrom }) =>
      selectFrom('invitations as earlier')
        .whereRef('earlier.organization_id', '=', 'invitations.organization_id')
        .whereRef('earlier.address_key', '=', 'invitations.address_key')
        .select(({ fn }) => fn.max('earlier.ended_at').as('ended_at'))
        .as('previous_ended_at'),
    )
    .where('invitations.id', 'in', ids)
    .orderBy('position')
    .orderBy('invitations.created_at')
    .execute();
  return rows.map((row) => claimedSchema.parse(row));
}

import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { auditSurfaces } from '../domain/audit.ts';
import { delivery as limits } from '../limits.ts';
import type { ClaimedInvitation, Invitations } from '../usecases/ports/invitations.ts';
import {
  inviteeColumns,
  inviteeOf,
  organizationColumns,
  organizationOf,
  roleColumns,
  roleOf,
  workspaceColumns,
  workspaceOf,
} from './rows.ts';
import type { Tables } from './tables.ts';

const candidateSchema = z.object({
  id: z.string(),
  address_key: z.string(),
  state: z.enum(['waiting', 'sending']),
});
type Candidate = z.infer<typeof candidateSchema>;

/** Leasing overwrites the state, so the row no longer shows whether the invitation was taken over. */
type Leased = Omit<ClaimedInvitation, 'isTakenOver'>;
const claimedSchema = z
  .object({
    id: z.string(),
    batch_id: z.string(),
    ...workspaceColumns,
    ...organizationColumns,
    ...inviteeColumns,
    ...roleColumns,
    inviter_id: z.string(),
    surface: z.enum(auditSurfaces),
    reference: z.string().nullable(),
    created_at: z.int(),
    attempts: z.int(),
    is_unclear: z.int(),
    cancelled_by: z.string().nullable(),
    previous_ended_at: z.int().nullable(),
  })
  .transform(
    (row): Leased => ({
      id: row.id,
      batchId: row.batch_id,
      workspace: workspaceOf(row),
      organization: organizationOf(row),
      invitee: inviteeOf(row),
      role: roleOf(row),
      inviterId: row.inviter_id,
      surface: row.surface,
      ...(row.reference !== null && { reference: row.reference }),
      at: row.created_at,
      attempts: row.attempts,
      isUnclear: row.is_unclear === 1,
      ...(row.cancelled_by !== null && { cancelledBy: row.cancelled_by }),
      ...(row.previous_ended_at !== null && { previousEndedAt: row.previous_ended_at }),
    }),
  );

/** Leases the invitations of an organization that are due: see `Invitations.claim`. */
export async function claim(
  transaction: Transaction<Tables>,
  organizationId: string,
  { owner, now, until, limit }: Parameters<Invitations['claim']>[1],
): Promise<ClaimedInvitation[]> {
  if (await isPaused(transaction, organizationId, now)) return [];
  const free = limit - (await countSending(transaction, organizationId, now));
  const found = free > 0 ? await candidates(transaction, organizationId, now, free) : [];
  if (found.length === 0) return [];
  const rows = await transaction
    .updateTable('invitations')
    .set({
      // The previous holder of the lease may have sent it.
      is_unclear: sql<number>`case when state = 'sending' then 1 else is_unclear end`,
      state: 'sending',
      attempts: sql<number>`attempts + 1`,
      lease_owner: owner,
      lease_until: until,
    })
    .where(
      'id',
      'in',
      found.map(({ id }) => id),
    )
    // It may have ended since it was selected.
    .where(isClaimable(now))
    .returning('id')
    .execute();
  const leased = await claimed(
    transaction,
    rows.map(({ id }) => id),
  );
  const left = new Set(found.filter(({ state }) => state === 'sending').map(({ id }) => id));
  return leased.map((invitation) => ({ ...invitation, isTakenOver: left.has(invitation.id) }));
}

/** Locks an organization's queue, so that one process at a time claims its invitations. */
async function isPaused(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
): Promise<boolean> {
  const queue = await lockQueue(transaction, organizationId);
  return !queue || z.int().parse(queue.paused_until) > now;
}

/** Locks the row: in both engines an update does, even one that changes nothing. */
export const lockQueue = (transaction: Transaction<Tables>, organizationId: string) =>
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

/** Waiting and due, or abandoned by its process. */
export const isClaimable =
  (now: number) =>
  ({ or, and, eb }: ExpressionBuilder<Tables, 'invitations'>) =>
    or([
      and([eb('state', '=', 'waiting'), eb('next_attempt_at', '<=', now)]),
      and([eb('state', '=', 'sending'), eb('lease_until', '<=', now)]),
    ]);

/** At most one per address, and none for an address with another invitation that is being sent or may still take effect. */
async function candidates(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
  count: number,
): Promise<Candidate[]> {
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
                  other.and([
                    other.eb('other.state', '=', 'unknown'),
                    other.eb('other.ended_at', '>', now - limits.afterTimeout),
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
    // Several batches may name the same address, and all but one of those are dropped below.
    .limit(count * limits.candidatesPerSlot)
    .execute();
  const byAddress = new Map<string, Candidate>();
  for (const row of rows.map((each) => candidateSchema.parse(each))) {
    if (byAddress.size === count) break;
    if (!byAddress.has(row.address_key)) byAddress.set(row.address_key, row);
  }
  return [...byAddress.values()];
}

async function claimed(
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<Leased[]> {
  if (ids.length === 0) return [];
  const rows = await transaction
    .selectFrom('invitations')
    .innerJoin('batches', 'batches.id', 'invitations.batch_id')
    .select(['invitations.id', 'batch_id', 'team_id', 'enterprise_id'])
    .select(['invitations.organization_id', 'organization_name', 'address', 'user_id'])
    .select(['role_id', 'role_name', 'inviter_id', 'surface', 'reference'])
    .select(['invitations.created_at', 'attempts', 'is_unclear', 'batches.cancelled_by'])
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

import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { auditSurfaces } from '../domain/audit.ts';
import { delivery as limits } from '../limits.ts';
import type { ClaimedInvitation, Invitations } from '../usecases/ports/invitations.ts';
import {
  flag,
  idsOf,
  invitee,
  optionalInt,
  optionalText,
  organization,
  role,
  schemaOfRow,
  workspace,
} from './rows.ts';
import type { Tables } from './tables.ts';

const candidateSchema = z.object({
  id: z.string(),
  addressKey: z.string(),
  state: z.enum(['waiting', 'sending']),
});
type Candidate = z.infer<typeof candidateSchema>;

/** Leasing overwrites the state, so the row no longer shows whether the invitation was taken over. */
type Leased = Omit<ClaimedInvitation, 'isTakenOver'>;
const claimedSchema = schemaOfRow(
  {
    id: z.string(),
    batchId: z.string(),
    inviterId: z.string(),
    surface: z.enum(auditSurfaces),
    reference: optionalText,
    at: z.int(),
    attempts: z.int(),
    isUnclear: flag,
    cancelledBy: optionalText,
    previousEndedAt: optionalInt,
  },
  { workspace, organization, invitee, role },
) satisfies z.ZodType<Leased>;

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
      isUnclear: sql<number>`case when state = 'sending' then 1 else is_unclear end`,
      state: 'sending',
      attempts: sql<number>`attempts + 1`,
      leaseOwner: owner,
      leaseUntil: until,
    })
    .where('id', 'in', idsOf(found))
    // It may have ended since it was selected.
    .where(isClaimable(now))
    .returning('id')
    .execute();
  const leased = await claimed(transaction, idsOf(rows));
  const left = new Set(idsOf(found.filter(({ state }) => state === 'sending')));
  return leased.map((invitation) => ({ ...invitation, isTakenOver: left.has(invitation.id) }));
}

/** Locks an organization's queue, so that one process at a time claims its invitations. */
async function isPaused(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
): Promise<boolean> {
  const queue = await lockQueue(transaction, organizationId);
  return !queue || z.int().parse(queue.pausedUntil) > now;
}

/** Locks the row: in both engines an update does, even one that changes nothing. */
export const lockQueue = (transaction: Transaction<Tables>, organizationId: string) =>
  transaction
    .updateTable('queues')
    .set({ pausedUntil: sql<number>`paused_until` })
    .where('organizationId', '=', organizationId)
    .returning('pausedUntil')
    .executeTakeFirst();

async function countSending(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('organizationId', '=', organizationId)
    .where('state', '=', 'sending')
    .where('leaseUntil', '>', now)
    .executeTakeFirstOrThrow();
  return z.coerce.number().parse(count);
}

/** Waiting and due, or abandoned by its process. */
export const isClaimable =
  (now: number) =>
  ({ or, and, eb }: ExpressionBuilder<Tables, 'invitations'>) =>
    or([
      and([eb('state', '=', 'waiting'), eb('nextAttemptAt', '<=', now)]),
      and([eb('state', '=', 'sending'), eb('leaseUntil', '<=', now)]),
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
    .where('organizationId', '=', organizationId)
    .where(({ or, eb, not, exists, selectFrom }) =>
      or([
        eb('state', '=', 'sending'),
        not(
          exists(
            selectFrom('invitations as other')
              .select('other.id')
              .where('other.organizationId', '=', organizationId)
              .whereRef('other.addressKey', '=', 'invitations.addressKey')
              .where((other) =>
                other.or([
                  other.eb('other.state', '=', 'sending'),
                  other.and([
                    other.eb('other.state', '=', 'waiting'),
                    other.eb('other.isUnclear', '>', other.ref('invitations.isUnclear')),
                  ]),
                  other.and([
                    other.eb('other.state', '=', 'unknown'),
                    other.eb('other.endedAt', '>', now - limits.settleAfterTimeout),
                  ]),
                ]),
              ),
          ),
        ),
      ]),
    )
    .select(['id', 'addressKey', 'state'])
    .orderBy('position')
    .orderBy('createdAt')
    // Several batches may name the same address, and all but one of those are dropped below.
    .limit(count * limits.candidatesPerSlot)
    .execute();
  const byAddress = new Map<string, Candidate>();
  for (const row of rows.map((each) => candidateSchema.parse(each))) {
    if (byAddress.size === count) break;
    if (!byAddress.has(row.addressKey)) byAddress.set(row.addressKey, row);
  }
  return [...byAddress.values()];
}

/** From when on a list shows what became of an earlier invitation: one that ended as unknown may have taken effect later. */
const settledAt = sql<number>`case when earlier.state = 'unknown'
  then earlier.ended_at + cast(${limits.settleAfterTimeout} as bigint) else earlier.ended_at end`;

async function claimed(
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<Leased[]> {
  if (ids.length === 0) return [];
  const rows = await transaction
    .selectFrom('invitations')
    .innerJoin('batches', 'batches.id', 'invitations.batchId')
    .select(['invitations.id', 'batchId', 'teamId', 'enterpriseId'])
    .select(['invitations.organizationId', 'organizationName', 'address', 'userId'])
    .select(['roleId', 'roleName', 'inviterId', 'surface', 'reference'])
    .select(['invitations.createdAt as at', 'attempts', 'isUnclear', 'batches.cancelledBy'])
    .select(({ selectFrom }) =>
      selectFrom('invitations as earlier')
        .whereRef('earlier.organizationId', '=', 'invitations.organizationId')
        .whereRef('earlier.addressKey', '=', 'invitations.addressKey')
        .select(({ fn }) => fn.max<number>(settledAt).as('settledAt'))
        .as('previousEndedAt'),
    )
    .where('invitations.id', 'in', ids)
    .orderBy('position')
    .orderBy('invitations.createdAt')
    .execute();
  return rows.map((row) => claimedSchema.parse(row));
}

import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { auditSurfaces } from '../domain/audit.ts';
import { delivery as limits } from '../limits.ts';
import type { AfterLoss, ClaimedInvitation, Invitations } from '../usecases/ports/invitations.ts';
import {
  flag,
  idsOf,
  invitee,
  optionalIds,
  optionalInt,
  optionalText,
  organization,
  role,
  schemaOfRow,
  workspace,
} from './rows.ts';
import type { Queries, Tables } from './tables.ts';

const candidateSchema = z.object({ id: z.string(), addressKey: z.string() });
const heldSchema = z.object({ leaseOwner: z.string(), leaseUntil: z.int() });
const claimedSchema = schemaOfRow(
  {
    id: z.string(),
    batchId: z.string(),
    inviterId: z.string(),
    approvedBy: optionalIds,
    surface: z.enum(auditSurfaces),
    reference: optionalText,
    at: z.int(),
    attempts: z.int(),
    isUnclear: flag,
    settlesAt: optionalInt,
    cancelledBy: optionalText,
    previousEndedAt: optionalInt,
  },
  { workspace, organization, invitee, role },
) satisfies z.ZodType<ClaimedInvitation>;

/** Leases the invitations of an organization that are due: see `Invitations.claim`. */
export async function claim(
  transaction: Transaction<Tables>,
  organizationId: string,
  { owner, now, until, limit, ahead = 0, afterLoss }: Parameters<Invitations['claim']>[1],
): Promise<ClaimedInvitation[]> {
  if (await isPaused(transaction, organizationId, now)) return [];
  const held = await heldLeases(transaction, organizationId);
  const live = held.filter(({ leaseUntil }) => leaseUntil > now);
  if (live.length < held.length) {
    await endLeases(transaction, afterLoss)
      .where('organizationId', '=', organizationId)
      .where('leaseUntil', '<=', now)
      .execute();
  }
  const isAlone = live.every(({ leaseOwner }) => leaseOwner === owner);
  const free = limit + (isAlone ? ahead : 0) - live.length;
  const found = free > 0 ? await candidates(transaction, organizationId, now, free) : [];
  if (found.length === 0) return [];
  const rows = await transaction
    .updateTable('invitations')
    .set({
      state: 'sending',
      isAsked: 0,
      attempts: sql<number>`attempts + 1`,
      leaseOwner: owner,
      leaseUntil: until,
    })
    .where('id', 'in', idsOf(found))
    // It may have ended since it was selected.
    .where(isWaiting(now))
    .returning('id')
    .execute();
  return claimed(transaction, idsOf(rows), now);
}

type Where = ExpressionBuilder<Tables, 'invitations'>;

/** In the words of the index of open invitations, and in literals, without which SQLite does not use it. */
const isOpen = ({ eb }: Where) => eb('state', 'in', [sql.lit('waiting'), sql.lit('sending')]);

/**
 * An update that ends leases. An invitation that Piper was not asked for waits as it did before. Another one is unclear from now on,
 * and what Piper said before is not the reason.
 */
export const endLeases = (db: Queries, { lookAt, settlesAt }: AfterLoss) =>
  db
    .updateTable('invitations')
    .set({
      state: 'waiting',
      isUnclear: sql<number>`case when is_asked = 1 then 1 else is_unclear end`,
      failure: sql<string | null>`case when is_asked = 1 then null else failure end`,
      nextAttemptAt: sql<number>`case when is_asked = 1 then ${lookAt} else next_attempt_at end`,
      settlesAt: sql<number | null>`case when is_asked = 1 then ${settlesAt} else settles_at end`,
      isAsked: 0,
      leaseOwner: null,
      leaseUntil: null,
    })
    .where(isOpen)
    .where('state', '=', 'sending');

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

/** By whom each of the invitations that are being sent is leased, and until when. */
async function heldLeases(
  transaction: Transaction<Tables>,
  organizationId: string,
): Promise<z.infer<typeof heldSchema>[]> {
  const rows = await transaction
    .selectFrom('invitations')
    .select(['leaseOwner', 'leaseUntil'])
    .where('organizationId', '=', organizationId)
    .where(isOpen)
    .where('state', '=', 'sending')
    .execute();
  return rows.map((row) => heldSchema.parse(row));
}

const isWaiting = (now: number) => (where: Where) =>
  where.and([
    isOpen(where),
    where.eb('state', '=', 'waiting'),
    where.eb('nextAttemptAt', '<=', now),
  ]);

/** Waiting and due, or abandoned by its process. */
export const isDue = (now: number) => (where: Where) =>
  where.and([
    isOpen(where),
    where.or([
      where.and([where.eb('state', '=', 'waiting'), where.eb('nextAttemptAt', '<=', now)]),
      where.and([where.eb('state', '=', 'sending'), where.eb('leaseUntil', '<=', now)]),
    ]),
  ]);

/** At most one per address, and none for an address with another invitation that is being sent or may still take effect. */
async function candidates(
  transaction: Transaction<Tables>,
  organizationId: string,
  now: number,
  count: number,
): Promise<{ id: string }[]> {
  const rows = await transaction
    .selectFrom('invitations')
    .where(isWaiting(now))
    .where('organizationId', '=', organizationId)
    .where(({ not, exists, selectFrom }) =>
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
                  other.or([
                    other.eb('other.endedAt', '>', now - limits.settleAfterTimeout),
                    other.eb('other.settlesAt', '>', now),
                  ]),
                ]),
              ]),
            ),
        ),
      ),
    )
    .select(['id', 'addressKey'])
    .orderBy('position')
    .orderBy('createdAt')
    // Several batches may name the same address, and all but one of those are dropped below.
    .limit(count * limits.candidatesPerSlot)
    .execute();
  const byAddress = new Map<string, { id: string }>();
  for (const row of rows.map((each) => candidateSchema.parse(each))) {
    if (byAddress.size === count) break;
    if (!byAddress.has(row.addressKey)) byAddress.set(row.addressKey, row);
  }
  return [...byAddress.values()];
}

/** From when on a list shows what became of an earlier invitation: one that ended as unknown may have taken effect later. */
const settledAt = sql<number>`case
  when earlier.state = 'unknown' and earlier.settles_at > earlier.ended_at + cast(${limits.settleAfterTimeout} as bigint)
    then earlier.settles_at
  when earlier.state = 'unknown' then earlier.ended_at + cast(${limits.settleAfterTimeout} as bigint)
  else earlier.ended_at end`;

async function claimed(
  transaction: Transaction<Tables>,
  ids: readonly string[],
  now: number,
): Promise<ClaimedInvitation[]> {
  if (ids.length === 0) return [];
  const rows = await transaction
    .selectFrom('invitations')
    .innerJoin('batches', 'batches.id', 'invitations.batchId')
    .select(['invitations.id', 'batchId', 'teamId', 'enterpriseId'])
    .select(['invitations.organizationId', 'organizationName', 'address', 'userId'])
    .select(['roleId', 'roleName', 'inviterId', 'approvedBy', 'surface', 'reference'])
    .select(['invitations.createdAt as at', 'attempts', 'isUnclear', 'batches.cancelledBy'])
    .select(sql<number | null>`case when settles_at > ${now} then settles_at end`.as('settlesAt'))
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

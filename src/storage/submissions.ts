import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { TooMany } from '../domain/invitation.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Quota } from '../domain/rule.ts';
import { batch as limits } from '../limits.ts';
import type { NewBatch, NewInvitation } from '../usecases/ports/batches.ts';
import type { Recorder } from './audit.ts';
import { countedOf } from './invitation-queries.ts';
import { insertAll } from './statements.ts';
import type { Tables } from './tables.ts';

/** Stores a batch with its sealed response URLs: see `Batches.submit`. */
export async function submit(
  transaction: Transaction<Tables>,
  recorder: Recorder,
  { batch, sealedUrls }: { batch: NewBatch; sealedUrls: string | null },
  invitations: readonly NewInvitation[],
  entries: readonly AuditEntry[],
  quota?: Quota,
): Promise<Result<boolean, TooMany>> {
  const { organization, inviterId, at } = batch;
  await holdQueue(transaction, organization.id);
  const more = invitations.length;
  const tooMany =
    (await tooManyOpen(transaction, batch, more)) ??
    (quota && (await overQuota(transaction, batch, more, quota)));
  // One that was stored before is counted itself.
  if (tooMany && !(await isStored(transaction, batch))) return err(tooMany);
  // From here on, the batch keeps what the command has promised.
  await transaction.deleteFrom('acceptedCommands').where('id', '=', batch.submission).execute();
  const placed = await transaction
    .insertInto('batches')
    .values({ ...columnsOf(batch), sealedUrls })
    .onConflict((conflict) => conflict.column('submission').doNothing())
    .returning('id')
    .execute();
  if (placed.length === 0) return ok(false);
  const rows = invitations.map(({ id, invitee, role }, position) => ({
    id,
    batchId: batch.id,
    position,
    organizationId: organization.id,
    submittedBy: inviterId,
    address: invitee.address,
    addressKey: addressKey(invitee.address),
    userId: invitee.userId ?? null,
    name: invitee.name ?? null,
    roleId: role.id,
    roleName: role.name,
    state: 'waiting',
    isUnclear: 0,
    isAsked: 0,
    attempts: 0,
    nextAttemptAt: at,
    createdAt: at,
    isShown: 1,
  }));
  await insertAll(transaction, 'invitations', rows);
  await recorder.append(transaction, entries);
  return ok(true);
}

/** Locks an organization's queue, which there is from then on, so that what one person submits is counted one after the other. */
export async function holdQueue(
  transaction: Transaction<Tables>,
  organizationId: string,
): Promise<void> {
  await transaction
    .insertInto('queues')
    .values({ organizationId, pausedUntil: 0 })
    .onConflict((conflict) =>
      conflict
        .column('organizationId')
        .doUpdateSet({ pausedUntil: sql<number>`queues.paused_until` }),
    )
    .execute();
}

/** Whether the inviter would have too many invitations to the organization open. */
async function tooManyOpen(
  transaction: Transaction<Tables>,
  { organization, inviterId }: NewBatch,
  more: number,
): Promise<TooMany | undefined> {
  const { count } = await transaction
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('organizationId', '=', organization.id)
    .where('submittedBy', '=', inviterId)
    // In literals, for the partial index.
    .where(sql<boolean>`state in ('waiting', 'sending')`)
    .executeTakeFirstOrThrow();
  const open = z.coerce.number().parse(count);
  return open + more > limits.maxOpenPerPerson ? { kind: 'open', open, more } : undefined;
}

/** Whether the inviter would place more than the quota. */
async function overQuota(
  transaction: Transaction<Tables>,
  { organization, inviterId, at }: NewBatch,
  more: number,
  { invites: limit }: Quota,
): Promise<TooMany | undefined> {
  const since = at - limits.quotaWindow;
  const by = { organizationId: organization.id, inviterId };
  const counted = await countedOf(transaction, by, since, limit);
  const left = limit - counted.length;
  if (more <= left) return undefined;
  // All fit once this one, and those before it, no longer count.
  const inTheWay = counted[limit - more];
  const freeIn = inTheWay === undefined ? {} : { freeIn: inTheWay - since };
  return { kind: 'quota', limit, left, more, ...freeIn };
}

async function isStored(
  transaction: Transaction<Tables>,
  { submission }: NewBatch,
): Promise<boolean> {
  const found = await transaction
    .selectFrom('batches')
    .select('id')
    .where('submission', '=', submission)
    .executeTakeFirst();
  return found !== undefined;
}

const columnsOf = (batch: NewBatch) => ({
  id: batch.id,
  submission: batch.submission,
  teamId: batch.workspace.teamId,
  enterpriseId: batch.workspace.enterpriseId ?? null,
  organizationId: batch.organization.id,
  organizationName: batch.organization.name,
  inviterId: batch.inviterId,
  approvedBy: batch.approvedBy?.join(' ') ?? null,
  surface: batch.surface,
  reference: batch.reference ?? null,
  note: batch.note ?? null,
  channel: batch.audience.channel,
  createdAt: batch.at,
  isPostUnclear: 0,
  isAnnounced: 0,
  isInviterNotified: 0,
  isDelayNotified: 0,
  notifyAfter: 0,
});

import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { addressKey } from '../domain/address.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { batch as limits } from '../limits.ts';
import type { NewBatch, NewInvitation, TooManyOpen } from '../usecases/ports/batches.ts';
import type { Recorder } from './audit.ts';
import { insertAll } from './statements.ts';
import type { Tables } from './tables.ts';

/** Stores a batch with its sealed response URLs: see `Batches.submit`. */
export async function submit(
  transaction: Transaction<Tables>,
  recorder: Recorder,
  { batch, sealedUrls }: { batch: NewBatch; sealedUrls: string | null },
  invitations: readonly NewInvitation[],
  entries: readonly AuditEntry[],
): Promise<Result<boolean, TooManyOpen>> {
  const { organization, inviterId, at } = batch;
  await holdQueue(transaction, organization.id);
  const open = await countOpen(transaction, batch);
  const isTooMany = open + invitations.length > limits.maxOpenPerPerson;
  // One that was stored before counts among those that are open.
  if (isTooMany && !(await isStored(transaction, batch))) {
    return err({ open, more: invitations.length });
  }
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
    roleId: role.id,
    roleName: role.name,
    state: 'waiting',
    isUnclear: 0,
    isAsked: 0,
    attempts: 0,
    nextAttemptAt: at,
    createdAt: at,
  }));
  await insertAll(transaction, 'invitations', rows);
  await recorder.append(transaction, entries);
  return ok(true);
}

/** Locks an organization's queue, which there is from then on, so that what one person submits is counted one after the other. */
async function holdQueue(transaction: Transaction<Tables>, organizationId: string): Promise<void> {
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

/** How many invitations to the organization a batch's inviter has open. */
async function countOpen(
  transaction: Transaction<Tables>,
  { organization, inviterId }: NewBatch,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('organizationId', '=', organization.id)
    .where('submittedBy', '=', inviterId)
    // In literals, for the partial index.
    .where(sql<boolean>`state in ('waiting', 'sending')`)
    .executeTakeFirstOrThrow();
  return z.coerce.number().parse(count);
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

import type { Selectable } from 'kysely';
import { z } from 'zod';
import { auditSurfaces } from '../domain/audit.ts';
import type { BatchReport } from '../domain/invitation.ts';
import { addressKey } from '../domain/organization.ts';
import { storage as limits } from '../limits.ts';
import type {
  Batches,
  BatchNotifications,
  FoundBatch,
  NewBatch,
  StoredBatch,
} from '../usecases/ports/batches.ts';
import { appendEntries } from './audit.ts';
import { invitationStateSchema, roleChangeText } from './invitation-state.ts';
import { jsonText } from './json-text.ts';
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
import type { SecretBox } from './secret-box.ts';
import type { Database, Tables } from './tables.ts';

const rowSchema = z.object({
  id: z.string(),
  ...workspaceColumns,
  ...organizationColumns,
  inviterId: z.string(),
  surface: z.enum(auditSurfaces),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  channel: z.string(),
  sealedUrls: z.string().nullable(),
  createdAt: z.int(),
  postedChannel: z.string().nullable(),
  postedTs: z.string().nullable(),
  isAnnounced: z.int(),
  isInviterNotified: z.int(),
  isDelayNotified: z.int(),
  notifiedAt: z.int().nullable(),
});
const urlsText = jsonText.pipe(
  z.object({ channelUrl: z.string().exactOptional(), inviterUrl: z.string().exactOptional() }),
);
const entrySchema = z
  .object({
    ...inviteeColumns,
    ...roleColumns,
    roleChange: roleChangeText.nullable(),
  })
  .transform((row) => ({
    invitee: inviteeOf(row),
    role: roleOf(row),
    ...(row.roleChange && { roleChange: row.roleChange }),
  }));

export function createBatches(db: Database, box: SecretBox): Batches & BatchNotifications {
  return {
    submit: async (batch, invitations, entries) => {
      const row = { ...columnsOf(batch), sealedUrls: await sealedUrls(box, batch) };
      return db.transaction().execute(async (transaction) => {
        const placed = await transaction
          .insertInto('batches')
          .values(row)
          .onConflict((conflict) => conflict.column('submission').doNothing())
          .returning('id')
          .execute();
        if (placed.length === 0) return false;
        await transaction
          .insertInto('queues')
          .values({ organizationId: batch.organization.id, pausedUntil: 0 })
          .onConflict((conflict) => conflict.column('organizationId').doNothing())
          .execute();
        const rows = invitations.map(({ id, invitee, role }, position) => ({
          id,
          batchId: batch.id,
          position,
          organizationId: batch.organization.id,
          address: invitee.address,
          addressKey: addressKey(invitee.address),
          userId: invitee.userId ?? null,
          roleId: role.id,
          roleName: role.name,
          state: 'waiting',
          isUnclear: 0,
          attempts: 0,
          nextAttemptAt: batch.at,
          createdAt: batch.at,
        }));
        for (let from = 0; from < rows.length; from += limits.rowsPerInsert) {
          await transaction
            .insertInto('invitations')
            .values(rows.slice(from, from + limits.rowsPerInsert))
            .execute();
        }
        await appendEntries(transaction, entries);
        return true;
      });
    },

    find: async (batchId, { teamId }) => {
      const found = await load(db, box, batchId);
      return found?.batch.workspace.teamId === teamId ? found : undefined;
    },

    load: (batchId) => load(db, box, batchId),

    claimNotification: async (batchId, now, until) => {
      const begun = await db
        .updateTable('batches')
        .set({ notifyAfter: until })
        .where('id', '=', batchId)
        .where('notifiedAt', 'is', null)
        .where('notifyAfter', '<=', now)
        .returning('id')
        .execute();
      return begun.length > 0;
    },

    recordNotification: async (
      batchId,
      { posted, isAnnounced, isInviterNotified, notifiedAt, again = 0 },
    ) => {
      await db
        .updateTable('batches')
        .set({
          notifyAfter: again,
          ...(posted && { postedChannel: posted.channel, postedTs: posted.ts }),
          ...(isAnnounced && { isAnnounced: 1 }),
          ...(isInviterNotified && { isInviterNotified: 1 }),
          ...(notifiedAt !== undefined && { notifiedAt: notifiedAt, sealedUrls: null }),
        })
        .where('id', '=', batchId)
        .execute();
    },

    noteDelay: async (batchId) => {
      const noted = await db
        .updateTable('batches')
        .set({ isDelayNotified: 1 })
        .where('id', '=', batchId)
        .where('isDelayNotified', '=', 0)
        .where('notifiedAt', 'is', null)
        .returning('id')
        .execute();
      return noted.length > 0;
    },

    dueNotifications: async (now) => {
      const rows = await db
        .selectFrom('batches')
        .select('id')
        .where('notifiedAt', 'is', null)
        .where('notifyAfter', '<=', now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('invitations')
                .select('invitations.id')
                .whereRef('invitations.batchId', '=', 'batches.id')
                .where('state', 'in', ['waiting', 'sending']),
            ),
          ),
        )
        .limit(limits.batchesPerPoll)
        .execute();
      return rows.map(({ id }) => z.string().parse(id));
    },
  };
}

async function load(
  db: Database,
  box: SecretBox,
  batchId: string,
): Promise<FoundBatch | undefined> {
  const [row, entries] = await Promise.all([
    db.selectFrom('batches').selectAll().where('id', '=', batchId).executeTakeFirst(),
    db
      .selectFrom('invitations')
      .select(['address', 'userId', 'roleId', 'roleName', 'state', 'isUnclear'])
      .select(['member', 'failure', 'joinedAt', 'cancelledBy', 'endedAt', 'roleChange'])
      .where('batchId', '=', batchId)
      .orderBy('position')
      .execute(),
  ]);
  if (!row) return undefined;
  const batch = await batchOf(row, box);
  const lastEndedAt = Math.max(0, ...entries.map(({ endedAt }) => z.int().parse(endedAt ?? 0)));
  const report: BatchReport = {
    batch,
    ...(lastEndedAt > 0 && { lastEndedAt }),
    entries: entries.map((entry) => ({
      ...entrySchema.parse(entry),
      state: invitationStateSchema.parse(entry),
    })),
  };
  return { batch, report };
}

/** What a batch's response URLs are sealed for. */
export const bindingOf = (id: string) => ({ purpose: 'response URLs', row: id }) as const;

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
  isAnnounced: 0,
  isInviterNotified: 0,
  isDelayNotified: 0,
  notifyAfter: 0,
});

async function sealedUrls(box: SecretBox, { id, audience }: NewBatch): Promise<string | null> {
  const { channel: _, ...urls } = audience;
  return Object.keys(urls).length === 0 ? null : box.seal(JSON.stringify(urls), bindingOf(id));
}

async function batchOf(
  stored: Selectable<Tables['batches']>,
  box: SecretBox,
): Promise<StoredBatch> {
  const row = rowSchema.parse(stored);
  // Unreadable response URLs are not fatal: people can be notified in other ways.
  const urls = row.sealedUrls ? await box.open(row.sealedUrls, bindingOf(row.id)) : undefined;
  return {
    id: row.id,
    workspace: workspaceOf(row),
    organization: organizationOf(row),
    inviterId: row.inviterId,
    surface: row.surface,
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.note !== null && { note: row.note }),
    audience: { channel: row.channel, ...(urls?.ok && urlsText.parse(urls.value)) },
    at: row.createdAt,
    ...(row.postedChannel !== null &&
      row.postedTs !== null && { posted: { channel: row.postedChannel, ts: row.postedTs } }),
    isAnnounced: row.isAnnounced === 1,
    isInviterNotified: row.isInviterNotified === 1,
    isDelayNotified: row.isDelayNotified === 1,
    isNotified: row.notifiedAt !== null,
  };
}

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
  inviter_id: z.string(),
  surface: z.enum(auditSurfaces),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  channel: z.string(),
  sealed_urls: z.string().nullable(),
  created_at: z.int(),
  posted_channel: z.string().nullable(),
  posted_ts: z.string().nullable(),
  is_announced: z.int(),
  is_inviter_notified: z.int(),
  is_delay_notified: z.int(),
  notified_at: z.int().nullable(),
});
const urlsText = jsonText.pipe(
  z.object({ channelUrl: z.string().exactOptional(), inviterUrl: z.string().exactOptional() }),
);
const entrySchema = z
  .object({
    ...inviteeColumns,
    ...roleColumns,
    role_change: roleChangeText.nullable(),
  })
  .transform((row) => ({
    invitee: inviteeOf(row),
    role: roleOf(row),
    ...(row.role_change && { roleChange: row.role_change }),
  }));

export function createBatches(db: Database, box: SecretBox): Batches & BatchNotifications {
  return {
    submit: async (batch, invitations, entries) => {
      const row = { ...columnsOf(batch), sealed_urls: await sealedUrls(box, batch) };
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
          .values({ organization_id: batch.organization.id, paused_until: 0 })
          .onConflict((conflict) => conflict.column('organization_id').doNothing())
          .execute();
        const rows = invitations.map(({ id, invitee, role }, position) => ({
          id,
          batch_id: batch.id,
          position,
          organization_id: batch.organization.id,
          address: invitee.address,
          address_key: addressKey(invitee.address),
          user_id: invitee.userId ?? null,
          role_id: role.id,
          role_name: role.name,
          state: 'waiting',
          is_unclear: 0,
          attempts: 0,
          next_attempt_at: batch.at,
          created_at: batch.at,
        }));
        for (let from = 0; from < rows.length; from += limits.rowsAtOnce) {
          await transaction
            .insertInto('invitations')
            .values(rows.slice(from, from + limits.rowsAtOnce))
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
        .set({ notify_after: until })
        .where('id', '=', batchId)
        .where('notified_at', 'is', null)
        .where('notify_after', '<=', now)
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
          notify_after: again,
          ...(posted && { posted_channel: posted.channel, posted_ts: posted.ts }),
          ...(isAnnounced && { is_announced: 1 }),
          ...(isInviterNotified && { is_inviter_notified: 1 }),
          ...(notifiedAt !== undefined && { notified_at: notifiedAt, sealed_urls: null }),
        })
        .where('id', '=', batchId)
        .execute();
    },

    noteDelay: async (batchId) => {
      const noted = await db
        .updateTable('batches')
        .set({ is_delay_notified: 1 })
        .where('id', '=', batchId)
        .where('is_delay_notified', '=', 0)
        .where('notified_at', 'is', null)
        .returning('id')
        .execute();
      return noted.length > 0;
    },

    dueNotifications: async (now) => {
      const rows = await db
        .selectFrom('batches')
        .select('id')
        .where('notified_at', 'is', null)
        .where('notify_after', '<=', now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('invitations')
                .select('invitations.id')
                .whereRef('invitations.batch_id', '=', 'batches.id')
                .where('state', 'in', ['waiting', 'sending']),
            ),
          ),
        )
        .limit(limits.batchesAtOnce)
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
      .select(['address', 'user_id', 'role_id', 'role_name', 'state', 'is_unclear'])
      .select(['member', 'failure', 'joined_at', 'cancelled_by', 'ended_at', 'role_change'])
      .where('batch_id', '=', batchId)
      .orderBy('position')
      .execute(),
  ]);
  if (!row) return undefined;
  const batch = await batchOf(row, box);
  const lastEndedAt = Math.max(0, ...entries.map(({ ended_at }) => z.int().parse(ended_at ?? 0)));
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
  team_id: batch.workspace.teamId,
  enterprise_id: batch.workspace.enterpriseId ?? null,
  organization_id: batch.organization.id,
  organization_name: batch.organization.name,
  inviter_id: batch.inviterId,
  surface: batch.surface,
  reference: batch.reference ?? null,
  note: batch.note ?? null,
  channel: batch.audience.channel,
  created_at: batch.at,
  is_announced: 0,
  is_inviter_notified: 0,
  is_delay_notified: 0,
  notify_after: 0,
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
  const urls = row.sealed_urls ? await box.open(row.sealed_urls, bindingOf(row.id)) : undefined;
  return {
    id: row.id,
    workspace: workspaceOf(row),
    organization: organizationOf(row),
    inviterId: row.inviter_id,
    surface: row.surface,
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.note !== null && { note: row.note }),
    audience: { channel: row.channel, ...(urls?.ok && urlsText.parse(urls.value)) },
    at: row.created_at,
    ...(row.posted_channel !== null &&
      row.posted_ts !== null && { posted: { channel: row.posted_channel, ts: row.posted_ts } }),
    isAnnounced: row.is_announced === 1,
    isInviterNotified: row.is_inviter_notified === 1,
    isDelayNotified: row.is_delay_notified === 1,
    isNotified: row.notified_at !== null,
  };
}

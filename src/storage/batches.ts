import * as z from 'zod';
import { auditSurfaces } from '../domain/audit.ts';
import type { BatchReport } from '../domain/invitation.ts';
import { storage as limits } from '../limits.ts';
import type {
  Batches,
  BatchNotifications,
  FoundBatch,
  NewBatch,
  StoredBatch,
} from '../usecases/ports/batches.ts';
import { mapInSlices } from '../utils/in-slices.ts';
import type { Recorder } from './audit.ts';
import { invitationStateSchema, roleChangeText } from './invitation-state.ts';
import { jsonText } from './json-text.ts';
import { showInRequest } from './request-notifications.ts';
import {
  flag,
  invitee,
  optionalIds,
  optionalInt,
  optionalText,
  organization,
  responseUrls,
  role,
  schemaOfRow,
  workspace,
} from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import { hasChanged } from './statements.ts';
import { submit } from './submissions.ts';
import type { Database, Queries } from './tables.ts';

const batchSchema = schemaOfRow(
  {
    id: z.string(),
    inviterId: z.string(),
    approvedBy: optionalIds,
    surface: z.enum(auditSurfaces),
    reference: optionalText,
    note: optionalText,
    channel: z.string(),
    sealedUrls: optionalText,
    at: z.int(),
    postedChannel: optionalText,
    postedTs: optionalText,
    isPostUnclear: flag,
    isAnnounced: flag,
    isInviterNotified: flag,
    isDelayNotified: flag,
    noticeChannel: optionalText,
    noticeTs: optionalText,
    notifiedAt: optionalInt,
  },
  { workspace, organization },
);
const urlsText = jsonText.pipe(responseUrls);
const entrySchema = schemaOfRow(
  { roleChange: roleChangeText.exactOptional() },
  { invitee, role, state: invitationStateSchema },
);

export function createBatches(
  db: Database,
  box: SecretBox,
  recorder: Recorder,
): Batches & BatchNotifications {
  return {
    submit: async (batch, invitations, entries, quota) => {
      const sealed = { batch, sealedUrls: await sealedUrls(box, batch) };
      return db
        .transaction()
        .execute((transaction) =>
          submit(transaction, recorder, sealed, invitations, entries, quota),
        );
    },

    find: async (batchId, { teamId }) => {
      const found = await load(db, box, batchId);
      return found?.batch.workspace.teamId === teamId ? found : undefined;
    },

    load: (batchId) => load(db, box, batchId),

    claimNotification: (batchId, now, until) =>
      hasChanged(
        db
          .updateTable('batches')
          .set({ notifyAfter: until })
          .where('id', '=', batchId)
          .where('notifiedAt', 'is', null)
          .where('notifyAfter', '<=', now),
      ),

    recordNotification: async (
      batchId,
      { posted, notice, isPostUnclear, isAnnounced, isInviterNotified, notifiedAt, again = 0 },
    ) => {
      const record = (queries: Queries) =>
        queries
          .updateTable('batches')
          .set({
            notifyAfter: again,
            ...(posted && { postedChannel: posted.channel, postedTs: posted.ts }),
            ...(notice && { noticeChannel: notice.channel, noticeTs: notice.ts }),
            ...(isPostUnclear && { isPostUnclear: 1 }),
            ...(isAnnounced && { isAnnounced: 1 }),
            ...(isInviterNotified && { isInviterNotified: 1 }),
            ...(notifiedAt !== undefined && { notifiedAt, sealedUrls: null }),
          })
          .where('id', '=', batchId)
          .execute();
      if (notifiedAt === undefined) await record(db);
      else {
        await db.transaction().execute(async (transaction) => {
          await record(transaction);
          await showInRequest(transaction, batchId);
        });
      }
    },

    noteDelay: (batchId) =>
      db.transaction().execute(async (transaction) => {
        const isNoted = await hasChanged(
          transaction
            .updateTable('batches')
            .set({ isDelayNotified: 1 })
            .where('id', '=', batchId)
            .where('isDelayNotified', '=', 0)
            .where('notifiedAt', 'is', null),
        );
        if (isNoted) await showInRequest(transaction, batchId);
        return isNoted;
      }),

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
    db
      .selectFrom('batches')
      .selectAll()
      .select('createdAt as at')
      .where('id', '=', batchId)
      .executeTakeFirst(),
    db
      .selectFrom('invitations')
      .select(['address', 'userId', 'name', 'roleId', 'roleName', 'state', 'isUnclear', 'isAsked'])
      .select([
        'member',
        'failure',
        'joinedAt',
        'removedAt',
        'cancelledBy',
        'endedAt',
        'roleChange',
      ])
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
    entries: await mapInSlices(entries, (entry) => entrySchema.parse(entry)),
  };
  return { batch, report };
}

/** What a batch's response URLs are sealed for. */
export const bindingOf = (id: string) => ({ purpose: 'response URLs', row: id }) as const;

async function sealedUrls(box: SecretBox, { id, audience }: NewBatch): Promise<string | null> {
  const { channel: _, ...urls } = audience;
  return Object.keys(urls).length === 0 ? null : box.seal(JSON.stringify(urls), bindingOf(id));
}

async function batchOf(stored: object, box: SecretBox): Promise<StoredBatch> {
  const { channel, sealedUrls, postedChannel, postedTs, ...rest } = batchSchema.parse(stored);
  const { noticeChannel, noticeTs, notifiedAt, ...batch } = rest;
  // Unreadable response URLs are not fatal: people can be notified in other ways.
  const urls = sealedUrls ? await box.open(sealedUrls, bindingOf(batch.id)) : undefined;
  return {
    ...batch,
    audience: { channel, ...(urls?.ok && urlsText.parse(urls.value)) },
    ...(postedChannel && postedTs && { posted: { channel: postedChannel, ts: postedTs } }),
    ...(noticeChannel && noticeTs && { notice: { channel: noticeChannel, ts: noticeTs } }),
    isNotified: notifiedAt !== undefined,
  };
}

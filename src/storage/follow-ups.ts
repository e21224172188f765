import { z } from 'zod';
import type { FollowUps, PendingInvitation } from '../usecases/ports/follow-ups.ts';
import { memberText } from './invitation-state.ts';
import {
  inviteeColumns,
  inviteeOf,
  organizationColumns,
  organizationOf,
  workspaceColumns,
  workspaceOf,
} from './rows.ts';
import type { Database, Queries } from './tables.ts';

const pendingSchema = z
  .object({
    id: z.string(),
    batchId: z.string(),
    ...workspaceColumns,
    ...organizationColumns,
    inviterId: z.string(),
    ...inviteeColumns,
    member: memberText,
    endedAt: z.int(),
    joinedAt: z.int().nullable(),
  })
  .transform(
    (row): PendingInvitation => ({
      id: row.id,
      batchId: row.batchId,
      workspace: workspaceOf(row),
      organization: organizationOf(row),
      inviterId: row.inviterId,
      invitee: inviteeOf(row),
      piperUserId: row.member.userId,
      invitedAt: row.endedAt,
      ...(row.joinedAt !== null && { joinedAt: row.joinedAt }),
    }),
  );

export function createFollowUps(db: Database): FollowUps {
  return {
    claim: ({ now, until, limit }) =>
      db.transaction().execute(async (transaction) => {
        const claimed = await transaction
          .updateTable('invitations')
          .set({ checkAt: until })
          .where('id', 'in', (from) =>
            from
              .selectFrom('invitations')
              .select('id')
              .where('checkAt', '<=', now)
              .orderBy('checkAt')
              .limit(limit),
          )
          // Another process may have claimed them while this one waited for its lock.
          .where('checkAt', '<=', now)
          .returning('id')
          .execute();
        if (claimed.length === 0) return [];
        const rows = await pending(transaction)
          .where(
            'invitations.id',
            'in',
            claimed.map(({ id }) => id),
          )
          .execute();
        return rows.map((row) => pendingSchema.parse(row));
      }),

    noteJoined: async (id, at) => {
      await db
        .updateTable('invitations')
        .set({ joinedAt: at })
        .where('id', '=', id)
        .where('joinedAt', 'is', null)
        .execute();
    },

    settle: async (id, checkAt) => {
      await db
        .updateTable('invitations')
        .set({ checkAt: checkAt ?? null })
        .where('id', '=', id)
        .execute();
    },

    takeReminder: (batchId, now) =>
      db.transaction().execute(async (transaction) => {
        const taken = await transaction
          .updateTable('batches')
          .set({ remindedAt: now })
          .where('id', '=', batchId)
          .where('remindedAt', 'is', null)
          .returning('id')
          .execute();
        if (taken.length === 0) return undefined;
        const rows = await pending(transaction)
          .where('batchId', '=', batchId)
          .where('checkAt', 'is not', null)
          .where('joinedAt', 'is', null)
          .execute();
        return rows.map((row) => pendingSchema.parse(row));
      }),
  };
}

const pending = (db: Queries) =>
  db
    .selectFrom('invitations')
    .innerJoin('batches', 'batches.id', 'invitations.batchId')
    .select(['invitations.id', 'batchId', 'teamId', 'enterpriseId'])
    .select(['invitations.organizationId', 'organizationName', 'inviterId'])
    .select(['address', 'userId', 'member', 'endedAt', 'joinedAt'])
    .orderBy('invitations.createdAt')
    .orderBy('position');

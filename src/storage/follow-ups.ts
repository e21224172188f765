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
    batch_id: z.string(),
    ...workspaceColumns,
    ...organizationColumns,
    inviter_id: z.string(),
    ...inviteeColumns,
    member: memberText,
    ended_at: z.int(),
    joined_at: z.int().nullable(),
  })
  .transform(
    (row): PendingInvitation => ({
      id: row.id,
      batchId: row.batch_id,
      workspace: workspaceOf(row),
      organization: organizationOf(row),
      inviterId: row.inviter_id,
      invitee: inviteeOf(row),
      piperUserId: row.member.userId,
      invitedAt: row.ended_at,
      ...(row.joined_at !== null && { joinedAt: row.joined_at }),
    }),
  );

export function createFollowUps(db: Database): FollowUps {
  return {
    claim: ({ now, until, limit }) =>
      db.transaction().execute(async (transaction) => {
        const claimed = await transaction
          .updateTable('invitations')
          .set({ check_at: until })
          .where('id', 'in', (from) =>
            from
              .selectFrom('invitations')
              .select('id')
              .where('check_at', '<=', now)
              .orderBy('check_at')
              .limit(limit),
          )
          // Another process may have claimed them while this one waited for its lock.
          .where('check_at', '<=', now)
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
        .set({ joined_at: at })
        .where('id', '=', id)
        .where('joined_at', 'is', null)
        .execute();
    },

    settle: async (id, checkAt) => {
      await db
        .updateTable('invitations')
        .set({ check_at: checkAt ?? null })
        .where('id', '=', id)
        .execute();
    },

    takeReminder: (batchId, now) =>
      db.transaction().execute(async (transaction) => {
        const taken = await transaction
          .updateTable('batches')
          .set({ reminded_at: now })
          .where('id', '=', batchId)
          .where('reminded_at', 'is', null)
          .returning('id')
          .execute();
        if (taken.length === 0) return undefined;
        const rows = await pending(transaction)
          .where('batch_id', '=', batchId)
          .where('check_at', 'is not', null)
          .where('joined_at', 'is', null)
          .execute();
        return rows.map((row) => pendingSchema.parse(row));
      }),
  };
}

const pending = (db: Queries) =>
  db
    .selectFrom('invitations')
    .innerJoin('batches', 'batches.id', 'invitations.batch_id')
    .select(['invitations.id', 'batch_id', 'team_id', 'enterprise_id'])
    .select(['invitations.organization_id', 'organization_name', 'inviter_id'])
    .select(['address', 'user_id', 'member', 'ended_at', 'joined_at'])
    .orderBy('invitations.created_at')
    .orderBy('position');

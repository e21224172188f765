import * as z from 'zod';
import type { FollowUps, PendingInvitation } from '../usecases/ports/follow-ups.ts';
import { memberText } from './invitation-state.ts';
import { showInRequest } from './request-notifications.ts';
import { idsOf, invitee, optionalInt, organization, schemaOfRow, workspace } from './rows.ts';
import { hasChanged } from './statements.ts';
import type { Database, Queries } from './tables.ts';

const pendingSchema = schemaOfRow(
  {
    id: z.string(),
    batchId: z.string(),
    inviterId: z.string(),
    piperUserId: memberText.transform(({ userId }) => userId),
    invitedAt: z.int(),
    joinedAt: optionalInt,
  },
  { workspace, organization, invitee },
) satisfies z.ZodType<PendingInvitation>;

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
          .where('invitations.id', 'in', idsOf(claimed))
          .execute();
        return rows.map((row) => pendingSchema.parse(row));
      }),

    noteJoined: (id, at) =>
      db.transaction().execute(async (transaction) => {
        const noted = await transaction
          .updateTable('invitations')
          .set({ joinedAt: at })
          .where('id', '=', id)
          .where('joinedAt', 'is', null)
          .returning('batchId')
          .executeTakeFirst();
        if (noted) await showInRequest(transaction, z.string().parse(noted.batchId));
      }),

    settle: async (id, checkAt) => {
      await db
        .updateTable('invitations')
        .set({ checkAt: checkAt ?? null })
        .where('id', '=', id)
        .execute();
    },

    takeReminder: (batchId, now) =>
      db.transaction().execute(async (transaction) => {
        const isTaken = await hasChanged(
          transaction
            .updateTable('batches')
            .set({ remindedAt: now })
            .where('id', '=', batchId)
            .where('remindedAt', 'is', null),
        );
        if (!isTaken) return undefined;
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
    .select(['address', 'userId', 'member as piperUserId', 'endedAt as invitedAt', 'joinedAt'])
    .orderBy('invitations.createdAt')
    .orderBy('position');

import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import type { Place } from '../domain/open-invites.ts';
import type { Sighting } from '../domain/seen-invite.ts';
import type { FollowedInvitation, FollowUps } from '../usecases/ports/follow-ups.ts';
import { isBeside, isPending } from './invitation-queries.ts';
import { memberText, roleChangeText, textOfRoleChange } from './invitation-state.ts';
import { showInRequest } from './request-notifications.ts';
import { flag, idsOf, invitee, optionalInt, organization, schemaOfRow, workspace } from './rows.ts';
import { hasChanged } from './statements.ts';
import type { Database, Queries } from './tables.ts';

const followedSchema = schemaOfRow(
  {
    id: z.string(),
    batchId: z.string(),
    inviterId: z.string(),
    member: memberText,
    invitedAt: z.int(),
    joinedAt: optionalInt,
    removedAt: optionalInt,
    roleChange: roleChangeText.exactOptional(),
    isShown: flag,
  },
  { workspace, organization, invitee },
) satisfies z.ZodType<FollowedInvitation>;

const placeSchema = z.object({ id: z.string(), at: z.int() }) satisfies z.ZodType<Place>;

export function createFollowUps(db: Database): FollowUps {
  return {
    due: async (now) => {
      const rows = await db
        .selectFrom('invitations')
        .select('organizationId')
        .distinct()
        .where('checkAt', '<=', now)
        .execute();
      return rows.map(({ organizationId }) => z.string().parse(organizationId));
    },

    claim: (organizationId, { now, until, limit }) =>
      db.transaction().execute(async (transaction) => {
        const claimed = await transaction
          .updateTable('invitations')
          .set({ checkAt: until })
          .where('id', 'in', (from) =>
            from
              .selectFrom('invitations')
              .select('id')
              .where('organizationId', '=', organizationId)
              .where('checkAt', '<=', now)
              .orderBy('checkAt')
              .limit(limit),
          )
          // Another process may have claimed them while this one waited for its lock.
          .where('checkAt', '<=', now)
          .returning('id')
          .execute();
        return followedAmong(transaction, claimed);
      }),

    pending: async (organizationId, after, limit) => {
      const page = db
        .selectFrom('invitations')
        .select(['id', 'createdAt as at'])
        .where('organizationId', '=', organizationId)
        .where(isPending)
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      const places = (
        await (after ? page.where(isBeside({ olderThan: after })) : page).execute()
      ).map((row) => placeSchema.parse(row));
      const found = new Map((await followedAmong(db, places)).map((each) => [each.id, each]));
      return places.flatMap((place) => {
        const each = found.get(place.id);
        return each ? [{ ...each, ...place }] : [];
      });
    },

    lastOf: async (organizationId, address) => {
      const row = await db
        .selectFrom(
          followed(db)
            .where('invitations.organizationId', '=', organizationId)
            .where('addressKey', '=', addressKey(address))
            .where('state', '=', 'invited')
            .as('invited'),
        )
        .selectAll()
        .orderBy('invitedAt', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && followedSchema.parse(row);
    },

    record: (id, seen, checkAt) =>
      db.transaction().execute(async (transaction) => {
        const { batchId } = await transaction
          .updateTable('invitations')
          .set({ ...columnsOf(seen), isShown: 0, checkAt })
          .where('id', '=', id)
          .returning('batchId')
          .executeTakeFirstOrThrow();
        await showInRequest(transaction, z.string().parse(batchId));
      }),

    settle: async (ids, seen, checkAt, isShown) => {
      const { joinedAt, removedAt, roleChange } = columnsOf(seen);
      await db
        .updateTable('invitations')
        .set({ checkAt: checkAt ?? null, isShown: isShown ? 1 : 0 })
        .where('id', 'in', ids)
        .where('joinedAt', 'is not distinct from', joinedAt)
        .where('removedAt', 'is not distinct from', removedAt)
        .where('roleChange', 'is not distinct from', roleChange)
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
        const rows = await followed(transaction)
          .where('batchId', '=', batchId)
          .where('checkAt', 'is not', null)
          .where('joinedAt', 'is', null)
          .where('removedAt', 'is', null)
          .execute();
        return rows.map((row) => followedSchema.parse(row));
      }),
  };
}

const columnsOf = ({ joinedAt, removedAt, roleChange }: Sighting) => ({
  joinedAt: joinedAt ?? null,
  removedAt: removedAt ?? null,
  roleChange: roleChange ? textOfRoleChange(roleChange) : null,
});

async function followedAmong(
  db: Queries,
  rows: readonly { id: string }[],
): Promise<FollowedInvitation[]> {
  if (rows.length === 0) return [];
  const found = await followed(db).where('invitations.id', 'in', idsOf(rows)).execute();
  return found.map((row) => followedSchema.parse(row));
}

const followed = (db: Queries) =>
  db
    .selectFrom('invitations')
    .innerJoin('batches', 'batches.id', 'invitations.batchId')
    .select(['invitations.id', 'batchId', 'teamId', 'enterpriseId'])
    .select(['invitations.organizationId', 'organizationName', 'inviterId'])
    .select(['address', 'userId', 'member', 'endedAt as invitedAt', 'roleChange'])
    .select(['joinedAt', 'removedAt', 'isShown'])
    .orderBy('invitations.createdAt')
    .orderBy('position');

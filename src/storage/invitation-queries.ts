import { type Expression, type SqlBool, sql } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import { scopeId } from '../domain/connection.ts';
import type { FoundInvitation } from '../domain/invitation.ts';
import type { Place } from '../domain/open-invites.ts';
import type { InvitationQueries } from '../usecases/ports/invitation-queries.ts';
import { invitationStateSchema, roleChangeText, textOfRoleChange } from './invitation-state.ts';
import { idsOf, invitee, role, schemaOfRow, workspace } from './rows.ts';
import type { Database, Queries } from './tables.ts';

export const foundSchema = schemaOfRow(
  {
    inviterId: z.string(),
    roleChange: roleChangeText.exactOptional(),
    attempts: z.int(),
    at: z.int(),
    nextAttemptAt: z.int(),
  },
  { workspace, invitee, role, state: invitationStateSchema },
) satisfies z.ZodType<FoundInvitation>;

export function createInvitationQueries(db: Database): InvitationQueries {
  const thoseThat = (organizationId: string, condition: Expression<SqlBool>) =>
    db
      .selectFrom('invitations')
      .where('invitations.organizationId', '=', organizationId)
      .where(condition);

  async function foundAmong(
    organizationId: string,
    rows: Parameters<typeof idsOf>[0],
    order: Expression<unknown>,
    { offset = 0, limit }: { offset?: number; limit: number },
  ) {
    const ids = idsOf(rows);
    return ids.length === 0
      ? []
      : foundById(db, organizationId, ids)
          .select('invitations.id')
          .orderBy(order)
          .limit(limit)
          .offset(offset)
          .execute();
  }

  /** A page of what any of the conditions lets through, of which no invitation meets two: an "or" would read all of the past. */
  async function pageOf(
    organizationId: string,
    { offset, limit }: { offset: number; limit: number },
    conditions: readonly Expression<SqlBool>[],
  ): Promise<{ invitations: FoundInvitation[]; total: number }> {
    const pages = conditions.map((condition) =>
      thoseThat(organizationId, condition)
        .select('id')
        .orderBy(newestFirst)
        .limit(offset + limit),
    );
    const [ids, counts] = await Promise.all([
      Promise.all(pages.map((page) => page.execute())),
      Promise.all(
        conditions.map((condition) =>
          thoseThat(organizationId, condition)
            .select(({ fn }) => fn.countAll().as('count'))
            .executeTakeFirstOrThrow(),
        ),
      ),
    ]);
    const rows = await foundAmong(organizationId, ids.flat(), newestFirst, { offset, limit });
    return {
      invitations: rows.map((row) => foundSchema.parse(row)),
      total: counts
        .map(({ count }) => z.coerce.number().parse(count))
        .reduce((sum, count) => sum + count),
    };
  }

  return {
    latest: async (organizationId, address) => {
      const rows = await db
        .selectFrom(
          found(db, organizationId)
            .where('addressKey', '=', addressKey(address))
            .select(standing.as('standing'))
            .as('found'),
        )
        .selectAll()
        .orderBy('standing')
        .orderBy('at', 'desc')
        .limit(2)
        .execute();
      const [first, second] = rows.map((row) => foundSchema.parse(row));
      if (!first) return [];
      return first.state.kind === 'invited' && second?.state.kind === 'waiting'
        ? [first, second]
        : [first];
    },

    invited: async (organizationId, addresses) => {
      const rows = await found(db, organizationId)
        .where('addressKey', 'in', addresses.map(addressKey))
        .where('state', '=', 'invited')
        .where('removedAt', 'is', null)
        .execute();
      return rows.map((row) => foundSchema.parse(row));
    },

    countWaiting: async ({ scope, organization }) => {
      const { count } = await db
        .selectFrom('invitations')
        .innerJoin('batches', 'batches.id', 'invitations.batchId')
        .where('invitations.organizationId', '=', organization.id)
        .where(isWaiting)
        .where('teamId' in scope ? 'teamId' : 'enterpriseId', '=', scopeId(scope))
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return z.coerce.number().parse(count);
    },

    waiting: (organizationId, page) => pageOf(organizationId, page, [isWaiting]),

    open: (organizationId, page) => pageOf(organizationId, page, [isWaiting, isPending]),

    openBeside: async (organizationId, place, limit) => {
      const isNewer = place !== undefined && 'newerThan' in place;
      const order = isNewer ? nearestNewerFirst : nearestOlderFirst;
      // Each by its own index: see `pageOf`.
      const ids = await Promise.all(
        [isWaiting, isPending].map((condition) => {
          const those = thoseThat(organizationId, condition);
          return (place ? those.where(isBeside(place)) : those)
            .select('id')
            .orderBy(order)
            .limit(limit)
            .execute();
        }),
      );
      const read = (await foundAmong(organizationId, ids.flat(), order, { limit })).map((row) => ({
        ...foundSchema.parse(row),
        id: z.string().parse(row.id),
      }));
      return isNewer ? read.toReversed() : read;
    },

    find: async (organizationId, id) => {
      const row = await found(db, organizationId)
        .where('invitations.id', '=', id)
        .executeTakeFirst();
      return row && foundSchema.parse(row);
    },

    counted: (of, since, limit) => countedOf(db, of, since, limit),

    lastRole: async (of) => {
      const row = await placedBy(db, of)
        .select('roleId')
        .orderBy('createdAt', 'desc')
        // Those who were named come before those of a file, which may give other roles.
        .orderBy('position')
        .limit(1)
        .executeTakeFirst();
      return row && z.string().parse(row.roleId);
    },

    noteRole: async (organizationId, address, change) => {
      const noted = await db
        .updateTable('invitations')
        .set({ roleChange: textOfRoleChange(change) })
        .where('id', '=', (from) =>
          from
            .selectFrom('invitations')
            .select('id')
            .where('organizationId', '=', organizationId)
            .where('addressKey', '=', addressKey(address))
            .where('state', 'in', ['invited', 'already_member'])
            .orderBy(standing)
            .orderBy('createdAt', 'desc')
            .orderBy('id', 'desc')
            .limit(1),
        )
        .returning('batchId')
        .executeTakeFirst();
      return noted && { batchId: z.string().parse(noted.batchId) };
    },
  };
}

/** See `InvitationQueries.counted`. */
export async function countedOf(
  db: Queries,
  ...[of, since, limit]: Parameters<InvitationQueries['counted']>
): Promise<number[]> {
  const rows = await placedBy(db, of)
    .select('createdAt')
    .where('createdAt', '>', since)
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ createdAt }) => z.int().parse(createdAt));
}

/** What somebody placed in an organization, and counts against a quota. */
const placedBy = (
  db: Queries,
  { organizationId, inviterId }: Parameters<InvitationQueries['lastRole']>[0],
) =>
  db
    .selectFrom('invitations')
    .where('organizationId', '=', organizationId)
    .where('submittedBy', '=', inviterId)
    .where('state', 'in', ['waiting', 'sending', 'invited', 'unknown']);

// In the words of the partial indexes, without which SQLite does not use them.
export const isWaiting = sql<SqlBool>`state in ('waiting', 'sending')`;
export const isPending = sql<SqlBool>`check_at is not null and joined_at is null and removed_at is null`;

/** As one comparison of both columns, so that the index leads right to the place. */
export const isBeside = (place: { olderThan: Place } | { newerThan: Place }) => {
  const isNewer = 'newerThan' in place;
  const { at, id } = isNewer ? place.newerThan : place.olderThan;
  const sign = isNewer ? sql`>` : sql`<`;
  return sql<boolean>`(invitations.created_at, invitations.id) ${sign} (${at}, ${id})`;
};

/** What tells most about an address comes first: the invite that holds, then what is under way, then what may have come of it. */
const standing = sql<number>`case
  when state = 'invited' and removed_at is null then 0
  when state in ('waiting', 'sending') then 1
  when state = 'unknown' then 2
  else 3
end`;

const found = (db: Queries, organizationId: string) =>
  foundAnywhere(db).where('invitations.organizationId', '=', organizationId);

/** Those with these IDs. The organization is no use to an index: SQLite would read all of its past to find a few of it. */
export const foundById = (db: Queries, organizationId: string, ids: readonly string[]) =>
  foundAnywhere(db)
    .where('invitations.id', 'in', ids)
    .where(sql`invitations.organization_id || ''`, '=', organizationId);

/** The columns of a `FoundInvitation`. */
const foundAnywhere = (db: Queries) =>
  db
    .selectFrom('invitations')
    .innerJoin('batches', 'batches.id', 'invitations.batchId')
    .select(['teamId', 'enterpriseId', 'inviterId', 'address', 'userId'])
    .select(['roleId', 'roleName', 'state', 'isUnclear', 'isAsked', 'member', 'failure'])
    .select(['joinedAt', 'removedAt', 'invitations.cancelledBy', 'roleChange', 'attempts'])
    .select(['invitations.createdAt as at', 'nextAttemptAt']);

/** Within a batch, as they were submitted. */
const newestFirst = sql`invitations.created_at desc, batch_id, position, invitations.id`;

/** For pages that begin at a place. */
const nearestOlderFirst = sql`invitations.created_at desc, invitations.id desc`;
const nearestNewerFirst = sql`invitations.created_at, invitations.id`;

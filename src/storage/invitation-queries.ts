import { type SelectQueryBuilder, sql } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import type { FoundInvitation } from '../domain/invitation.ts';
import type { InvitationQueries } from '../usecases/ports/invitation-queries.ts';
import { invitationStateSchema, roleChangeText } from './invitation-state.ts';
import { invitee, role, schemaOfRow, workspace } from './rows.ts';
import type { Database, Queries, Tables } from './tables.ts';

const foundSchema = schemaOfRow(
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
  const open = (organizationId: string) =>
    db
      .selectFrom('invitations')
      .where('invitations.organizationId', '=', organizationId)
      .where(({ or, and, eb }) =>
        or([
          eb('state', 'in', ['waiting', 'sending']),
          and([eb('checkAt', 'is not', null), eb('joinedAt', 'is', null)]),
        ]),
      );

  return {
    latest: async (organizationId, address) => {
      const row = await found(
        db
          .selectFrom('invitations')
          .where('invitations.organizationId', '=', organizationId)
          .where('addressKey', '=', addressKey(address)),
      )
        .limit(1)
        .executeTakeFirst();
      return row && foundSchema.parse(row);
    },

    open: async (organizationId, { offset, limit }) => {
      const [rows, { count }] = await Promise.all([
        found(open(organizationId)).limit(limit).offset(offset).execute(),
        open(organizationId)
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow(),
      ]);
      return {
        invitations: rows.map((row) => foundSchema.parse(row)),
        total: z.coerce.number().parse(count),
      };
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
        .set({ roleChange: JSON.stringify(change) })
        .where('id', '=', (from) =>
          from
            .selectFrom('invitations')
            .select('id')
            .where('organizationId', '=', organizationId)
            .where('addressKey', '=', addressKey(address))
            .where('state', 'in', ['invited', 'already_member'])
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
    // In literals, for the partial index.
    .where(sql<boolean>`state in ('waiting', 'sending', 'invited', 'unknown')`);

/** The columns of a `FoundInvitation`, newest first. */
const found = (query: SelectQueryBuilder<Tables, 'invitations', object>) =>
  query
    .innerJoin('batches', 'batches.id', 'invitations.batchId')
    .select(['teamId', 'enterpriseId', 'inviterId', 'address', 'userId'])
    .select([
      'roleId',
      'roleName',
      'state',
      'isUnclear',
      'isAsked',
      'member',
      'failure',
      'joinedAt',
    ])
    .select('invitations.cancelledBy')
    .select(['roleChange', 'attempts', 'invitations.createdAt as at', 'nextAttemptAt'])
    .orderBy('invitations.createdAt', 'desc')
    // Within a batch, as they were submitted.
    .orderBy('batchId')
    .orderBy('position')
    .orderBy('invitations.id');

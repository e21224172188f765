import type { SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import type { FoundInvitation } from '../domain/invitation.ts';
import { addressKey } from '../domain/organization.ts';
import type { InvitationQueries } from '../usecases/ports/invitation-queries.ts';
import { invitationStateSchema, roleChangeText } from './invitation-state.ts';
import {
  inviteeColumns,
  inviteeOf,
  roleColumns,
  roleOf,
  workspaceColumns,
  workspaceOf,
} from './rows.ts';
import type { Database, Tables } from './tables.ts';

const rowSchema = z.object({
  ...workspaceColumns,
  inviterId: z.string(),
  ...inviteeColumns,
  ...roleColumns,
  roleChange: roleChangeText.nullable(),
  attempts: z.int(),
  createdAt: z.int(),
  nextAttemptAt: z.int(),
});

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
      return row && foundOf(row);
    },

    open: async (organizationId, { offset, limit }) => {
      const [rows, { count }] = await Promise.all([
        found(open(organizationId)).limit(limit).offset(offset).execute(),
        open(organizationId)
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow(),
      ]);
      return { invitations: rows.map(foundOf), total: z.coerce.number().parse(count) };
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

/** The columns of a `FoundInvitation`, newest first. */
const found = (query: SelectQueryBuilder<Tables, 'invitations', object>) =>
  query
    .innerJoin('batches', 'batches.id', 'invitations.batchId')
    .select(['teamId', 'enterpriseId', 'inviterId', 'address', 'userId'])
    .select(['roleId', 'roleName', 'state', 'isUnclear', 'member', 'failure', 'joinedAt'])
    .select('invitations.cancelledBy')
    .select(['roleChange', 'attempts', 'invitations.createdAt', 'nextAttemptAt'])
    .orderBy('invitations.createdAt', 'desc')
    // Within a batch, as they were submitted.
    .orderBy('batchId')
    .orderBy('position')
    .orderBy('invitations.id');

function foundOf(stored: unknown): FoundInvitation {
  const row = rowSchema.parse(stored);
  return {
    workspace: workspaceOf(row),
    inviterId: row.inviterId,
    invitee: inviteeOf(row),
    role: roleOf(row),
    state: invitationStateSchema.parse(stored),
    ...(row.roleChange && { roleChange: row.roleChange }),
    attempts: row.attempts,
    at: row.createdAt,
    nextAttemptAt: row.nextAttemptAt,
  };
}

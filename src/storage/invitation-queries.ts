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
  inviter_id: z.string(),
  ...inviteeColumns,
  ...roleColumns,
  role_change: roleChangeText.nullable(),
  attempts: z.int(),
  created_at: z.int(),
  next_attempt_at: z.int(),
});

export function createInvitationQueries(db: Database): InvitationQueries {
  const open = (organizationId: string) =>
    db
      .selectFrom('invitations')
      .where('invitations.organization_id', '=', organizationId)
      .where(({ or, and, eb }) =>
        or([
          eb('state', 'in', ['waiting', 'sending']),
          and([eb('check_at', 'is not', null), eb('joined_at', 'is', null)]),
        ]),
      );

  return {
    latest: async (organizationId, address) => {
      const row = await found(
        db
          .selectFrom('invitations')
          .where('invitations.organization_id', '=', organizationId)
          .where('address_key', '=', addressKey(address)),
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
        .set({ role_change: JSON.stringify(change) })
        .where('id', '=', (from) =>
          from
            .selectFrom('invitations')
            .select('id')
            .where('organization_id', '=', organizationId)
            .where('address_key', '=', addressKey(address))
            .where('state', 'in', ['invited', 'already_member'])
            .orderBy('created_at', 'desc')
            .orderBy('id', 'desc')
            .limit(1),
        )
        .returning('batch_id')
        .executeTakeFirst();
      return noted && { batchId: z.string().parse(noted.batch_id) };
    },
  };
}

/** The columns of a `FoundInvitation`, newest first. */
const found = (query: SelectQueryBuilder<Tables, 'invitations', object>) =>
  query
    .innerJoin('batches', 'batches.id', 'invitations.batch_id')
    .select(['team_id', 'enterprise_id', 'inviter_id', 'address', 'user_id'])
    .select(['role_id', 'role_name', 'state', 'is_unclear', 'member', 'failure', 'joined_at'])
    .select('invitations.cancelled_by')
    .select(['role_change', 'attempts', 'invitations.created_at', 'next_attempt_at'])
    .orderBy('invitations.created_at', 'desc')
    // Within a batch, as they were submitted.
    .orderBy('batch_id')
    .orderBy('position')
    .orderBy('invitations.id');

function foundOf(stored: unknown): FoundInvitation {
  const row = rowSchema.parse(stored);
  return {
    workspace: workspaceOf(row),
    inviterId: row.inviter_id,
    invitee: inviteeOf(row),
    role: roleOf(row),
    state: invitationStateSchema.parse(stored),
    ...(row.role_change && { roleChange: row.role_change }),
    attempts: row.attempts,
    at: row.created_at,
    nextAttemptAt: row.next_attempt_at,
  };
}

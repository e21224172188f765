import { type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { addressKey } from '../domain/organization.ts';
import type {
  Begun,
  Invitations,
  NewInvitation,
  StoredInvitation,
} from '../usecases/storage-ports.ts';
import { appendEntry } from './audit.ts';
import type { Database, Queries, Tables } from './tables.ts';

const rowSchema = z.object({
  id: z.string(),
  workspace: z.string(),
  organization_id: z.string(),
  address: z.string(),
  user_id: z.string().nullable(),
  role_id: z.string(),
  role_name: z.string(),
  inviter_id: z.string(),
  state: z.enum(['sending', 'invited', 'already_member', 'failed', 'unknown']),
  reason: z.string().nullable(),
  created_at: z.int(),
  ended_at: z.int().nullable(),
});

export function createInvitations(db: Database): Invitations {
  return {
    begin: (invitations, abandonedBefore) =>
      db.transaction().execute(async (transaction) => {
        const begun = new Map<NewInvitation, Begun>();
        // In one order for everybody, so that two processes never wait for each other.
        const ordered = invitations.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
        for (const invitation of ordered) {
          begun.set(invitation, await beginOne(transaction, invitation, abandonedBefore));
        }
        return invitations.flatMap((invitation) => begun.get(invitation) ?? []);
      }),

    end: (id, { state, reason, at }, entry) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('invitations')
          .set({ state, reason: reason ?? null, ended_at: at })
          .where('id', '=', id)
          .execute();
        await appendEntry(transaction, entry);
      }),

    findLast: async (organizationId, address) => {
      const row = await ofAddress(db, { organizationId, address })
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('ended_at', (order) => order.desc().nullsFirst())
        .limit(1)
        .executeTakeFirst();
      return row && invitationOf(row);
    },
  };
}

async function beginOne(
  transaction: Transaction<Tables>,
  invitation: NewInvitation,
  abandonedBefore: number,
): Promise<Begun> {
  const isTakenOver = await giveUp(transaction, invitation, abandonedBefore);
  // Another process's invitation may end between the two questions, and leave the place to this one.
  for (;;) {
    if (await insert(transaction, invitation)) break;
    const other = await ofAddress(transaction, invitation)
      .select('created_at')
      .where('state', '=', 'sending')
      .executeTakeFirst();
    if (other)
      return { kind: 'under_way', since: rowSchema.shape.created_at.parse(other.created_at) };
  }
  const ended = await ofAddress(transaction, invitation)
    .select('ended_at')
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    kind: 'begun',
    isTakenOver,
    ...(ended && { previousEndedAt: rowSchema.shape.created_at.parse(ended.ended_at) }),
  };
}

/** Whether there was an invitation that nobody works on any more. When it ended, if it did, nobody knows. */
async function giveUp(
  transaction: Transaction<Tables>,
  { organizationId, address }: NewInvitation,
  abandonedBefore: number,
): Promise<boolean> {
  const abandoned = await transaction
    .updateTable('invitations')
    .set({ state: 'unknown', reason: 'abandoned' })
    .where('organization_id', '=', organizationId)
    .where('address_key', '=', addressKey(address))
    .where('state', '=', 'sending')
    .where('created_at', '<', abandonedBefore)
    .returning('id')
    .execute();
  return abandoned.length > 0;
}

/** False when one for the same organization and address is under way. */
async function insert(
  transaction: Transaction<Tables>,
  invitation: NewInvitation,
): Promise<boolean> {
  const added = await transaction
    .insertInto('invitations')
    .values({
      id: invitation.id,
      workspace: invitation.workspace,
      organization_id: invitation.organizationId,
      address: invitation.address,
      address_key: addressKey(invitation.address),
      user_id: invitation.userId ?? null,
      role_id: invitation.roleId,
      role_name: invitation.roleName,
      inviter_id: invitation.inviterId,
      state: 'sending',
      reason: null,
      created_at: invitation.at,
      ended_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'address_key'])
        .where(sql<boolean>`state = 'sending'`)
        .doNothing(),
    )
    .returning('id')
    .execute();
  return added.length > 0;
}

const ofAddress = (
  db: Queries,
  { organizationId, address }: Pick<NewInvitation, 'organizationId' | 'address'>,
) =>
  db
    .selectFrom('invitations')
    .where('organization_id', '=', organizationId)
    .where('address_key', '=', addressKey(address));

const keyOf = ({ organizationId, address }: NewInvitation) =>
  `${organizationId} ${addressKey(address)}`;

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function invitationOf(stored: Selectable<Tables['invitations']>): StoredInvitation {
  const row = rowSchema.parse(stored);
  return {
    id: row.id,
    workspace: row.workspace,
    organizationId: row.organization_id,
    address: row.address,
    ...(row.user_id !== null && { userId: row.user_id }),
    roleId: row.role_id,
    roleName: row.role_name,
    inviterId: row.inviter_id,
    at: row.created_at,
    state: row.state,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
  };
}

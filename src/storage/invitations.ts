import type { Transaction } from 'kysely';
import { z } from 'zod';
import { addressKey } from '../domain/organization.ts';
import type {
  Begun,
  Invitations,
  NewInvitation,
  StoredInvitation,
} from '../usecases/storage-ports.ts';
import { appendEntry } from './audit.ts';
import type { Database, Tables } from './tables.ts';

const rowSchema = z
  .object({
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
  })
  .transform(
    (row): StoredInvitation => ({
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
    }),
  );

export function createInvitations(db: Database): Invitations {
  return {
    begin: (invitations, abandonedBefore) =>
      db.transaction().execute(async (transaction) => {
        const begun = new Map<NewInvitation, Begun>();
        // In one order for everybody, so that two processes never wait for each other.
        const ordered = invitations.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
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

    findLast: (organizationId, address) => findLast(db, organizationId, address),
  };
}

async function beginOne(
  transaction: Transaction<Tables>,
  invitation: NewInvitation,
  abandonedBefore: number,
): Promise<Begun> {
  const { organizationId, address, at } = invitation;
  const abandoned = await transaction
    .updateTable('invitations')
    .set({ state: 'unknown', reason: 'abandoned', ended_at: at })
    .where('organization_id', '=', organizationId)
    .where('address_key', '=', addressKey(address))
    .where('state', '=', 'sending')
    .where('created_at', '<', abandonedBefore)
    .returning('id')
    .execute();
  const previous = await findLast(transaction, organizationId, address);
  const added = await transaction
    .insertInto('invitations')
    .values({
      id: invitation.id,
      workspace: invitation.workspace,
      organization_id: organizationId,
      address,
      address_key: addressKey(address),
      user_id: invitation.userId ?? null,
      role_id: invitation.roleId,
      role_name: invitation.roleName,
      inviter_id: invitation.inviterId,
      state: 'sending',
      reason: null,
      created_at: at,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  if (added.length === 0) {
    const other = await findLast(transaction, organizationId, address);
    return { kind: 'under_way', since: other?.at ?? at };
  }
  return {
    kind: 'begun',
    isTakenOver: abandoned.length > 0,
    ...(previous?.endedAt !== undefined && { previousEndedAt: previous.endedAt }),
  };
}

async function findLast(
  db: Database | Transaction<Tables>,
  organizationId: string,
  address: string,
): Promise<StoredInvitation | undefined> {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('address_key', '=', addressKey(address))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && rowSchema.parse(row);
}

const keyOf = ({ organizationId, address }: NewInvitation) =>
  `${organizationId} ${addressKey(address)}`;

import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { OrderReport } from '../domain/invitation.ts';
import { addressKey } from '../domain/organization.ts';
import { storage as limits } from '../limits.ts';
import type { NewOrder, Orders, StoredOrder } from '../usecases/ports/storage.ts';
import { appendEntries } from './audit.ts';
import { roleChangeText, standingSchema } from './invitation-state.ts';
import { jsonText } from './json-text.ts';
import type { SecretBox } from './secret-box.ts';
import type { Database, Tables } from './tables.ts';

const rowSchema = z.object({
  id: z.string(),
  team_id: z.string(),
  enterprise_id: z.string().nullable(),
  organization_id: z.string(),
  organization_name: z.string(),
  inviter_id: z.string(),
  surface: z.string(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  channel: z.string(),
  sealed_urls: z.string().nullable(),
  created_at: z.int(),
  posted_channel: z.string().nullable(),
  posted_ts: z.string().nullable(),
  is_announced: z.int(),
  is_inviter_told: z.int(),
  is_delay_told: z.int(),
  told_at: z.int().nullable(),
});
const urlsText = jsonText.pipe(
  z.object({ channelUrl: z.string().exactOptional(), inviterUrl: z.string().exactOptional() }),
);
const entrySchema = z
  .object({
    address: z.string(),
    user_id: z.string().nullable(),
    role_id: z.string(),
    role_name: z.string(),
    role_change: roleChangeText.nullable(),
  })
  .transform(({ address, user_id, role_id, role_name, role_change }) => ({
    invitee: { address, ...(user_id !== null && { userId: user_id }) },
    role: { id: role_id, name: role_name },
    ...(role_change && { roleChange: role_change }),
  }));

export function createOrders(db: Database, box: SecretBox): Orders {
  return {
    place: async (order, invitations, entries) => {
      const row = { ...columnsOf(order), sealed_urls: await sealedUrls(box, order) };
      return db.transaction().execute(async (transaction) => {
        const placed = await transaction
          .insertInto('orders')
          .values(row)
          .onConflict((conflict) => conflict.column('submission').doNothing())
          .returning('id')
          .execute();
        if (placed.length === 0) return false;
        await transaction
          .insertInto('queues')
          .values({ organization_id: order.organization.id, paused_until: 0 })
          .onConflict((conflict) => conflict.column('organization_id').doNothing())
          .execute();
        const rows = invitations.map(({ id, invitee, role }, position) => ({
          id,
          order_id: order.id,
          position,
          organization_id: order.organization.id,
          address: invitee.address,
          address_key: addressKey(invitee.address),
          user_id: invitee.userId ?? null,
          role_id: role.id,
          role_name: role.name,
          state: 'waiting',
          is_unclear: 0,
          tries: 0,
          next_try_at: order.at,
          created_at: order.at,
        }));
        for (let from = 0; from < rows.length; from += limits.rowsAtOnce) {
          await transaction
            .insertInto('invitations')
            .values(rows.slice(from, from + limits.rowsAtOnce))
            .execute();
        }
        await appendEntries(transaction, entries);
        return true;
      });
    },

    find: async (orderId) => {
      const [row, entries] = await Promise.all([
        db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirst(),
        db
          .selectFrom('invitations')
          .select(['address', 'user_id', 'role_id', 'role_name', 'state', 'is_unclear'])
          .select(['member', 'failure', 'joined_at', 'cancelled_by', 'ended_at', 'role_change'])
          .where('order_id', '=', orderId)
          .orderBy('position')
          .execute(),
      ]);
      if (!row) return undefined;
      const order = await orderOf(row, box);
      const lastEndedAt = Math.max(
        0,
        ...entries.map(({ ended_at }) => z.int().parse(ended_at ?? 0)),
      );
      const report: OrderReport = {
        order,
        ...(lastEndedAt > 0 && { lastEndedAt }),
        entries: entries.map((entry) => ({
          ...entrySchema.parse(entry),
          standing: standingSchema.parse(entry),
        })),
      };
      return { order, report };
    },

    beginTelling: async (orderId, now, until) => {
      const begun = await db
        .updateTable('orders')
        .set({ tell_after: until })
        .where('id', '=', orderId)
        .where('told_at', 'is', null)
        .where('tell_after', '<=', now)
        .returning('id')
        .execute();
      return begun.length > 0;
    },

    endTelling: async (orderId, { posted, isAnnounced, isInviterTold, toldAt, again = 0 }) => {
      await db
        .updateTable('orders')
        .set({
          tell_after: again,
          ...(posted && { posted_channel: posted.channel, posted_ts: posted.ts }),
          ...(isAnnounced && { is_announced: 1 }),
          ...(isInviterTold && { is_inviter_told: 1 }),
          ...(toldAt !== undefined && { told_at: toldAt, sealed_urls: null }),
        })
        .where('id', '=', orderId)
        .execute();
    },

    noteDelay: async (orderId) => {
      const noted = await db
        .updateTable('orders')
        .set({ is_delay_told: 1 })
        .where('id', '=', orderId)
        .where('is_delay_told', '=', 0)
        .where('told_at', 'is', null)
        .returning('id')
        .execute();
      return noted.length > 0;
    },

    toTell: async (now) => {
      const rows = await db
        .selectFrom('orders')
        .select('id')
        .where('told_at', 'is', null)
        .where('tell_after', '<=', now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('invitations')
                .select('invitations.id')
                .whereRef('invitations.order_id', '=', 'orders.id')
                .where('state', 'in', ['waiting', 'sending']),
            ),
          ),
        )
        .limit(limits.ordersAtOnce)
        .execute();
      return rows.map(({ id }) => z.string().parse(id));
    },
  };
}

/** What an order's response URLs are sealed for. */
export const bindingOf = (id: string) => ({ purpose: 'response URLs', row: id }) as const;

const columnsOf = (order: NewOrder) => ({
  id: order.id,
  submission: order.submission,
  team_id: order.workspace.teamId,
  enterprise_id: order.workspace.enterpriseId ?? null,
  organization_id: order.organization.id,
  organization_name: order.organization.name,
  inviter_id: order.inviterId,
  surface: order.surface,
  reference: order.reference ?? null,
  note: order.note ?? null,
  channel: order.audience.channel,
  created_at: order.at,
  is_announced: 0,
  is_inviter_told: 0,
  is_delay_told: 0,
  tell_after: 0,
});

async function sealedUrls(box: SecretBox, { id, audience }: NewOrder): Promise<string | null> {
  const { channel: _, ...urls } = audience;
  return Object.keys(urls).length === 0 ? null : box.seal(JSON.stringify(urls), bindingOf(id));
}

async function orderOf(stored: Selectable<Tables['orders']>, box: SecretBox): Promise<StoredOrder> {
  const row = rowSchema.parse(stored);
  // Without its response URLs an order is told in other ways.
  const urls = row.sealed_urls ? await box.open(row.sealed_urls, bindingOf(row.id)) : undefined;
  return {
    id: row.id,
    workspace: workspaceOf(row),
    organization: { id: row.organization_id, name: row.organization_name },
    inviterId: row.inviter_id,
    surface: row.surface,
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.note !== null && { note: row.note }),
    audience: { channel: row.channel, ...(urls?.ok && urlsText.parse(urls.value)) },
    at: row.created_at,
    ...(row.posted_channel !== null &&
      row.posted_ts !== null && { posted: { channel: row.posted_channel, ts: row.posted_ts } }),
    isAnnounced: row.is_announced === 1,
    isInviterTold: row.is_inviter_told === 1,
    isDelayTold: row.is_delay_told === 1,
    isTold: row.told_at !== null,
  };
}

/** A workspace out of its columns. */
export const workspaceOf = (row: { team_id: string; enterprise_id: string | null }) => ({
  teamId: row.team_id,
  ...(row.enterprise_id !== null && { enterpriseId: row.enterprise_id }),
});

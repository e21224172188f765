import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type Connection, type ConnectionSettings, scopeId } from '../domain/connection.ts';
import { err, ok } from '../domain/result.ts';
import { DAY } from '../limits.ts';
import type { Connections } from '../usecases/ports/connections.ts';
import { appendEntry } from './audit.ts';
import { jsonText } from './json-text.ts';
import {
  columnsOfScope,
  organizationColumns,
  organizationOf,
  scopeColumns,
  scopeOf,
} from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import type { Database, Tables } from './tables.ts';

const settingsSchema = z.object({
  whoMayInvite: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('admins') }),
    z.object({
      kind: z.literal('chosen'),
      userIds: z.array(z.string()),
      userGroupIds: z.array(z.string()),
    }),
    z.object({ kind: z.literal('members') }),
  ]),
  defaultRoleId: z.string().exactOptional(),
  roleIds: z.array(z.string()).exactOptional(),
  channel: z.string().exactOptional(),
  domains: z.array(z.string()),
  remindAfterDays: z.int().exactOptional(),
}) satisfies z.ZodType<ConnectionSettings>;

const rowSchema = z.object({
  id: z.string(),
  ...scopeColumns,
  enterprise_id: z.string().nullable(),
  ...organizationColumns,
  sealed_token: z.string(),
  token_preview: z.string(),
  settings: jsonText.pipe(settingsSchema),
  connected_by: z.string(),
  connected_at: z.int(),
  expires_at: z.int().nullable(),
  rejected_since: z.int().nullable(),
});

export function createConnections(db: Database, box: SecretBox): Connections {
  return {
    find: async ({ teamId, enterpriseId }) => {
      const rows = await db
        .selectFrom('connections')
        .selectAll()
        .where('scope_id', 'in', [teamId, ...(enterpriseId ? [enterpriseId] : [])])
        .execute();
      const row = rows.find(({ scope_id }) => scope_id === teamId) ?? rows[0];
      if (!row) return ok(undefined);
      const connection = connectionOf(row);
      if (!connection) return err({ kind: 'damaged' });
      const token = await box.open(row.sealed_token, bindingOf(row.id, row.scope_id));
      return token.ok ? ok({ ...connection, token: token.value }) : err(token.error);
    },

    save: async (connection, entry) => {
      const { id, scope, organization } = connection;
      const row = {
        id,
        ...columnsOfScope(scope),
        enterprise_id: connection.enterpriseId ?? null,
        organization_id: organization.id,
        organization_name: organization.name,
        sealed_token: await box.seal(connection.token, bindingOf(id, scopeId(scope))),
        token_preview: connection.tokenPreview,
        settings: JSON.stringify(connection.settings),
        connected_by: connection.connectedBy,
        connected_at: connection.connectedAt,
        expires_at: connection.expiresAt ?? null,
        rejected_since: connection.rejectedSince ?? null,
        warned_days_left: null,
      };
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('connections')
          .values(row)
          .onConflict((conflict) => conflict.column('scope_id').doUpdateSet(row))
          .execute();
        await appendEntry(transaction, entry);
      });
    },

    changeSettings: (id, settings, entry) =>
      db.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('connections')
          .set({ settings: JSON.stringify(settings) })
          .where('id', '=', id)
          .returning('id')
          .execute();
        if (changed.length > 0) await appendEntry(transaction, entry);
        return changed.length > 0;
      }),

    remove: ({ id, ...scope }, entry) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('connections')
          .where('scope_id', '=', scopeId(scope))
          .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
          .returning('id')
          .execute();
        if (removed.length === 0 && id !== undefined) return false;
        await transaction
          .deleteFrom('pending_connections')
          .where('scope_id', '=', scopeId(scope))
          .execute();
        if (removed.length > 0) await appendEntry(transaction, entry);
        return removed.length > 0;
      }),

    removeUninstalled: (enterpriseId, entryOf) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('connections')
          .where('enterprise_id', '=', enterpriseId)
          .where('scope_id', 'not in', transaction.selectFrom('installations').select('id'))
          .returning(['scope_id', 'is_enterprise'])
          .execute();
        for (const row of removed) await appendEntry(transaction, entryOf(scopeOf(row)));
      }),

    markRejected: (id, entry) =>
      db.transaction().execute(async (transaction) => {
        const marked = await transaction
          .updateTable('connections')
          .set({ rejected_since: entry.at })
          .where('id', '=', id)
          .where('rejected_since', 'is', null)
          .returning('id')
          .execute();
        if (marked.length > 0) await appendEntry(transaction, entry);
        return marked.length > 0;
      }),

    markAccepted: (id, entry) =>
      db.transaction().execute(async (transaction) => {
        const marked = await transaction
          .updateTable('connections')
          .set({ rejected_since: null })
          .where('id', '=', id)
          .where('rejected_since', 'is not', null)
          .returning('id')
          .execute();
        if (marked.length > 0) await appendEntry(transaction, entry);
        return marked.length > 0;
      }),

    takeExpiring: async (now, days) => {
      const taken: (Connection & { daysLeft: number })[] = [];
      for (const daysLeft of days.toSorted((a, b) => a - b)) {
        const rows = await db
          .updateTable('connections')
          .set({ warned_days_left: daysLeft })
          .where('expires_at', '>', now)
          .where('expires_at', '<=', now + daysLeft * DAY)
          .where('rejected_since', 'is', null)
          .where((where) =>
            where.or([
              where('warned_days_left', 'is', null),
              where('warned_days_left', '>', daysLeft),
            ]),
          )
          .returningAll()
          .execute();
        for (const row of rows) {
          const connection = connectionOf(row);
          if (connection) taken.push({ ...connection, daysLeft });
        }
      }
      return taken;
    },
  };
}

/** What a connection's token is sealed for. */
export const bindingOf = (id: string, scope: string) =>
  ({ purpose: 'connection', row: `${scope}/${id}` }) as const;

/** Undefined for a damaged row, so that it takes down its own workspace only. */
function connectionOf(stored: Selectable<Tables['connections']>): Connection | undefined {
  const parsed = rowSchema.safeParse(stored);
  if (!parsed.success) return undefined;
  const row = parsed.data;
  return {
    id: row.id,
    scope: scopeOf(row),
    ...(row.enterprise_id !== null && { enterpriseId: row.enterprise_id }),
    organization: organizationOf(row),
    tokenPreview: row.token_preview,
    settings: row.settings,
    connectedBy: row.connected_by,
    connectedAt: row.connected_at,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.rejected_since !== null && { rejectedSince: row.rejected_since }),
  };
}

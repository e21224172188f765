import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type Connection, type ConnectionSettings, scopeId } from '../domain/connection.ts';
import { err, ok } from '../domain/result.ts';
import { DAY } from '../limits.ts';
import type { Connections } from '../usecases/ports/connections.ts';
import { appendEntry, changeWithEntry } from './audit.ts';
import { jsonText } from './json-text.ts';
import {
  columnsOfScope,
  optionalInt,
  optionalText,
  organization,
  schemaOfRow,
  scope,
} from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import { hasChanged } from './statements.ts';
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

const connectionSchema = schemaOfRow(
  {
    id: z.string(),
    enterpriseId: optionalText,
    sealedToken: z.string(),
    tokenPreview: z.string(),
    settings: jsonText.pipe(settingsSchema),
    connectedBy: z.string(),
    connectedAt: z.int(),
    expiresAt: optionalInt,
    rejectedSince: optionalInt,
  },
  { scope, organization },
).transform(({ sealedToken: _, ...connection }): Connection => connection);

export function createConnections(db: Database, box: SecretBox): Connections {
  return {
    find: async ({ teamId, enterpriseId }) => {
      const rows = await db
        .selectFrom('connections')
        .selectAll()
        .where('scopeId', 'in', [teamId, ...(enterpriseId ? [enterpriseId] : [])])
        .execute();
      const row = rows.find(({ scopeId }) => scopeId === teamId) ?? rows[0];
      if (!row) return ok(undefined);
      const connection = connectionOf(row);
      if (!connection) return err({ kind: 'damaged' });
      const token = await box.open(row.sealedToken, bindingOf(row.id, row.scopeId));
      return token.ok ? ok({ ...connection, token: token.value }) : err(token.error);
    },

    save: async (connection, entry) => {
      const { id, scope, organization } = connection;
      const row = {
        id,
        ...columnsOfScope(scope),
        enterpriseId: connection.enterpriseId ?? null,
        organizationId: organization.id,
        organizationName: organization.name,
        sealedToken: await box.seal(connection.token, bindingOf(id, scopeId(scope))),
        tokenPreview: connection.tokenPreview,
        settings: JSON.stringify(connection.settings),
        connectedBy: connection.connectedBy,
        connectedAt: connection.connectedAt,
        expiresAt: connection.expiresAt ?? null,
        rejectedSince: connection.rejectedSince ?? null,
        warnedDaysLeft: null,
      };
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('connections')
          .values(row)
          .onConflict((conflict) => conflict.column('scopeId').doUpdateSet(row))
          .execute();
        await appendEntry(transaction, entry);
      });
    },

    changeSettings: (id, settings, entry) =>
      changeWithEntry(db, entry, (transaction) =>
        transaction
          .updateTable('connections')
          .set({ settings: JSON.stringify(settings) })
          .where('id', '=', id),
      ),

    remove: ({ id, ...scope }, entry) =>
      db.transaction().execute(async (transaction) => {
        const isRemoved = await hasChanged(
          transaction
            .deleteFrom('connections')
            .where('scopeId', '=', scopeId(scope))
            .$if(id !== undefined, (query) => query.where('id', '=', id ?? '')),
        );
        if (!isRemoved && id !== undefined) return false;
        await transaction
          .deleteFrom('pendingConnections')
          .where('scopeId', '=', scopeId(scope))
          .execute();
        if (isRemoved) await appendEntry(transaction, entry);
        return isRemoved;
      }),

    removeUninstalled: (enterpriseId, entryOf) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('connections')
          .where('enterpriseId', '=', enterpriseId)
          .where('scopeId', 'not in', transaction.selectFrom('installations').select('id'))
          .returning(['scopeId', 'isEnterprise'])
          .execute();
        for (const row of removed) await appendEntry(transaction, entryOf(scope.parse(row)));
      }),

    markRejected: (id, entry) =>
      changeWithEntry(db, entry, (transaction) =>
        transaction
          .updateTable('connections')
          .set({ rejectedSince: entry.at })
          .where('id', '=', id)
          .where('rejectedSince', 'is', null),
      ),

    markAccepted: (id, entry) =>
      changeWithEntry(db, entry, (transaction) =>
        transaction
          .updateTable('connections')
          .set({ rejectedSince: null })
          .where('id', '=', id)
          .where('rejectedSince', 'is not', null),
      ),

    takeExpiring: async (now, days) => {
      const taken: (Connection & { daysLeft: number })[] = [];
      for (const daysLeft of days.toSorted((a, b) => a - b)) {
        const rows = await db
          .updateTable('connections')
          .set({ warnedDaysLeft: daysLeft })
          .where('expiresAt', '>', now)
          .where('expiresAt', '<=', now + daysLeft * DAY)
          .where('rejectedSince', 'is', null)
          .where((where) =>
            where.or([where('warnedDaysLeft', 'is', null), where('warnedDaysLeft', '>', daysLeft)]),
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
const connectionOf = (row: Selectable<Tables['connections']>): Connection | undefined =>
  connectionSchema.safeParse(row).data;

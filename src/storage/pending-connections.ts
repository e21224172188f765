import { z } from 'zod';
import type { PendingConnections } from '../usecases/ports/pending-connections.ts';
import { columnsOfScope, scopeColumns, scopeOf } from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import type { Database } from './tables.ts';

const rowSchema = z.object({
  id: z.string(),
  ...scopeColumns,
  user_id: z.string(),
  sealed_token: z.string(),
  expires_at: z.int(),
});

export function createPendingConnections(db: Database, box: SecretBox): PendingConnections {
  return {
    save: async ({ id, scope, userId, token, expiresAt }) => {
      const columns = columnsOfScope(scope);
      const sealed = await box.seal(token, bindingOf(id, columns.scope_id));
      await db
        .insertInto('pending_connections')
        .values({ id, ...columns, user_id: userId, sealed_token: sealed, expires_at: expiresAt })
        .execute();
    },

    find: async (id, now) => {
      const found = await db
        .selectFrom('pending_connections')
        .selectAll()
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      if (!found) return undefined;
      const row = rowSchema.parse(found);
      const token = await box.open(row.sealed_token, bindingOf(row.id, row.scope_id));
      if (!token.ok) return undefined;
      return {
        id: row.id,
        scope: scopeOf(row),
        userId: row.user_id,
        token: token.value,
        expiresAt: row.expires_at,
      };
    },

    remove: async (id) => {
      const removed = await db
        .deleteFrom('pending_connections')
        .where('id', '=', id)
        .returning('id')
        .execute();
      return removed.length > 0;
    },

    removeExpired: async (now) => {
      await db.deleteFrom('pending_connections').where('expires_at', '<=', now).execute();
    },
  };
}

/** What a pending connection's token is sealed for. */
export const bindingOf = (id: string, scope: string) =>
  ({ purpose: 'pending connection', row: `${scope}/${id}` }) as const;

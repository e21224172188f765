import { z } from 'zod';
import type { PendingConnections } from '../usecases/ports/pending-connections.ts';
import { columnsOfScope, scopeColumns, scopeOf } from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import type { Database } from './tables.ts';

const rowSchema = z.object({
  id: z.string(),
  ...scopeColumns,
  userId: z.string(),
  sealedToken: z.string(),
  expiresAt: z.int(),
});

export function createPendingConnections(db: Database, box: SecretBox): PendingConnections {
  return {
    save: async ({ id, scope, userId, token, expiresAt }) => {
      const columns = columnsOfScope(scope);
      const sealed = await box.seal(token, bindingOf(id, columns.scopeId));
      await db
        .insertInto('pendingConnections')
        .values({ id, ...columns, userId: userId, sealedToken: sealed, expiresAt: expiresAt })
        .execute();
    },

    find: async (id, now) => {
      const found = await db
        .selectFrom('pendingConnections')
        .selectAll()
        .where('id', '=', id)
        .where('expiresAt', '>', now)
        .executeTakeFirst();
      if (!found) return undefined;
      const row = rowSchema.parse(found);
      const token = await box.open(row.sealedToken, bindingOf(row.id, row.scopeId));
      if (!token.ok) return undefined;
      return {
        id: row.id,
        scope: scopeOf(row),
        userId: row.userId,
        token: token.value,
        expiresAt: row.expiresAt,
      };
    },

    remove: async (id) => {
      const removed = await db
        .deleteFrom('pendingConnections')
        .where('id', '=', id)
        .returning('id')
        .execute();
      return removed.length > 0;
    },

    removeExpired: async (now) => {
      await db.deleteFrom('pendingConnections').where('expiresAt', '<=', now).execute();
    },
  };
}

/** What a pending connection's token is sealed for. */
export const bindingOf = (id: string, scope: string) =>
  ({ purpose: 'pending connection', row: `${scope}/${id}` }) as const;

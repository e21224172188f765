import * as z from 'zod';
import { scopeId } from '../domain/connection.ts';
import type { PendingConnections } from '../usecases/ports/pending-connections.ts';
import { columnsOfScope, schemaOfRow, scope } from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import { hasChanged } from './statements.ts';
import type { Database } from './tables.ts';

const pendingSchema = schemaOfRow(
  { id: z.string(), userId: z.string(), sealedToken: z.string(), expiresAt: z.int() },
  { scope },
);

export function createPendingConnections(db: Database, box: SecretBox): PendingConnections {
  return {
    save: async ({ id, scope, userId, token, expiresAt }) => {
      const columns = columnsOfScope(scope);
      const sealedToken = await box.seal(token, bindingOf(id, columns.scopeId));
      await db
        .insertInto('pendingConnections')
        .values({ id, ...columns, userId, sealedToken, expiresAt })
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
      const { sealedToken, ...pending } = pendingSchema.parse(found);
      const token = await box.open(sealedToken, bindingOf(id, scopeId(pending.scope)));
      return token.ok ? { ...pending, token: token.value } : undefined;
    },

    remove: (id) => hasChanged(db.deleteFrom('pendingConnections').where('id', '=', id)),
  };
}

/** What a pending connection's token is sealed for. */
export const bindingOf = (id: string, scope: string) =>
  ({ purpose: 'pending connection', row: `${scope}/${id}` }) as const;

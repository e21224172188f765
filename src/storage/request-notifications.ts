import { sql } from 'kysely';
import type { RequestNotifications } from '../usecases/ports/requests.ts';
import { requests as limits } from './limits.ts';
import { isOpen } from './request-changes.ts';
import { requestsOf } from './request-rows.ts';
import { idsOf } from './rows.ts';
import { hasChanged } from './statements.ts';
import type { Database, Queries } from './tables.ts';

/** In a literal, for the partial index. */
const isChanged = sql<boolean>`shown_version < version`;

/** The request that a batch came from, if it came from one, has something new to show. */
export async function showInRequest(db: Queries, batchId: string): Promise<void> {
  await db
    .updateTable('requests')
    .set({ version: sql<number>`version + 1` })
    .where('batchId', '=', batchId)
    .execute();
}

export function createRequestNotifications(db: Database): RequestNotifications {
  const requests = () => db.selectFrom('requests');
  return {
    load: async (id) => (await requestsOf(db, requests().where('id', '=', id)))[0],

    claim: (id, now, until) =>
      hasChanged(
        db
          .updateTable('requests')
          .set({ notifyAfter: until })
          .where('id', '=', id)
          .where('notifyAfter', '<=', now)
          .where(isChanged),
      ),

    record: async (id, { posted, asked, isAskedTold, isEndTold, shownVersion, again = 0 }) => {
      await db
        .updateTable('requests')
        .set({
          notifyAfter: again,
          ...(posted && { posted: JSON.stringify(posted) }),
          ...(asked && { asked: JSON.stringify(asked) }),
          ...(isAskedTold && { isAskedTold: 1 }),
          ...(isEndTold && { isEndTold: 1 }),
          ...(shownVersion !== undefined && { shownVersion }),
        })
        .where('id', '=', id)
        .execute();
    },

    due: async (now) => {
      const rows = await requests()
        .select('id')
        .where('notifyAfter', '<=', now)
        .where(isChanged)
        .orderBy('notifyAfter')
        .limit(limits.atOnce)
        .execute();
      return idsOf(rows);
    },

    expired: (now) =>
      requestsOf(
        db,
        requests()
          .where(isOpen)
          .where('expiresAt', '<=', now)
          .orderBy('expiresAt')
          .limit(limits.atOnce),
      ),

    takeReminders: async (now) => {
      const taken = await db
        .updateTable('requests')
        .set({ remindAt: null, version: sql<number>`version + 1` })
        .where('remindAt', '<=', now)
        .where('expiresAt', '>', now)
        .where(isOpen)
        .returning('id')
        .execute();
      return taken.length === 0
        ? []
        : requestsOf(db, requests().where('id', 'in', idsOf(taken)).orderBy('createdAt'));
    },
  };
}

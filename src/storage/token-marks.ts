import * as z from 'zod';
import type { Connections } from '../usecases/ports/connections.ts';
import type { Recorder } from './audit.ts';
import { refusedSince, tellRefusedAgain } from './refused-invites.ts';
import { hasChanged } from './statements.ts';
import type { Database } from './tables.ts';

/** What is kept of a connection while Piper refuses its token. */
export const createTokenMarks = (
  db: Database,
  { append, changeWithEntry }: Recorder,
): Pick<Connections, 'markRejected' | 'markAccepted' | 'takeRenewalAsk' | 'dropRenewalAsk'> => ({
  markRejected: (id, entry) =>
    changeWithEntry(db, entry, (transaction) =>
      transaction
        .updateTable('connections')
        .set({ rejectedSince: entry.at })
        .where('id', '=', id)
        .where('rejectedSince', 'is', null),
    ),

  markAccepted: (id, entry) =>
    db.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('connections')
        .selectAll()
        .where('id', '=', id)
        .where('rejectedSince', 'is not', null)
        .executeTakeFirst();
      const isChanged = await hasChanged(
        transaction
          .updateTable('connections')
          .set({ rejectedSince: null, renewalAskedAt: null })
          .where('id', '=', id)
          .where('rejectedSince', 'is not', null),
      );
      if (!row || !isChanged) return false;
      await tellRefusedAgain(transaction, row, z.int().parse(row.rejectedSince), entry.at);
      await append(transaction, [entry]);
      return true;
    }),

  takeRenewalAsk: async (id, at, since) => {
    const isTaken = await hasChanged(
      db
        .updateTable('connections')
        .set({ renewalAskedAt: at })
        .where('id', '=', id)
        .where((where) =>
          where.or([where('renewalAskedAt', 'is', null), where('renewalAskedAt', '<=', since)]),
        ),
    );
    const row = await db
      .selectFrom('connections')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (!isTaken) return { askedAt: z.int().catch(at).parse(row?.renewalAskedAt) };
    const rejectedSince = z.int().optional().catch(undefined).parse(row?.rejectedSince);
    if (!row || rejectedSince === undefined) return { waiting: 0 };
    return { waiting: (await refusedSince(db, row, rejectedSince)).length };
  },

  dropRenewalAsk: async (id) => {
    await db
      .updateTable('connections')
      .set({ renewalAskedAt: null })
      .where('id', '=', id)
      .execute();
  },
});

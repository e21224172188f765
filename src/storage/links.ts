import type { Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import { scopeId } from '../domain/connection.ts';
import type { Link } from '../domain/link.ts';
import { err, ok } from '../domain/result.ts';
import type { Unreadable } from '../usecases/ports/connections.ts';
import type { LinkedThrough, LinkStore } from '../usecases/ports/links.ts';
import type { Recorder } from './audit.ts';
import type { Stamps } from './stamps.ts';
import { hasChanged } from './statements.ts';
import type { Database, Tables } from './tables.ts';

type Row = Selectable<Tables['links']>;

const linkSchema = z
  .object({
    userId: z.string(),
    memberId: z.string(),
    address: z.string(),
    linkedBy: z.string(),
    linkedAt: z.int(),
  })
  .transform(({ linkedBy: by, linkedAt: at, ...link }): Link => ({ ...link, by, at }));

export function createLinks(
  db: Database,
  { stamps, recorder }: { stamps: Stamps; recorder: Recorder },
): LinkStore {
  return {
    find: async (through, userId) => {
      const row = await db
        .selectFrom('links')
        .selectAll()
        .where('scopeId', '=', placeOf(through).scopeId)
        .where('organizationId', '=', placeOf(through).organizationId)
        .where('userId', '=', userId)
        .executeTakeFirst();
      if (!row) return ok(undefined);
      const flaw = flawOf(stamps, row);
      if (flaw) return err(flaw);
      const { data } = linkSchema.safeParse(row);
      return data ? ok(data) : err({ kind: 'damaged' });
    },

    save: (through, { by, at, ...link }, entry) =>
      db.transaction().execute(async (transaction) => {
        if (!(await lockConnection(transaction, through))) return { kind: 'changed' };
        const columns = {
          ...placeOf(through),
          ...link,
          addressKey: addressKey(link.address),
          linkedBy: by,
          linkedAt: at,
        };
        const inserted = await transaction
          .insertInto('links')
          .values({ ...columns, stamp: stampOf(stamps, columns) })
          .onConflict((conflict) => conflict.doNothing())
          .returning('userId')
          .execute();
        if (inserted.length === 0) {
          const rows = await transaction
            .selectFrom('links')
            .selectAll()
            .where('scopeId', '=', columns.scopeId)
            .where('organizationId', '=', columns.organizationId)
            .where((where) =>
              where.or([where('userId', '=', link.userId), where('memberId', '=', link.memberId)]),
            )
            .execute();
          const row = rows.find(({ userId }) => userId === link.userId) ?? rows[0];
          return row ? { kind: 'taken', link: linkSchema.parse(row) } : { kind: 'changed' };
        }
        await recorder.append(transaction, [entry]);
        return { kind: 'saved' };
      }),

    remove: (through, userId, entry) =>
      recorder.changeWithEntry(db, entry, (transaction) =>
        transaction
          .deleteFrom('links')
          .where('scopeId', '=', placeOf(through).scopeId)
          .where('organizationId', '=', placeOf(through).organizationId)
          .where('userId', '=', userId),
      ),
  };
}

const placeOf = ({ connection: { scope, organization } }: LinkedThrough) => ({
  scopeId: scopeId(scope),
  organizationId: organization.id,
});

/** Keeps the connection as it is for the rest of the transaction, so that no link outlives it; false when it is gone. */
const lockConnection = async (
  transaction: Transaction<Tables>,
  { connection: { id }, isFixed }: LinkedThrough,
): Promise<boolean> =>
  isFixed ||
  (await hasChanged(transaction.updateTable('connections').set({ id }).where('id', '=', id)));

const fieldsOf = (row: Omit<Row, 'stamp'>) => [
  row.scopeId,
  row.organizationId,
  row.userId,
  row.memberId,
  row.address,
  row.linkedBy,
  row.linkedAt,
];
export const stampOf = (stamps: Stamps, row: Omit<Row, 'stamp'>): string =>
  stamps.make('link', fieldsOf(row));
export const flawOf = (stamps: Stamps, row: Row): Unreadable | undefined =>
  stamps.flawOf(row.stamp, 'link', fieldsOf(row));

import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import * as z from 'zod';
import { type Connection, scopeId } from '../domain/connection.ts';
import { err, ok } from '../domain/result.ts';
import { DAY } from '../limits.ts';
import type { Connections, Unreadable } from '../usecases/ports/connections.ts';
import type { Recorder } from './audit.ts';
import { settingsSchema } from './connection-settings.ts';
import { jsonText } from './json-text.ts';
import { knownText } from './known-organization.ts';
import { refusedBefore, tellRefusedAgain } from './refused-invites.ts';
import {
  columnsOfScope,
  flag,
  optionalInt,
  optionalText,
  organization,
  schemaOfRow,
  scope,
} from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import type { Stamps } from './stamps.ts';
import { hasChanged } from './statements.ts';
import type { Database, Tables } from './tables.ts';
import { createTokenMarks } from './token-marks.ts';
import { voidRequests } from './void-requests.ts';

type Row = Selectable<Tables['connections']>;
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
    neverExpires: flag,
    rejectedSince: optionalInt,
    refusedChannel: optionalText,
  },
  { scope, organization },
).transform(
  ({ sealedToken: _, neverExpires, ...connection }): Connection => ({
    ...connection,
    ...(neverExpires && { neverExpires }),
  }),
);

export function createConnections(
  db: Database,
  { box, stamps, recorder }: { box: SecretBox; stamps: Stamps; recorder: Recorder },
): Connections {
  const { append, changeWithEntry } = recorder;

  /** Undefined for a row that is altered or damaged, so that it takes down its own workspace only. */
  const connectionOf = (row: Row): Connection | undefined =>
    flawOf(stamps, row) ? undefined : connectionSchema.safeParse(row).data;

  return {
    find: async ({ teamId, enterpriseId }) => {
      const rows = await db
        .selectFrom('connections')
        .selectAll()
        .where('scopeId', 'in', [teamId, ...(enterpriseId ? [enterpriseId] : [])])
        .execute();
      const row = rows.find(({ scopeId }) => scopeId === teamId) ?? rows[0];
      if (!row) return ok(undefined);
      const flaw = flawOf(stamps, row);
      if (flaw) return err(flaw.kind === 'damaged' ? { kind: 'altered' } : flaw);
      const connection = connectionOf(row);
      if (!connection) return err({ kind: 'damaged' });
      const token = await box.open(row.sealedToken, bindingOf(row.id, row.scopeId));
      return token.ok ? ok({ ...connection, token: token.value }) : err(token.error);
    },

    save: async (connection, entry) => {
      const { id, scope, organization } = connection;
      const stampedColumns = {
        id,
        ...columnsOfScope(scope),
        enterpriseId: connection.enterpriseId ?? null,
        organizationId: organization.id,
        organizationName: organization.name,
        settings: JSON.stringify(connection.settings),
        connectedBy: connection.connectedBy,
        connectedAt: connection.connectedAt,
      };
      const row = {
        ...stampedColumns,
        stamp: stampOf(stamps, stampedColumns),
        known: null,
        sealedToken: await box.seal(connection.token, bindingOf(id, scopeId(scope))),
        tokenPreview: connection.tokenPreview,
        expiresAt: connection.expiresAt ?? null,
        neverExpires: connection.neverExpires ? 1 : 0,
        rejectedSince: connection.rejectedSince ?? null,
        refusedChannel: connection.refusedChannel ?? null,
        warnedDaysLeft: null,
        renewalAskedAt: null,
      };
      await db.transaction().execute(async (transaction) => {
        const since = await refusedBefore(transaction, row);
        await transaction
          .deleteFrom('links')
          .where('scopeId', '=', row.scopeId)
          .where('organizationId', '!=', row.organizationId)
          .execute();
        await transaction
          .insertInto('connections')
          .values(row)
          .onConflict((conflict) => conflict.column('scopeId').doUpdateSet(row))
          .execute();
        if (since !== undefined) await tellRefusedAgain(transaction, row, since, entry.at);
        await append(transaction, [entry]);
        await voidRequests(transaction, recorder, row.scopeId, entry.at, row.organizationId);
      });
    },

    changeSettings: async (id, { from, to }, entry) => {
      const row = await db
        .selectFrom('connections')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      // A new stamp on what was altered would hide that.
      if (!row || flawOf(stamps, row)) return false;
      const present = jsonText.pipe(settingsSchema).safeParse(row.settings).data;
      if (!present || !isDeepStrictEqual(present, from)) return false;
      const changed = { ...row, settings: JSON.stringify(to) };
      return changeWithEntry(db, entry, (transaction) =>
        transaction
          .updateTable('connections')
          .set({ settings: changed.settings, stamp: stampOf(stamps, changed) })
          .where('id', '=', id)
          .where('settings', '=', row.settings),
      );
    },

    remove: ({ id, ...scope }, entry) =>
      db.transaction().execute(async (transaction) => {
        const isRemoved = await hasChanged(
          transaction
            .deleteFrom('connections')
            .where('scopeId', '=', scopeId(scope))
            .$if(id !== undefined, (query) => query.where('id', '=', id ?? '')),
        );
        if (!isRemoved && id !== undefined) return false;
        for (const table of ['links', 'pendingConnections'] as const) {
          await transaction.deleteFrom(table).where('scopeId', '=', scopeId(scope)).execute();
        }
        if (isRemoved) {
          await append(transaction, [entry]);
          await voidRequests(transaction, recorder, scopeId(scope), entry.at);
        }
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
        for (const row of removed) {
          await transaction.deleteFrom('links').where('scopeId', '=', row.scopeId).execute();
          const entry = entryOf(scope.parse(row));
          await append(transaction, [entry]);
          await voidRequests(transaction, recorder, entry.workspace, entry.at);
        }
      }),

    known: async (id) => {
      const row = await db
        .selectFrom('connections')
        .select('known')
        .where('id', '=', id)
        .executeTakeFirst();
      return knownText.safeParse(row?.known).data;
    },

    keepKnown: async (id, known) => {
      const text = JSON.stringify(known);
      await db.updateTable('connections').set({ known: text }).where('id', '=', id).execute();
    },

    ...createTokenMarks(db, recorder),

    noteChannel: async (id, refusedChannel) => {
      await db
        .updateTable('connections')
        .set({ refusedChannel: refusedChannel ?? null })
        .where('id', '=', id)
        .execute();
    },

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

/** What a stamp covers: everything that does not change by itself. The token is bound to its row by how it is sealed. */
type StampedColumns = Pick<
  Row,
  | 'id'
  | 'scopeId'
  | 'isEnterprise'
  | 'enterpriseId'
  | 'organizationId'
  | 'organizationName'
  | 'settings'
  | 'connectedBy'
  | 'connectedAt'
>;
const fieldsOf = (row: StampedColumns) => [
  row.id,
  row.scopeId,
  row.isEnterprise,
  row.enterpriseId,
  row.organizationId,
  row.organizationName,
  row.settings,
  row.connectedBy,
  row.connectedAt,
];
export const stampOf = (stamps: Stamps, row: StampedColumns): string =>
  stamps.make('connection', fieldsOf(row));
export const flawOf = (stamps: Stamps, row: Row): Unreadable | undefined =>
  stamps.flawOf(row.stamp, 'connection', fieldsOf(row));

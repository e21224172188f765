import { sql } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import { auditEntry, deployment } from '../domain/audit.ts';
import type { Recorder } from './audit.ts';
import { inSteps } from './in-steps.ts';
import { removeBatches } from './remove-batches.ts';
import { removeRequests } from './remove-requests.ts';
import { idsOf } from './rows.ts';
import { shortenRecord } from './shorten-record.ts';
import type { Stamps } from './stamps.ts';
import type { Database } from './tables.ts';
import { removeWorkspaceData } from './workspace-data.ts';

/**
 * How much is stored; `open` are invitations that are being sent, or whose inviter has not been told yet, and requests that wait for
 * a decision: while there are any, nothing is to be erased.
 */
type OfAddress = {
  invitations: number;
  requests: number;
  open: number;
  records: number;
  notes: number;
};
type OfWorkspace = {
  batches: number;
  requests: number;
  open: number;
  entries: number;
  people: number;
  /** Whether there is anything else: a connection, or an installation. */
  others: number;
};

export type Eraser = {
  /** `records` is in how many workspaces the record names the address, `notes` how many texts that people wrote say it. */
  findAddress(address: string): Promise<OfAddress>;
  /** Erases an address everywhere. In the record a pseudonym stays, and that it was erased. */
  eraseAddress(address: string): Promise<void>;
  /** What there is of a workspace, or of an Enterprise organization itself. */
  findWorkspace(id: string): Promise<OfWorkspace>;
  /** Erases everything about it. What stays is its ID, where its record ended, and that it was erased. */
  eraseWorkspace(id: string): Promise<void>;
};

const countsSchema = z.record(z.string(), z.coerce.number());

export function createEraser(
  db: Database,
  { append }: Recorder,
  stamps: Stamps,
  now: () => number,
): Eraser {
  const erased = (workspace: string, subject: string) =>
    auditEntry({
      workspace,
      at: now(),
      actor: 'operator',
      action: 'erase',
      subject,
      surface: 'operator',
      outcome: 'done',
    });

  return {
    findAddress: async (address) => {
      const key = addressKey(address);
      const { rows } = await sql`select
        (select count(*) from invitations where address_key = ${key}) as invitations,
        (select count(*) from invitations join batches on batches.id = batch_id
          where address_key = ${key} and ${isOpen})
          + (select count(*) from request_people where address_key = ${key} and is_open = 1) as open,
        (select count(*) from request_people where address_key = ${key}) as requests,
        (select count(*) from audit_people where address_key = ${key}) as records,
        (select count(*) from batches where ${says('note', key)})
          + (select count(*) from requests where ${isSaid(key)}) as notes`.execute(db);
      return countsSchema.parse(rows[0]) as OfAddress;
    },

    eraseAddress: async (address) => {
      const key = addressKey(address);
      await inSteps((limit) => eraseInvitations(db, key, limit));
      await inSteps((limit) => eraseRequests(db, key, limit));
      await db.updateTable('batches').set({ note: null }).where(says('note', key)).execute();
      for (const [column, blank] of Object.entries(saidColumns)) {
        await db
          .updateTable('requests')
          .set({ [column]: blank })
          .where(says(column, key))
          .execute();
      }
      await db.deleteFrom('links').where('addressKey', '=', key).execute();
      const people = await db
        .selectFrom('auditPeople')
        .select(['workspace', 'pseudonym'])
        .where('addressKey', '=', key)
        .execute();
      for (const { workspace, pseudonym } of people) {
        await db.transaction().execute(async (transaction) => {
          await append(transaction, [erased(workspace, pseudonym)]);
          await transaction.deleteFrom('auditPeople').where('pseudonym', '=', pseudonym).execute();
        });
      }
    },

    findWorkspace: async (id) => {
      const { rows } = await sql`select
        (select count(*) from batches where team_id = ${id}) as batches,
        (select count(*) from invitations join batches on batches.id = batch_id
          where team_id = ${id} and ${isOpen})
          + (select count(*) from requests where team_id = ${id} and state = 'open') as open,
        (select count(*) from requests where team_id = ${id}) as requests,
        (select count(*) from audit_entries where workspace = ${id}) as entries,
        (select count(*) from audit_people where workspace = ${id}) as people,
        (select count(*) from connections where scope_id = ${id})
          + (select count(*) from installations where id = ${id}) as others`.execute(db);
      return countsSchema.parse(rows[0]) as OfWorkspace;
    },

    eraseWorkspace: async (id) => {
      await db
        .transaction()
        .execute((transaction) => append(transaction, [erased(deployment, id)]));
      await removeWorkspaceData(db, id);
      for (const table of ['installations', 'uninstalled'] as const) {
        await db.deleteFrom(table).where('id', '=', id).execute();
      }
      await shortenRecord(db, stamps, id, { isOld: () => true, evenBroken: true });
    },
  };
}

const isOpen = sql`(state in ('waiting', 'sending') or notified_at is null)`;

/** Whether a text says the address. */
const says = (column: string, key: string) =>
  sql<boolean>`${sql.ref(column)} is not null
    and replace(lower(${sql.ref(column)}), ${key}, '') <> lower(${sql.ref(column)})`;

/** What people have written about a request, and what stands there instead. */
const saidColumns = { reason: '', note: null, words: null };

const isSaid = (key: string) =>
  sql.join(
    Object.keys(saidColumns).map((column) => sql`(${says(column, key)})`),
    sql` or `,
  );

/** Deletes an address from requests that have ended, and requests that have no other. */
async function eraseRequests(db: Database, key: string, limit: number): Promise<number> {
  const found = await db
    .selectFrom('requestPeople')
    .select(['requestId', 'position'])
    .where('addressKey', '=', key)
    .where('isOpen', '=', 0)
    .limit(limit)
    .execute();
  if (found.length === 0) return 0;
  await db
    .deleteFrom('requestPeople')
    .where('addressKey', '=', key)
    .where('isOpen', '=', 0)
    .where('requestId', 'in', [...new Set(found.map(({ requestId }) => requestId))])
    .execute();
  const emptied = await db
    .selectFrom('requests')
    .select('id')
    .where('id', 'in', [...new Set(found.map(({ requestId }) => requestId))])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('requestPeople')
            .select('position')
            .whereRef('requestPeople.requestId', '=', 'requests.id'),
        ),
      ),
    )
    .execute();
  await removeRequests(db, idsOf(emptied));
  return found.length;
}

/** Deletes ended invitations of an address, and batches that have no other. */
async function eraseInvitations(db: Database, key: string, limit: number): Promise<number> {
  const found = await db
    .selectFrom('invitations')
    .select(['id', 'batchId'])
    .where('addressKey', '=', key)
    .where('state', 'not in', ['waiting', 'sending'])
    .limit(limit)
    .execute();
  if (found.length === 0) return 0;
  const ids = found.map(({ id }) => id);
  await db.deleteFrom('invitations').where('id', 'in', ids).execute();
  const emptied = await db
    .selectFrom('batches')
    .select('id')
    .where('id', 'in', [...new Set(found.map(({ batchId }) => batchId))])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('invitations')
            .select('invitations.id')
            .whereRef('invitations.batchId', '=', 'batches.id'),
        ),
      ),
    )
    .execute();
  await removeBatches(
    db,
    emptied.map(({ id }) => id),
  );
  return found.length;
}

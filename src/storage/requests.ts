import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import type { AskedAlready } from '../domain/request.ts';
import { err, ok } from '../domain/result.ts';
import type { NewRequest, Requests } from '../usecases/ports/requests.ts';
import type { Recorder } from './audit.ts';
import { requests as limits } from './limits.ts';
import { approve, close, isOpen } from './request-changes.ts';
import { requestsOf } from './request-rows.ts';
import { schemaOfRow, workspace } from './rows.ts';
import { insertAll } from './statements.ts';
import { holdQueue } from './submissions.ts';
import type { Database, Queries, Tables } from './tables.ts';

/** In a literal, for the partial index. */
const isOpenPerson = sql<boolean>`request_people.is_open = 1`;

export function createRequests(db: Database, recorder: Recorder): Requests {
  return {
    ask: (request, entries) =>
      db.transaction().execute(async (transaction) => {
        const { organization } = request;
        // One after the other in an organization, so that nobody asks for the same person at the same time.
        await holdQueue(transaction, organization.id);
        if (await isStored(transaction, request)) return ok(false);
        const addresses = request.invites.map(({ invitee }) => invitee.address);
        const asked = await askedAlready(transaction, organization.id, addresses);
        if (asked.length > 0) return err({ kind: 'asked_already', asked });
        const open = await countOpen(transaction, request);
        if (open >= limits.openPerPerson) return err({ kind: 'too_many', open });
        await transaction.insertInto('requests').values(columnsOf(request)).execute();
        await insertAll(transaction, 'requestPeople', peopleOf(request));
        await recorder.append(transaction, entries);
        return ok(true);
      }),

    askedAlready: (organizationId, addresses) => askedAlready(db, organizationId, addresses),

    deniedSince: async (organizationId, requesterId, addresses, since) => {
      const rows = await db
        .selectFrom('requestPeople')
        .innerJoin('requests', 'requests.id', 'requestPeople.requestId')
        .select('addressKey')
        .distinct()
        .where('addressKey', 'in', [...new Set(addresses.map(addressKey))])
        .where('requestPeople.organizationId', '=', organizationId)
        .where('requesterId', '=', requesterId)
        .where('state', '=', 'denied')
        .where('endedAt', '>', since)
        .execute();
      const denied = new Set(rows.map((row) => z.string().parse(row.addressKey)));
      return addresses.filter((address) => denied.has(addressKey(address)));
    },

    find: async (id, { teamId }) => {
      const query = db.selectFrom('requests').where('id', '=', id).where('teamId', '=', teamId);
      return (await requestsOf(db, query))[0];
    },

    open: ({ teamId }, organizationId, limit) =>
      requestsOf(
        db,
        db
          .selectFrom('requests')
          .where('teamId', '=', teamId)
          .where('organizationId', '=', organizationId)
          .where(isOpen)
          .orderBy('createdAt', 'desc')
          .limit(limit),
      ),

    of: ({ teamId }, organizationId, requesterId, limit) =>
      requestsOf(
        db,
        db
          .selectFrom('requests')
          .where('requesterId', '=', requesterId)
          .where('teamId', '=', teamId)
          .where('organizationId', '=', organizationId)
          .orderBy('createdAt', 'desc')
          .limit(limit),
      ),

    approve: (id, approval) => approve(db, recorder, id, approval),

    end: (id, end, entry, revision) =>
      db.transaction().execute(async (transaction) => {
        const isEnded = await close(transaction, id, end, { revision });
        if (isEnded) await recorder.append(transaction, [entry]);
        return isEnded;
      }),
  };
}

const askedSchema = schemaOfRow(
  {
    address: z.string(),
    id: z.string(),
    requesterId: z.string(),
    at: z.int(),
    expiresAt: z.int(),
  },
  { workspace },
).transform(({ address, ...request }): AskedAlready => ({ address, request }));

async function askedAlready(
  db: Queries,
  organizationId: string,
  addresses: readonly string[],
): Promise<AskedAlready[]> {
  if (addresses.length === 0) return [];
  const rows = await db
    .selectFrom('requestPeople')
    .innerJoin('requests', 'requests.id', 'requestPeople.requestId')
    .select(['address', 'requests.id', 'teamId', 'enterpriseId', 'requesterId'])
    .select(['requests.createdAt as at', 'expiresAt'])
    .where('requestPeople.organizationId', '=', organizationId)
    .where(isOpenPerson)
    .where('addressKey', 'in', [...new Set(addresses.map(addressKey))])
    .orderBy('requests.createdAt')
    .orderBy('position')
    .execute();
  return rows.map((row) => askedSchema.parse(row));
}

async function countOpen(
  transaction: Transaction<Tables>,
  { organization, requesterId }: NewRequest,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('requests')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('organizationId', '=', organization.id)
    .where('requesterId', '=', requesterId)
    .where(isOpen)
    .executeTakeFirstOrThrow();
  return z.coerce.number().parse(count);
}

async function isStored(
  transaction: Transaction<Tables>,
  { submission }: NewRequest,
): Promise<boolean> {
  const found = await transaction
    .selectFrom('requests')
    .select('id')
    .where('submission', '=', submission)
    .executeTakeFirst();
  return found !== undefined;
}

const columnsOf = (request: NewRequest) => ({
  id: request.id,
  submission: request.submission,
  teamId: request.workspace.teamId,
  enterpriseId: request.workspace.enterpriseId ?? null,
  organizationId: request.organization.id,
  organizationName: request.organization.name,
  requesterId: request.requesterId,
  surface: request.surface,
  reference: request.reference ?? null,
  reason: request.reason,
  note: request.note ?? null,
  channel: request.channel,
  state: 'open',
  revision: 1,
  createdAt: request.at,
  expiresAt: request.expiresAt,
  remindAt: request.remindAt,
  version: 1,
  shownVersion: 0,
  isAskedTold: 0,
  isEndTold: 0,
  notifyAfter: 0,
});

const peopleOf = ({ id, organization, invites }: NewRequest) =>
  invites.map(({ invitee, role }, position) => ({
    requestId: id,
    position,
    organizationId: organization.id,
    address: invitee.address,
    addressKey: addressKey(invitee.address),
    userId: invitee.userId ?? null,
    name: invitee.name ?? null,
    roleId: role.id,
    roleName: role.name,
    askedRoleId: role.id,
    askedRoleName: role.name,
    isOpen: 1,
    isLeftOut: 0,
  }));

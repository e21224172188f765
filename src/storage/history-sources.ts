import { type Expression, type SqlBool, sql } from 'kysely';
import type { HistoryFilters, HistorySight, HistoryState } from '../domain/history.ts';
import { isPending, isWaiting } from './invitation-queries.ts';

/**
 * Rows of an organization that an index leads to, by age where `isOrdered`. Those of the others are so few that all of them are read and
 * sorted: the database must not be tempted to walk through the whole past because another index has it in order.
 */
export type Source = { condition: Expression<SqlBool>; isOrdered: boolean };

/** Where to look. Together they have all that the viewer may see and the filters let through; `isRare`: few addresses begin so. */
export function sourcesOf(
  { viewerId, seesAll }: HistorySight,
  { address, inviterId, state }: HistoryFilters,
  isRare: boolean,
): Source[] {
  if (address !== undefined && isRare) return [unordered(beginsWith(address))];
  if (state === 'waiting') return [unordered(isWaiting)];
  if (seesAll) return [byAge(inviterId === undefined ? isAny : isOf(inviterId))];
  const areOthersShown = inviterId !== viewerId && (state === undefined || state === 'pending');
  return [
    ...(inviterId === undefined || inviterId === viewerId ? [byAge(isOf(viewerId))] : []),
    ...(areOthersShown ? [byAge(isPending)] : []),
    ...(areOthersShown && state === undefined ? [unordered(isWaiting)] : []),
  ];
}

const byAge = (condition: Expression<SqlBool>): Source => ({ condition, isOrdered: true });
const unordered = (condition: Expression<SqlBool>): Source => ({ condition, isOrdered: false });

/** In the words of the index by age, which only queries that say so may use. */
const isAny = sql<SqlBool>`id <> ''`;
const isOf = (userId: string) => sql<SqlBool>`submitted_by = ${userId}`;

/** Wildcards are text: a range of the index, up to the last character that there is. */
export const beginsWith = (address: string) =>
  sql<SqlBool>`address_key >= ${address} and address_key < ${`${address}\u{10FFFF}`}`;

/** What the viewer may see, and the filters let through. Nothing that an index could be used for: the sources say which one is. */
export function conditionsOf(sight: HistorySight, filters: HistoryFilters): Expression<SqlBool>[] {
  const { scope, viewerId, seesAll } = sight;
  const { address, inviterId, roleId, state } = filters;
  const submitted =
    'teamId' in scope ? sql`team_id = ${scope.teamId}` : sql`enterprise_id = ${scope.enterpriseId}`;
  return [
    ...(state ? [states[state]] : []),
    ...(roleId === undefined ? [] : [sql<SqlBool>`role_id = ${roleId}`]),
    ...(inviterId === undefined ? [] : [sql<SqlBool>`submitted_by || '' = ${inviterId}`]),
    ...(address === undefined
      ? []
      : [sql<SqlBool>`substr(address_key, 1, ${[...address].length}) = ${address}`]),
    ...(seesAll
      ? []
      : [sql<SqlBool>`(submitted_by || '' = ${viewerId} or (${isWaiting}) or (${isPending}))`]),
    // Not as a join, which might begin with all batches of the workspace.
    sql<SqlBool>`(select ${submitted} from batches where batches.id = invitations.batch_id)`,
  ];
}

/** As Piper answered. Within a text, JSON has its quotation marks escaped. */
const hadJoined = sql`member like '%"status":{"kind":"joined"%'`;
const isInvited = sql`state = 'invited' and removed_at is null`;

/** In which of the product's words an invitation is told of. */
const states = {
  waiting: isWaiting,
  pending: sql<SqlBool>`${isInvited} and joined_at is null and not ${hadJoined}`,
  joined: sql<SqlBool>`${isInvited} and (joined_at is not null or ${hadJoined})`,
  removed: sql<SqlBool>`state = 'invited' and removed_at is not null`,
  already_member: sql<SqlBool>`state = 'already_member'`,
  failed: sql<SqlBool>`state = 'failed'`,
  unknown: sql<SqlBool>`state = 'unknown'`,
  cancelled: sql<SqlBool>`state = 'cancelled'`,
} satisfies Record<HistoryState, unknown>;

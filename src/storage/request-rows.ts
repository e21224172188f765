import type { SelectQueryBuilder } from 'kysely';
import * as z from 'zod';
import { auditSurfaces } from '../domain/audit.ts';
import type { Role } from '../domain/organization.ts';
import { type RequestedInvite, type RequestState, voidReasons } from '../domain/request.ts';
import type { StoredRequest } from '../usecases/ports/requests.ts';
import { jsonText } from './json-text.ts';
import {
  flag,
  idsOf,
  invitee,
  optionalInt,
  optionalText,
  organization,
  role,
  schemaOfRow,
  workspace,
} from './rows.ts';
import type { Queries, Tables } from './tables.ts';

/** `state` of a request, made up of several columns. */
const state = z
  .object({
    state: z.enum(['open', 'approved', 'denied', 'cancelled', 'expired', 'void']),
    endedBy: optionalText,
    endedAt: optionalInt,
    words: optionalText,
    why: z.enum(voidReasons).exactOptional(),
  })
  .transform(({ state: kind, endedBy, endedAt: at = 0, words, why }, context): RequestState => {
    switch (kind) {
      case 'open':
        return { kind };
      case 'expired':
        return { kind, at };
      case 'approved':
        return { kind, at, ...(words !== undefined && { words }) };
      case 'denied':
      case 'cancelled':
        if (endedBy !== undefined) {
          return { kind, by: endedBy, at, ...(words !== undefined && { words }) };
        }
        break;
      case 'void':
        if (why !== undefined) return { kind, why, at };
    }
    context.addIssue(`incomplete state of a request: ${kind}`);
    return z.NEVER;
  });

const postedMessage = z.object({ channel: z.string(), ts: z.string() });
const rowSchema = schemaOfRow(
  {
    id: z.string(),
    requesterId: z.string(),
    surface: z.enum(auditSurfaces),
    reference: optionalText,
    reason: z.string(),
    note: optionalText,
    channel: z.string(),
    revision: z.int(),
    changedBy: optionalText,
    at: z.int(),
    expiresAt: z.int(),
    version: z.int(),
    shownVersion: z.int(),
    posted: jsonText.pipe(z.array(postedMessage)).exactOptional(),
    asked: jsonText.pipe(postedMessage).exactOptional(),
    isAskedTold: flag,
    isEndTold: flag,
    batchId: optionalText,
  },
  { workspace, organization, state },
);
const askedRole = z
  .object({ askedRoleId: z.string(), askedRoleName: z.string() })
  .transform((row): Role => ({ id: row.askedRoleId, name: row.askedRoleName }));
const personSchema = schemaOfRow(
  { requestId: z.string(), isLeftOut: flag },
  { invitee, role, askedRole },
);
const voteSchema = z.object({
  requestId: z.string(),
  userId: z.string(),
  at: z.int(),
  isLapsed: flag,
});

/** The requests that a query finds, in its order, each with its people and approvals. */
export async function requestsOf(
  db: Queries,
  query: SelectQueryBuilder<Tables, 'requests', object>,
): Promise<StoredRequest[]> {
  const found = await query.selectAll('requests').select('createdAt as at').execute();
  if (found.length === 0) return [];
  const ids = idsOf(found);
  const [people, voters] = await Promise.all([
    db
      .selectFrom('requestPeople')
      .selectAll()
      .where('requestId', 'in', ids)
      .orderBy('requestId')
      .orderBy('position')
      .execute(),
    db
      .selectFrom('requestVotes')
      .selectAll()
      .where('requestId', 'in', ids)
      .orderBy('at')
      .orderBy('userId')
      .execute(),
  ]);
  const peopleOf = Map.groupBy(
    people.map((row) => personSchema.parse(row)),
    requestIdOf,
  );
  const votesOf = Map.groupBy(
    voters.map((row) => voteSchema.parse(row)),
    requestIdOf,
  );
  return found.map((row) => {
    const { posted, ...request } = rowSchema.parse(row);
    const everybody = peopleOf.get(request.id) ?? [];
    const votes = votesOf.get(request.id) ?? [];
    return {
      ...request,
      posted: posted ?? [],
      mayBePosted: posted !== undefined,
      invites: everybody.filter(({ isLeftOut }) => !isLeftOut).map(requestedOf),
      leftOut: everybody.filter(({ isLeftOut }) => isLeftOut).map(requestedOf),
      approvals: votes.flatMap(({ userId: by, at, isLapsed }) => (isLapsed ? [] : [{ by, at }])),
      lapsed: votes.flatMap(({ userId, isLapsed }) => (isLapsed ? [userId] : [])),
    };
  });
}

const requestedOf = ({
  invitee,
  role,
  askedRole,
}: z.infer<typeof personSchema>): RequestedInvite => ({
  invitee,
  role,
  ...(askedRole.id !== role.id && { askedRole }),
});

const requestIdOf = ({ requestId }: { requestId: string }): string => requestId;

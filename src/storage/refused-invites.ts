import type { Selectable } from 'kysely';
import * as z from 'zod';
import { isTokenRefused } from '../domain/failures.ts';
import { delivery } from '../limits.ts';
import { failureText } from './invitation-state.ts';
import { idsOf } from './rows.ts';
import type { Queries, Tables } from './tables.ts';

type Row = Selectable<Tables['connections']>;
type Scope = Pick<Row, 'scopeId' | 'isEnterprise' | 'organizationId'>;
const rowSchema = z.object({ id: z.string(), failure: failureText });

/** The batches of the invites through a connection that failed since then because Piper refused the token: one entry for each invite. */
export async function refusedSince(
  db: Queries,
  { scopeId, isEnterprise, organizationId }: Scope,
  since: number,
): Promise<{ id: string }[]> {
  const ownConnections = db
    .selectFrom('connections')
    .select('scopeId')
    .where('isEnterprise', '=', 0);
  const rows = await db
    .selectFrom('batches')
    .innerJoin('invitations', 'invitations.batchId', 'batches.id')
    .select(['batches.id', 'failure'])
    .where('batches.organizationId', '=', organizationId)
    .where('batches.createdAt', '>=', since - delivery.giveUpAfter)
    .where('state', 'in', ['failed', 'unknown'])
    .where('endedAt', '>=', since)
    .$if(isEnterprise === 0, (query) => query.where('teamId', '=', scopeId))
    .$if(isEnterprise === 1, (query) =>
      query.where('enterpriseId', '=', scopeId).where('teamId', 'not in', ownConnections),
    )
    .execute();
  // One that is damaged must not keep a token from being renewed.
  const read = rows.flatMap((row) => rowSchema.safeParse(row).data ?? []);
  return read.filter(({ failure }) => isTokenRefused(failure));
}

/** Since when Piper had refused the token that served a scope until now, if it had, and if that was for the same organization. */
export async function refusedBefore(
  db: Queries,
  {
    scopeId,
    enterpriseId,
    organizationId,
  }: Pick<Row, 'scopeId' | 'enterpriseId' | 'organizationId'>,
): Promise<number | undefined> {
  const { since } = await db
    .selectFrom('connections')
    .select(({ fn }) => fn.min('rejectedSince').as('since'))
    .where('scopeId', 'in', [scopeId, ...(enterpriseId ? [enterpriseId] : [])])
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow();
  return z.int().nullable().parse(since) ?? undefined;
}

/** Has whoever sent these invites told anew what became of them, now that they can be sent again. */
export async function tellRefusedAgain(
  db: Queries,
  scope: Scope,
  since: number,
  now: number,
): Promise<void> {
  const batches = await refusedSince(db, scope, since);
  if (batches.length === 0) return;
  await db
    .updateTable('batches')
    .set({ notifiedAt: null, isInviterNotified: 0, notifyAfter: now })
    .where('id', 'in', [...new Set(idsOf(batches))])
    .execute();
}

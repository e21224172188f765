import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from './tables.ts';

/** What is open at a time; times are epoch milliseconds, absent where nothing is. */
export type Workload = {
  /** Invitations that wait to be sent, and that are being sent. */
  waiting: number;
  sending: number;
  /** When the oldest invitation that is open was submitted. */
  oldestSubmittedAt?: number;
  /** Since when the invitation could have been sent that waits the longest although nothing holds it up. */
  oldestDueAt?: number;
  /** Requests that wait for approval. */
  requests: number;
  /** When the first check was due of whether somebody has joined. */
  oldestCheckAt?: number;
};

const openSchema = z.object({
  state: z.enum(['waiting', 'sending']),
  count: z.coerce.number(),
  submittedAt: z.int(),
  dueAt: z.int().nullable(),
});
const countSchema = z.object({ count: z.coerce.number() });
const checkSchema = z.object({ checkAt: z.int() });

/** Reads indexes of what is open alone, so that it takes no longer as the past grows. Conditions are literals for that. */
export async function readWorkload(db: Database, now: number): Promise<Workload> {
  const dueAt = sql<number>`case when next_attempt_at > paused_until then next_attempt_at else paused_until end`;
  // One after the other: people's requests need connections, too.
  const open = await db
    .selectFrom('queues')
    .innerJoin('invitations', 'invitations.organizationId', 'queues.organizationId')
    .where(sql<boolean>`state in ('waiting', 'sending')`)
    .groupBy('state')
    .select(['state'])
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('createdAt').as('submittedAt')])
    .select(
      sql<
        number | null
      >`min(case when state = 'waiting' and ${dueAt} <= ${now} then ${dueAt} end)`.as('dueAt'),
    )
    .execute();
  const requests = await db
    .selectFrom('requests')
    .where(sql<boolean>`state = 'open'`)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  const check = await db
    .selectFrom('invitations')
    .where(sql<boolean>`check_at is not null`)
    .select('checkAt')
    .orderBy('checkAt')
    .limit(1)
    .executeTakeFirst();
  const states = open.map((row) => openSchema.parse(row));
  const countOf = (state: 'waiting' | 'sending') =>
    states.find((each) => each.state === state)?.count ?? 0;
  return {
    waiting: countOf('waiting'),
    sending: countOf('sending'),
    ...earliest(
      'oldestSubmittedAt',
      states.map(({ submittedAt }) => submittedAt),
    ),
    ...earliest(
      'oldestDueAt',
      states.flatMap(({ dueAt }) => dueAt ?? []),
    ),
    requests: countSchema.parse(requests).count,
    ...earliest('oldestCheckAt', check ? [checkSchema.parse(check).checkAt] : []),
  };
}

const earliest = (name: string, times: readonly number[]) =>
  times.length > 0 ? { [name]: Math.min(...times) } : {};

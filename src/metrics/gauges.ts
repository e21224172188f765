import { Gauge, type Registry } from 'prom-client';
import type { PoolUse, Workload } from '../storage/storage.ts';
import { rememberFor } from '../utils/remember-for.ts';
import { withTimeout } from '../utils/with-timeout.ts';
import { metrics as limits } from './limits.ts';

/** What is read when somebody scrapes. */
export type Sources = {
  readWorkload: () => Promise<Workload>;
  pools: () => readonly PoolUse[];
  /** Whether Piper is asked at all. */
  isAnswering: () => boolean;
  /** Whether each check is well. */
  readChecks: () => Promise<Record<string, boolean>>;
  now: () => number;
};

/** Gives what brings the gauges up to date. What can't be read is absent then, and the others are there all the same. */
export function createGauges(registry: Registry, sources: Sources): () => Promise<void> {
  const { now } = sources;
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `piper_invite_${name}`, help, labelNames, registers: [registry] });

  const open = gauge(
    'invitations_open',
    'Invitations that wait to be sent, or are being sent, of all processes.',
    'state',
  );
  const openAge = gauge(
    'oldest_open_invitation_age_seconds',
    'How long ago the oldest invitation that is open was submitted.',
  );
  const dueAge = gauge(
    'oldest_due_invitation_age_seconds',
    'For how long the oldest invitation that is due could have been sent.',
  );
  const requests = gauge('requests_open', 'Requests that wait for approval.');
  const followUpLag = gauge(
    'follow_up_lag_seconds',
    'For how long the oldest check of whether somebody has joined has been due.',
  );
  const breaker = gauge(
    'piper_breaker_open',
    '1 while Piper is left alone, since it did not answer.',
  );
  const ready = gauge('ready', '1 for each check of /readyz that is well.', 'check');
  const pool = gauge(
    'database_pool_connections',
    'PostgreSQL connections of this process.',
    'pool',
    'state',
  );
  const poolWaiting = gauge(
    'database_pool_waiting',
    'Queries that wait for a PostgreSQL connection.',
    'pool',
  );

  const readWorkload = rememberFor(
    () => withTimeout(sources.readWorkload(), limits.readTimeoutMs),
    limits.rememberedMs,
    now,
  );
  const age = (since: number | undefined): number =>
    since === undefined ? 0 : Math.max(0, now() - since) / 1_000;

  async function refreshWorkload(): Promise<void> {
    const read = await readWorkload().catch(() => undefined);
    if (!read) {
      open.reset();
      for (const each of [openAge, dueAge, requests, followUpLag]) each.remove();
      return;
    }
    open.set({ state: 'waiting' }, read.waiting);
    open.set({ state: 'sending' }, read.sending);
    openAge.set(age(read.oldestSubmittedAt));
    dueAge.set(age(read.oldestDueAt));
    requests.set(read.requests);
    followUpLag.set(age(read.oldestCheckAt));
  }

  return async () => {
    const [checks] = await Promise.all([sources.readChecks(), refreshWorkload()]);
    for (const [check, isWell] of Object.entries(checks)) ready.set({ check }, Number(isWell));
    breaker.set(Number(!sources.isAnswering()));
    for (const { pool: name, size, idle, waiting } of sources.pools()) {
      pool.set({ pool: name, state: 'idle' }, idle);
      pool.set({ pool: name, state: 'busy' }, size - idle);
      poolWaiting.set({ pool: name }, waiting);
    }
  };
}

import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createGauges, type Sources } from '../../src/metrics/gauges.ts';
import { metrics as limits } from '../../src/metrics/limits.ts';
import { createReports } from '../../src/metrics/reports.ts';

const prefix = 'piper_invite_';
/** The series of the product, without its prefix. */
async function seriesIn(registry: Registry): Promise<string[]> {
  const text = await registry.metrics();
  return text
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length));
}

const at = Date.parse('2026-11-24T10:32:00Z');

async function gauges(about: Partial<Sources>) {
  const registry = new Registry();
  const refresh = createGauges(registry, {
    readWorkload: async () => ({ waiting: 0, sending: 0, requests: 0 }),
    pools: () => [],
    isAnswering: () => true,
    readChecks: async () => ({}),
    now: () => at,
    ...about,
  });
  await refresh();
  return seriesIn(registry);
}

it('what is read when somebody scrapes has a series each, with ages in seconds', async () => {
  const all = await gauges({
    readWorkload: async () => ({
      waiting: 3,
      sending: 2,
      requests: 4,
      oldestSubmittedAt: at - 90_000,
      oldestDueAt: at - 1_500,
      oldestCheckAt: at + 1_000,
    }),
    pools: () => [{ pool: 'interactive', size: 5, idle: 2, waiting: 1 }],
    isAnswering: () => false,
    readChecks: async () => ({ database: true, slack: false }),
  });
  expect(all.toSorted()).toEqual([
    'database_pool_connections{pool="interactive",state="busy"} 3',
    'database_pool_connections{pool="interactive",state="idle"} 2',
    'database_pool_waiting{pool="interactive"} 1',
    // What is due only later is not late.
    'follow_up_lag_seconds 0',
    'invitations_open{state="sending"} 2',
    'invitations_open{state="waiting"} 3',
    'oldest_due_invitation_age_seconds 1.5',
    'oldest_open_invitation_age_seconds 90',
    'piper_breaker_open 1',
    'ready{check="database"} 1',
    'ready{check="slack"} 0',
    'requests_open 4',
  ]);
});

it('nothing is old where nothing is open', async () => {
  const all = await gauges({});
  for (const name of ['oldest_due_invitation_age', 'oldest_open_invitation_age', 'follow_up_lag']) {
    expect(all).toContain(`${name}_seconds 0`);
  }
});

it('what the parts tell is counted by who did not accept it, from nothing on', async () => {
  const registry = new Registry();
  const { onSlackCall, onPiperCall } = createReports(registry);
  const counts = async () =>
    (await seriesIn(registry)).filter((line) => /^(tokens_refused|rate_limited)/.test(line));
  const expected = (tokens: [number, number], rates: [number, number]) => [
    `tokens_refused_total{upstream="piper"} ${tokens[0]}`,
    `tokens_refused_total{upstream="slack"} ${tokens[1]}`,
    `rate_limited_total{upstream="piper"} ${rates[0]}`,
    `rate_limited_total{upstream="slack"} ${rates[1]}`,
  ];
  expect(await counts()).toEqual(expected([0, 0], [0, 0]));
  const slack = { method: 'views.open', milliseconds: 1 } as const;
  const piper = { method: 'GET', resource: 'roles', milliseconds: 1 } as const;
  for (const outcome of ['ok', 'rate_limited', 'rate_limited', 'token_refused'] as const) {
    onSlackCall({ ...slack, outcome });
  }
  for (const outcome of ['ok', 'unauthorized', 'rate_limited'] as const) {
    onPiperCall({ ...piper, outcome });
  }
  expect(await counts()).toEqual(expected([1, 1], [1, 2]));
});

it('times are counted in seconds, in buckets around what they must not exceed', async () => {
  const registry = new Registry();
  const { onAnswered, onSlackCall, onPiperCall } = createReports(registry);
  const labels = { type: 'command', name: 'invite', outcome: 'in_time' } as const;
  onAnswered({ ...labels, milliseconds: 1_500 });
  onAnswered({ ...labels, milliseconds: -1 });
  onSlackCall({ method: 'views.open', outcome: 'ok', milliseconds: 250 });
  onPiperCall({ method: 'GET', resource: 'roles', outcome: 'ok', milliseconds: 250 });
  const all = await seriesIn(registry);
  const sumOf = (name: string) => all.find((line) => line.startsWith(`${name}_seconds_sum`));
  expect(sumOf('acknowledgement')).toMatch(/ 1\.5$/);
  expect(sumOf('slack_call')).toMatch(/ 0\.25$/);
  const bucketsOf = (name: string) =>
    all
      .filter((line) => line.startsWith(`${name}_seconds_bucket`))
      .map((line) => /le="([^"]*)"/.exec(line)?.[1]);
  const texts = (buckets: readonly number[]) => [...buckets.map(String), '+Inf'];
  expect(bucketsOf('acknowledgement')).toEqual(texts(limits.acknowledgementBuckets));
  expect(bucketsOf('slack_call')).toEqual(texts(limits.callBuckets));
  expect(bucketsOf('piper_call')).toEqual(texts(limits.callBuckets));
});

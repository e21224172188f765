import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { startApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { organizationId } from '../helpers/piper.ts';
import { answerOf, bodyOf } from '../helpers/scrape.ts';
import { team, users } from '../helpers/slack.ts';

const token = 'a-token-for-metrics';
const apart = { METRICS_PORT: '0' };

/** The value of a series, which must be there once, such as `piper_invite_requests_open`. */
function seriesIn(text: string, series: string): number {
  const found = text.split('\n').filter((line) => line.startsWith(`${series} `));
  expect(found, series).toHaveLength(1);
  return Number(found[0]?.split(' ').at(-1));
}

describe('metrics on a port of their own', () => {
  it('count what people, Slack and Piper did', async () => {
    const app = await startApp({ env: { ...apart, PIPER_CONCURRENCY: '1' } });
    await app.invite('ada@example.com as Editor');
    app.piper.onAdd = () => [403, { detail: 'no' }];
    // All but one fail unsent.
    await app.commandAndSend('grace@example.com, joe@example.com, max@example.com as Editor');
    const failed = "select 1 from invitations where state = 'failed'";
    await eventually(() => expect(app.query(failed)).toHaveLength(3));
    await app.command('help');
    await app.command('');
    await eventually(() => expect(app.journal.of('views.open').length).toBeGreaterThan(1));
    const text = await bodyOf(app.metricsUrl);
    const counted = (name: string, labels: string) =>
      seriesIn(text, `piper_invite_${name}{${labels}}`);
    const acknowledged = (about: string) =>
      counted('acknowledgement_seconds_count', `type="command",${about},outcome="in_time"`);
    expect(acknowledged('name="invite"')).toBe(2);
    expect(acknowledged('name="help"')).toBe(1);
    const adding = 'method="POST",resource="members"';
    expect(counted('piper_call_seconds_count', `${adding},outcome="ok"`)).toBe(1);
    expect(counted('piper_call_seconds_count', `${adding},outcome="forbidden"`)).toBe(1);
    expect(counted('slack_call_seconds_count', 'method="views.open",outcome="ok"')).toBe(2);
    expect(counted('invitations_ended_total', 'outcome="invited",reason=""')).toBe(1);
    expect(counted('invitations_ended_total', 'outcome="failed",reason="forbidden"')).toBe(3);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const build = `version="${version}",node_version="${process.versions.node}"`;
    expect(counted('build_info', build)).toBe(1);
    for (const check of ['database', 'slack', 'keys']) {
      expect(counted('ready', `check="${check}"`)).toBe(1);
    }
    expect(seriesIn(text, 'piper_invite_piper_breaker_open')).toBe(0);
    expect(seriesIn(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });

  it('count tokens that are refused and requests that have to wait, by who says so', async () => {
    const app = await startApp({ env: apart });
    const counted = async (name: string, upstream: string) =>
      seriesIn(await bodyOf(app.metricsUrl), `piper_invite_${name}{upstream="${upstream}"}`);
    app.piper.onGet = () => [429, { detail: 'slow down' }];
    await app.command('status ada@example.com');
    await eventually(async () =>
      expect(await counted('rate_limited_total', 'piper')).toBeGreaterThan(0),
    );
    app.piper.onGet = () => [401, { detail: 'no' }];
    await app.command('status ada@example.com');
    await eventually(async () =>
      expect(await counted('tokens_refused_total', 'piper')).toBeGreaterThan(0),
    );
    app.slack.fail('views.open', 'token_revoked');
    await app.command('');
    await eventually(async () =>
      expect(await counted('tokens_refused_total', 'slack')).toBeGreaterThan(0),
    );
  });

  it('name nobody, whatever people type and however a request is named', async () => {
    const app = await startApp({ env: apart });
    await app.invite('ada@example.com as Editor');
    await app.command('invite ada@example.com as "ada@example.com"');
    await app.press({ action_id: 'suggestion_7', value: 'help' });
    await app.press({ action_id: 'ada@example.com', value: 'x' });
    const text = await bodyOf(app.metricsUrl);
    expect(text).toContain('name="suggestion"');
    for (const name of ['ada', team, users.alice.id, organizationId, 'Acme', 'C0']) {
      expect(text).not.toContain(name);
    }
  });

  it('say how much waits, and for how long', async () => {
    const wait = () => new Promise<void>(() => {});
    const app = await startApp({ env: apart, overrides: { clock: { wait } } });
    app.piper.onAdd = () => [429, {}, { 'retry-after': '3600' }];
    await app.command('ada@example.com as Editor');
    const postponed = "select 1 from invitations where state = 'waiting' and attempts = 1";
    await eventually(() => expect(app.query(postponed)).toHaveLength(1));
    app.clock.now += 60_000;
    const text = await bodyOf(app.metricsUrl);
    expect(seriesIn(text, 'piper_invite_invitations_open{state="waiting"}')).toBe(1);
    const age = seriesIn(text, 'piper_invite_oldest_open_invitation_age_seconds');
    expect(age).toBeGreaterThanOrEqual(60);
    expect(seriesIn(text, 'piper_invite_rate_limited_total{upstream="piper"}')).toBe(1);
    expect(seriesIn(text, 'piper_invite_tokens_refused_total{upstream="piper"}')).toBe(0);
    expect(text).toMatch(/piper_call_seconds_count\{.*outcome="rate_limited"\} 1/);
  });

  it('leave out what the database does not tell, and give the rest', async () => {
    const app = await startApp({ env: apart });
    expect(await bodyOf(app.metricsUrl)).toMatch(/^piper_invite_requests_open 0$/m);
    app.dropTable('requests');
    app.clock.now += 60_000;
    const { status, body } = await answerOf(app.metricsUrl);
    expect(status).toBe(200);
    expect(body).not.toMatch(
      /^piper_invite_(requests_open|invitations_open|oldest|follow_up)[^ ]* /m,
    );
    expect(body).toMatch(/^piper_invite_ready\{check="database"\} 1$/m);
  });

  it('are read from the database once for all who scrape at the time', async () => {
    const app = await startApp({ env: apart });
    await bodyOf(app.metricsUrl);
    app.dropTable('requests');
    expect(await bodyOf(app.metricsUrl)).toMatch(/^piper_invite_requests_open 0$/m);
  });
});

describe('where metrics are', () => {
  it('is nowhere, unless a setting says so', async () => {
    const app = await startApp();
    expect((await answerOf(`${app.url}/metrics`)).status).toBe(404);
    const { reports, serve } = await createMetrics(undefined);
    expect(serve({} as never)).toEqual({ apart: undefined, beside: {} });
    expect(reports).toEqual({});
  });

  it('is not beside the requests of Slack, if they have a port', async () => {
    const app = await startApp({ env: apart });
    expect((await answerOf(`${app.url}/metrics`)).status).toBe(404);
    const root = app.metricsUrl.replace('/metrics', '/healthz');
    expect((await answerOf(root)).status).toBe(404);
  });

  it.each([
    ['beside the requests of Slack', {}],
    ['on a port of their own', apart],
  ])('is for those alone who have the token, if there is one: %s', async (_, more) => {
    const app = await startApp({ env: { METRICS_TOKEN: token, ...more } });
    const url = 'METRICS_PORT' in more ? app.metricsUrl : `${app.url}/metrics`;
    const statusOf = async (authorization?: string) => (await answerOf(url, authorization)).status;
    for (const wrong of [undefined, '', token, `Bearer ${token}x`, 'Bearer ', `bearer${token}`]) {
      expect(await statusOf(wrong), String(wrong)).toBe(401);
    }
    expect(await statusOf(`Bearer ${token}`)).toBe(200);
  });
});

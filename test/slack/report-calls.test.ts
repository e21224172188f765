import { Response } from 'undici';
import { expect, it } from 'vitest';
import { reportCalls, type SlackCall } from '../../src/slack/report-calls.ts';
import { eventually } from '../helpers/eventually.ts';

const api = 'https://slack.com/api/';

/** What is told of a call that is answered so, and whether the caller still can read the answer. */
async function call(url: string, answer: () => Response) {
  const calls: SlackCall[] = [];
  const fetch = reportCalls(
    async () => answer(),
    api,
    (told) => calls.push(told),
  );
  const got = await fetch(url).then(
    (response) => response.text(),
    (error: Error) => error.message,
  );
  await eventually(() => expect(calls).toHaveLength(1));
  expect(calls[0]?.milliseconds).toBeGreaterThanOrEqual(0);
  return { got, method: calls[0]?.method, outcome: calls[0]?.outcome };
}

const json =
  (body: object, status = 200) =>
  () =>
    new Response(JSON.stringify(body), { status });
const refused = { ok: false, error: 'token_revoked' };

it.each<[string, string, () => Response, string, SlackCall['outcome']]>([
  ['a method', 'chat.postMessage', json({ ok: true }), 'chat.postMessage', 'ok'],
  ['a method with a query', 'auth.test?a=b', json({ ok: true }), 'auth.test', 'ok'],
  ['what is not in Slack', 'chat.update', json({ ok: false, error: 'x' }), 'chat.update', 'error'],
  ['a token that is no good', 'users.info', json(refused), 'users.info', 'token_refused'],
  ['too many calls', 'views.open', json({}, 429), 'views.open', 'rate_limited'],
  ['a Slack that is down', 'views.open', json({}, 503), 'views.open', 'unavailable'],
  ['no JSON', 'views.open', () => new Response('<html>'), 'views.open', 'unavailable'],
  ['no method', 'U0ALICE/x', json({ ok: true }), 'other', 'ok'],
])('%s is told by method and outcome', async (_, path, answer, method, outcome) => {
  const told = await call(api + path, answer);
  expect(told).toMatchObject({ method, outcome });
  expect(told.got).toBe(await answer().text());
});

it.each([
  ['https://hooks.slack.com/commands/T0ACME/1/x', 'response_url'],
  ['https://files.slack.com/files-pri/T0ACME-F1/people.csv', 'file'],
])('an address that Slack gave is told by its kind alone: %s', async (url, method) => {
  expect(await call(url, json({}))).toMatchObject({ method, outcome: 'ok' });
  expect(await call(url, json({}, 404))).toMatchObject({ method, outcome: 'error' });
});

it('a call that breaks off is told, and breaks off for the caller, too', async () => {
  const broken = () => {
    throw new Error('broken off');
  };
  const told = await call(`${api}auth.test`, broken);
  expect(told).toEqual({ got: 'broken off', method: 'auth.test', outcome: 'unavailable' });
});

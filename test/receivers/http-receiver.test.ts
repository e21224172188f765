import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { startAnHourAgo, startApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { hold, shortenTimeouts } from '../helpers/held.ts';
import { commandFields, inviteBody, suggestionBody } from '../helpers/payloads.ts';
import { signatureOf, slackBody } from '../helpers/signed-request.ts';

const seconds = () => Math.floor(Date.now() / 1_000);
const command = slackBody('command', commandFields('ada@example.com as Editor'));

describe('a request that Slack did not sign', () => {
  it.each([
    ['with another secret', { secret: 'another-signing-secret' }],
    ['with nonsense for a signature', { signature: 'v0=123' }],
    ['with another version', { signature: 'v1=123' }],
    ['six minutes ago', { timestamp: seconds() - 360 }],
    ['two minutes ahead', { timestamp: seconds() + 120 }],
    ['an hour ahead', { timestamp: seconds() + 3_600 }],
    ['at no time', { timestamp: Number.NaN }],
  ])('%s gets 401 and does nothing', async (_, how) => {
    const app = await startApp();
    app.forget();
    expect(await app.send(command, how)).toEqual({ status: 401, body: '' });
    await app.finish();
    expect(app.journal.calls).toEqual([]);
  });

  it('gets 401 without any signature', async () => {
    const app = await startApp();
    const answer = await request(`${app.url}/slack/events`, { method: 'POST', body: 'x=1' });
    expect(answer.statusCode).toBe(401);
    await answer.body.dump();
  });

  it('is answered, but has no effect, when it claims to be a check of the connection', async () => {
    const app = await startApp();
    app.forget();
    const text = `${command.text}&ssl_check=1`;
    const answer = await app.send({ ...command, text }, { signature: 'v0=1' });
    expect(answer.status).toBe(200);
    await app.finish();
    expect(app.journal.calls).toEqual([]);
  });
});

describe('a signed request that makes no sense', () => {
  const json = (text: string) => ({ contentType: 'application/json', text });
  const form = (text: string) => ({ contentType: 'application/x-www-form-urlencoded', text });
  const deep = (start: string, levels: number) =>
    `${start}${'['.repeat(levels)}${']'.repeat(levels)}}`;

  it.each([
    ['null', json('null')],
    ['a number', json('7')],
    ['an array', json('[]')],
    ['no JSON', json('{"type":')],
    ['an empty body', json('')],
    ['an empty object', json('{}')],
    ['a payload of null', form('payload=null')],
    ['a payload that is no JSON', form('payload=%7B')],
    ['no known kind', form('hello=world')],
    ['an event of null', json('{"event":null,"type":"event_callback"}')],
    [
      'actions of null',
      form(`payload=${encodeURIComponent('{"actions":null,"type":"block_actions"}')}`),
    ],
    [
      'a submission without a view',
      form(`payload=${encodeURIComponent('{"type":"view_submission"}')}`),
    ],
    ['a challenge that is no text', json('{"type":"url_verification","challenge":{"a":[]}}')],
    ['a challenge of 5,000 levels', json(deep('{"type":"url_verification","challenge":', 5_000))],
    ['a body of 200,000 levels', json(deep('{"type":"event_callback","event":', 200_000))],
    [
      'a payload of 5,000 levels',
      form(`payload=${encodeURIComponent(deep('{"type":"view_submission","view":', 5_000))}`),
    ],
    ['a binary body', form('\u0000\uFFFD=%ff%fe')],
  ])('is refused at once: %s', async (_, body) => {
    const app = await startApp();
    const answer = await app.send(body);
    expect([400, 500]).toContain(answer.status);
    expect((await app.command('help')).status).toBe(200);
  });

  it('is refused politely when it is a command without what a command has', async () => {
    const app = await startApp();
    const { trigger_id: _, ...rest } = commandFields('help');
    const answer = await app.send(slackBody('command', rest));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringMatching(
        /^Something went wrong on our side; nobody was invited and nothing was changed\..*\nref \w{6}$/,
      ),
    });
  });

  it('is refused politely when it is a form without its fields', async () => {
    const app = await startApp();
    const submission = inviteBody({ addresses: 'ada@example.com' });
    const answer = await app.interact({ ...submission, view: { ...submission.view, state: {} } });
    expect(answer.body).toMatchObject({ response_action: 'update' });
    const words = JSON.stringify(answer.body);
    expect(words).toContain(
      'Something went wrong on our side; nobody was invited and nothing was changed.',
    );
    const reference = /ref (\w{6})/.exec(words)?.[1];
    expect(app.logged('listener failed', `"${reference}"`)).not.toEqual([]);
  });

  it('is refused when it is larger than anything Slack sends', async () => {
    const app = await startApp();
    const answer = await app.send(json(`{"x":"${'x'.repeat(1_100_000)}"}`));
    expect(answer.status).toBe(413);
    expect((await app.command('help')).status).toBe(200);
  });
});

describe('a signed request', () => {
  it('is understood with a charset in its content type', async () => {
    const app = await startApp();
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    const answer = await app.send({ ...slackBody('command', commandFields('help')), contentType });
    expect(answer.body).toMatchObject({ response_type: 'ephemeral' });
  });

  it('is read as JSON where it has no content type', async () => {
    const app = await startApp();
    const { text } = slackBody('event', { type: 'url_verification', challenge: 'c' });
    expect(await app.send({ text })).toEqual({ status: 200, body: { challenge: 'c' } });
  });

  it('answers the challenge with which Slack verifies an address', async () => {
    const app = await startApp();
    const answer = await app.send(slackBody('event', { type: 'url_verification', challenge: 'c' }));
    expect(answer).toEqual({ status: 200, body: { challenge: 'c' } });
  });

  it('is refused where it is about what the product does not have', async () => {
    const app = await startApp();
    const form = inviteBody({});
    for (const body of [
      { ...form, view: { ...form.view, callback_id: 'unheard' } },
      suggestionBody('unheard', 'e'),
    ]) {
      expect((await app.interact(body)).status).toBe(400);
    }
    expect((await app.press({ action_id: 'unheard' })).status).toBe(400);
    expect(app.logged('no listener for the request')).toHaveLength(3);
  });

  it('from another workspace is told that the app is not there, and has no effect', async () => {
    const app = await startApp();
    app.forget();
    const answer = await app.command('ada@example.com as Editor', { team_id: 'T0OTHER' });
    expect(answer.body).toMatchObject({
      text: "piper-invite isn't set up for this workspace. Its admins can install it.",
    });
    await app.finish();
    expect(app.journal.calls).toEqual([]);
  });
});

describe('a signature', () => {
  const signed = { timestamp: seconds() };

  it('counts once', async () => {
    const app = await startApp();
    expect((await app.send(command, signed)).status).toBe(200);
    app.forget();
    expect(await app.send(command, signed)).toEqual({ status: 401, body: '' });
    await app.finish();
    expect(app.journal.of('POST members').length).toBeLessThanOrEqual(1);
    expect(app.logged('request sent before')).toHaveLength(1);
  });

  it('counts once even where something is put behind it', async () => {
    const app = await startApp();
    const { timestamp, signature } = signatureOf(command.text);
    expect((await app.send(command, { timestamp, signature })).status).toBe(200);
    expect((await app.send(command, { timestamp, signature: `${signature}=x` })).status).toBe(401);
  });

  it('of the same request sent again a second later is another one, as when Slack tries again', async () => {
    const app = await startApp();
    expect((await app.send(command, { timestamp: seconds() - 1 })).status).toBe(200);
    expect((await app.send(command, { timestamp: seconds() })).status).toBe(200);
  });

  it('is good again where nothing came of the request', async () => {
    const app = await startApp();
    const unheard = slackBody('interaction', { type: 'unheard' });
    const first = await app.send(unheard, signed);
    expect(first.status).toBeGreaterThanOrEqual(400);
    expect(await app.send(unheard, signed)).toEqual(first);
    expect(app.logged('request sent before')).toEqual([]);
  });

  it('of a search in a menu counts as often as somebody types the same', async () => {
    const app = await startApp();
    const search = slackBody('interaction', suggestionBody('role', 'e'));
    for (const _ of [1, 2]) {
      expect((await app.send(search, signed)).body).toMatchObject({ options: expect.any(Array) });
    }
  });
});

describe('a client that is gone', () => {
  /** Sends bytes, and closes the connection when told. */
  async function leave(
    app: Awaited<ReturnType<typeof startApp>>,
    text: string,
    when: Promise<unknown>,
  ) {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(text);
    await when;
    socket.destroy();
  }

  it('before its request is whole is forgotten', async () => {
    const app = await startApp();
    await leave(
      app,
      'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc',
      pause(20),
    );
    expect((await app.command('help')).status).toBe(200);
  });

  it('before it is answered has its request worked on, and nothing else happens', async () => {
    const app = await startApp();
    const asked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    app.slack.beforeAnswer = async () => {
      asked.resolve();
      await gone.promise;
    };
    const { timestamp, signature } = signatureOf(command.text);
    const head = [
      'POST /slack/events HTTP/1.1',
      'Host: x',
      `Content-Type: ${command.contentType}`,
      `Content-Length: ${Buffer.byteLength(command.text)}`,
      `X-Slack-Request-Timestamp: ${timestamp}`,
      `X-Slack-Signature: ${signature}`,
    ].join('\r\n');
    await leave(app, `${head}\r\n\r\n${command.text}`, asked.promise);
    gone.resolve();
    await app.finish();
    expect(app.logged('"error"')).toEqual([]);
  });
});

describe('a request that is not answered while Slack waits', () => {
  it('is answered once all the same, so that nothing breaks', async () => {
    const app = await startAnHourAgo();
    const begun = hold();
    const slow = hold();
    app.slack.beforeAnswer = async () => {
      begun.release();
      await slow.held;
    };
    const boltsPatience = 3_001;
    shortenTimeouts(boltsPatience);
    const answer = app.send(command);
    await begun.held;
    await eventually(() => expect(app.logged('request not answered in time')).toHaveLength(1));
    slow.release();
    expect(await answer).toEqual({ status: 200, body: '' });
    await app.finish();
    expect(app.log().filter(({ level }) => level === 'error')).toEqual([]);
    expect(app.said().inChannel).toHaveLength(1);
  });
});

describe('the web server', () => {
  it('tells that it is healthy, and knows nothing else', async () => {
    const app = await startApp();
    const health = await request(`${app.url}/healthz`);
    expect([health.statusCode, await health.body.json()]).toEqual([200, { status: 'ok' }]);
    for (const path of ['/', '//', '/%', '/slack/events', '/../etc/passwd']) {
      const answer = await request(`${app.url}${path}`);
      expect(answer.statusCode).toBe(404);
      await answer.body.dump();
    }
  });
});

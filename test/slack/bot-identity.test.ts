import { webApi } from '@slack/bolt';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { readBotIdentity } from '../../src/slack/bot-identity.ts';

import { slackClientOptions } from '../../src/slack/client.ts';
import { slackErrorWord } from '../../src/slack/error-word.ts';
import { noNetwork } from '../helpers/nock.ts';

import { answerOnce, slackClient } from '../helpers/slack-client.ts';

noNetwork();

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
function setUp(options: Parameters<typeof slackClient>[0] = {}) {
  const slack = slackClient(options);
  stops.push(() => slack.dispatcher.destroy());
  return slack;
}

const identity = {
  ok: true,
  url: 'https://acme.slack.com/',
  team: 'Acme',
  team_id: 'T1',
  user: 'piper',
  user_id: 'UBOT',
  bot_id: 'B1',
};

describe('the bot identity', () => {
  it('is the one that the token belongs to, with the scopes that Slack tells', async () => {
    const calls = answerOnce('auth.test', identity, {
      headers: { 'x-oauth-scopes': 'commands,chat:write' },
    });
    expect(await readBotIdentity(setUp().client)).toEqual({
      teamId: 'T1',
      teamName: 'Acme',
      isOrgWide: false,
      botId: 'B1',
      botUserId: 'UBOT',
      scopes: ['commands', 'chat:write'],
    });
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer xoxb-own');
  });

  it('has no scopes where Slack tells none', async () => {
    answerOnce('auth.test', identity);
    expect(await readBotIdentity(setUp().client)).not.toHaveProperty('scopes');
  });

  it.each([
    [{ enterprise_id: 'E1' }, 'E1'],
    [{ enterprise_id: null }, undefined],
    [{ enterprise_id: '' }, undefined],
    [{}, undefined],
  ])('belongs to an Enterprise organization where Slack says so: %j', async (about, id) => {
    answerOnce('auth.test', { ...identity, ...about });
    expect((await readBotIdentity(setUp().client)).enterpriseId).toBe(id);
  });

  it.each([
    ['one that Slack calls so', { is_enterprise_install: true, enterprise_id: 'E1' }, true],
    [
      'one that Slack does not call so',
      { is_enterprise_install: false, enterprise_id: 'E1' },
      false,
    ],
    ['one whose team is the organization', { team_id: 'E1', enterprise_id: 'E1' }, true],
    ['one whose team is a workspace of it', { enterprise_id: 'E1' }, false],
    ['one of no organization', {}, false],
    ['one of which Slack tells nonsense', { is_enterprise_install: 'yes' }, false],
  ])('has a token for a whole organization or not: %s', async (_, about, isOrgWide) => {
    answerOnce('auth.test', { ...identity, ...about });
    expect(await readBotIdentity(setUp().client)).toMatchObject({ isOrgWide });
  });

  it.each(['team_id', 'bot_id', 'user_id'])('is unreadable without its %s', async (field) => {
    answerOnce('auth.test', { ...identity, [field]: undefined });
    await expect(readBotIdentity(setUp().client)).rejects.toThrow(field);
  });

  it('is unreadable where Slack refuses the token', async () => {
    answerOnce('auth.test', { ok: false, error: 'invalid_auth' });
    const error = await readBotIdentity(setUp().client).catch((each: unknown) => each);
    expect(slackErrorWord(error)).toBe('invalid_auth');
  });
});

describe('a call to Slack', () => {
  it.each([
    ['a server error', () => answerOnce('auth.test', {}, { status: 500 })],
    [
      'a rate limit',
      () => answerOnce('auth.test', {}, { status: 429, headers: { 'retry-after': '60' } }),
    ],
    ['a refusal', () => answerOnce('auth.test', { ok: false, error: 'fatal_error' })],
  ])('is made once, whatever comes of it: %s', async (_, answer) => {
    const calls = answer();
    await expect(setUp().client.auth.test()).rejects.toThrow();
    expect(calls).toHaveLength(1);
  });

  it('is made once where the connection breaks', async () => {
    nock('https://slack.example')
      .post('/api/auth.test')
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    await expect(setUp().client.auth.test()).rejects.toThrow();
  });

  it('ends with its time limit', async () => {
    nock('https://slack.example')
      .post('/api/auth.test')
      .reply(() => new Promise<never>(() => {}));
    await expect(setUp({ timeout: 30 }).client.auth.test()).rejects.toThrow();
  });

  it("carries its own client's token only, never that of another", async () => {
    const one = setUp({ token: 'xoxb-one' });
    const two = setUp({ token: 'xoxb-two' });
    for (const { client, token } of [
      { client: one.client, token: 'xoxb-one' },
      { client: two.client, token: 'xoxb-two' },
      { client: one.client, token: 'xoxb-one' },
    ]) {
      const calls = answerOnce('auth.test', identity);
      await client.auth.test();
      expect(calls[0]?.headers.get('authorization')).toBe(`Bearer ${token}`);
      expect(JSON.stringify(calls[0]?.said)).not.toContain('xoxb');
    }
  });

  it('carries it even where two clients were made with the same options', async () => {
    const options = slackClientOptions(setUp().settings, 2_000);
    const clients = ['xoxb-one', 'xoxb-two'].map((token) => ({
      token,
      client: new webApi.WebClient(token, options),
    }));
    for (const { client, token } of clients) {
      const calls = answerOnce('auth.test', identity);
      await client.auth.test();
      expect(calls[0]?.headers.get('authorization')).toBe(`Bearer ${token}`);
    }
  });

  it('is made with options that hold no headers, and belong to one client', () => {
    const { settings } = setUp();
    expect(slackClientOptions(settings, 2_000)).not.toHaveProperty('headers');
    expect(slackClientOptions(settings, 2_000)).not.toBe(slackClientOptions(settings, 2_000));
  });

  it('keeps its token out of the log', async () => {
    const { client, text } = setUp({ token: 'xoxb-very-secret' });
    answerOnce('auth.test', { ok: false, error: 'invalid_auth' });
    await client.auth.test().catch(() => {});
    expect(text()).not.toBe('');
    expect(text()).not.toContain('xoxb-very-secret');
  });

  it('sends nothing but text', async () => {
    const { fetch } = setUp();
    const sent = fetch('https://slack.example/', { method: 'POST', body: new FormData() });
    await expect(sent).rejects.toThrow(TypeError);
  });

  it('is not followed to where it is redirected', async () => {
    answerOnce('auth.test', {}, { status: 302, headers: { location: 'https://slack.com/evil' } });
    nock('https://slack.com').get('/evil').optionally().reply(200, identity);
    await expect(setUp().client.auth.test()).rejects.toThrow();
  });
});

describe("Slack's word for a failure", () => {
  it('is the code where there is one, else what went wrong', () => {
    expect(slackErrorWord(new webApi.WebAPIPlatformError({ ok: false, error: 'not_found' }))).toBe(
      'not_found',
    );
    expect(slackErrorWord(new Error('socket hang up'))).toBe('socket hang up');
    expect(slackErrorWord('odd')).toBe('odd');
  });
});

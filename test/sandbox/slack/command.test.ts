import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
  vi,
} from 'vitest';
import { hold } from '../../helpers/held.ts';
import type { SlackSandbox } from '../contract.ts';
import { botToken, channels, dmWithBot, users } from './seed.ts';
import { startSlack } from './server.ts';
import { respondTo, type StandInBot, Status, startBot } from './stand-in-bot.ts';

let slack: SlackSandbox;
let bot: StandInBot;
let clock = Date.now();

beforeAll(async () => {
  slack = await startSlack({ now: () => clock });
  bot = await startBot(slack);
});
afterEach(() => {
  bot.received = [];
  bot.onRequest = () => undefined;
});
afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

const type = (text: string, channel: string = channels.general, as: string = users.alice) =>
  slack.act(as, { type: 'command', channel, text });
const messages = (as: string, channel: string = channels.general) =>
  slack.screen(as).messages[channel] ?? [];

describe('a slash command', () => {
  it('is sent signed, as a form, with who and where', async () => {
    expect(await type('bob@acme.example')).toMatchObject({ ok: true });
    expect(bot.received).toEqual([
      {
        token: 'sandbox-verification-token',
        team_id: 'T000000001',
        team_domain: 'acme',
        channel_id: channels.general,
        channel_name: 'general',
        user_id: users.alice,
        user_name: 'alice',
        command: '/piper-invite',
        text: 'bob@acme.example',
        api_app_id: 'A0PIPERINV',
        is_enterprise_install: 'false',
        response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/commands\/T000000001\//),
        trigger_id: expect.any(String),
      },
    ]);
  });

  it('does not name private places', async () => {
    await type('', channels.hiring);
    await type('', dmWithBot(users.alice));
    expect(bot.received.map((body) => body.channel_name)).toEqual([
      'privategroup',
      'directmessage',
    ]);
  });

  it.each([
    ['@bob and @nobody', `<@${users.bob}|bob> and @nobody`],
    [`<@${users.bob}> <@${users.zoe}|whoever>`, `<@${users.bob}|bob> <@${users.zoe}|zoe>`],
    ['in #random', `in <#${channels.random}|random>`],
    ['a <b> & c', 'a &lt;b&gt; &amp; c'],
    ['carol@bob.example, x@acme.example', 'carol@bob.example, x@acme.example'],
    ['<mailto:a@b.example|a@b.example>', '<mailto:a@b.example|a@b.example>'],
    ['https://piper.example/?a=1&b=2', '<https://piper.example/?a=1&amp;b=2>'],
  ])('escapes %j', async (typed, sent) => {
    await type(typed);
    expect(bot.received[0]).toMatchObject({ text: sent });
  });

  it('cannot be typed where the person is not', async () => {
    expect(await type('', channels.hiring, users.bob)).toEqual({
      ok: false,
      error: 'channel_not_found',
    });
    expect(await type('', channels.random, users.gina)).toMatchObject({ ok: false });
    expect(await type('', channels.oldProject)).toEqual({ ok: false, error: 'is_archived' });
    expect(await type('', channels.general, users.victor)).toMatchObject({ ok: false });
    expect(bot.received).toEqual([]);
  });
});

describe('the answer to a slash command', () => {
  beforeEach(() => slack.reset());

  it('is nothing when it is empty', async () => {
    await type('');
    expect(messages(users.alice)).toEqual([]);
  });

  it('is seen only by the person who typed', async () => {
    bot.onRequest = () => 'Hello';
    await type('');
    expect(messages(users.alice)).toMatchObject([{ text: 'Hello', ephemeral: true }]);
    expect(messages(users.bob)).toEqual([]);
  });

  it('is text, even if it looks like JSON, unless its type says JSON', async () => {
    bot.onRequest = () => '{"text":"Hello"}';
    await type('');
    expect(messages(users.alice)).toMatchObject([{ text: '{"text":"Hello"}' }]);
  });

  it('is seen by everybody when it says in_channel', async () => {
    bot.onRequest = () => ({ response_type: 'in_channel', text: 'Hello', blocks: [divider] });
    await type('');
    expect(messages(users.bob)).toMatchObject([
      { text: 'Hello', ephemeral: false, blocks: [{ type: 'divider' }] },
    ]);
  });

  it('fails with dispatch_failed when it is no success', async () => {
    bot.onRequest = () => new Status(500);
    expect(await type('')).toEqual({
      ok: false,
      error: '/piper-invite failed with the error "dispatch_failed"',
    });
  });

  it('fails with invalid_command_response when Slack cannot show it', async () => {
    bot.onRequest = () => ({ text: 'Hello', blocks: [{ type: 'paragraph' }] });
    expect(await type('')).toEqual({
      ok: false,
      error: '/piper-invite failed with the error "invalid_command_response"',
    });
  });

  it('fails with operation_timeout after three seconds', async () => {
    const patience = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
    onTestFinished(() => timeout.mockRestore());
    const { held, release } = hold();
    onTestFinished(release);
    bot.onRequest = () => {
      patience.abort(new DOMException('over', 'TimeoutError'));
      return held;
    };
    expect(await type('')).toEqual({
      ok: false,
      error: '/piper-invite failed with the error "operation_timeout"',
    });
    expect(timeout).toHaveBeenCalledWith(3_000);
  });
});

describe('a response URL', () => {
  beforeEach(() => slack.reset());

  async function responseUrl(): Promise<unknown> {
    await type('');
    return bot.received[0]?.response_url;
  }

  it('says something to the person, or to all', async () => {
    const url = await responseUrl();
    expect(await respondTo(url, { text: 'For you' })).toEqual([200, 'ok']);
    await respondTo(url, { text: 'For all', response_type: 'in_channel' });
    expect(messages(users.alice).map(({ text }) => text)).toEqual(['For you', 'For all']);
    expect(messages(users.bob).map(({ text }) => text)).toEqual(['For all']);
  });

  it('speaks where the bot is not', async () => {
    await type('', channels.aliceAndBob);
    const url = bot.received[0]?.response_url;
    await respondTo(url, { text: 'Hi both', response_type: 'in_channel' });
    expect(messages(users.bob, channels.aliceAndBob)).toMatchObject([{ text: 'Hi both' }]);
  });

  it('works five times', async () => {
    const url = await responseUrl();
    for (let use = 1; use <= 5; use += 1) await respondTo(url, { text: String(use) });
    expect(await respondTo(url, { text: '6' })).toEqual([404, 'used_url']);
    expect(messages(users.alice)).toHaveLength(5);
  });

  it('works for thirty minutes', async () => {
    const url = await responseUrl();
    clock += 30 * 60_000 - 1;
    expect(await respondTo(url, { text: 'Just in time' })).toEqual([200, 'ok']);
    clock += 1;
    expect(await respondTo(url, { text: 'Too late' })).toEqual([404, 'expired_url']);
  });

  it('refuses what it cannot show', async () => {
    const url = await responseUrl();
    expect(await respondTo(url, { blocks: [{ type: 'paragraph' }] })).toEqual([
      400,
      'invalid_blocks',
    ]);
    expect(await respondTo(url, {})).toEqual([400, 'no_text']);
  });
});

describe('the call log', () => {
  beforeEach(() => slack.reset());

  it('has calls both ways in the order of their start, without tokens', async () => {
    bot.onRequest = async () => {
      await bot.call('auth.test');
      return `My token is ${botToken}`;
    };
    await type('');
    expect(slack.calls()).toMatchObject([
      { from: 'slack', to: 'bot', name: '/piper-invite', status: 200, request: { token: '…' } },
      { from: 'bot', to: 'slack', name: 'auth.test', status: 200, response: { ok: true } },
    ]);
    expect(JSON.stringify(slack.calls())).not.toContain(botToken);
  });
});

describe('an app without the scope commands', () => {
  it('has no command', async () => {
    const other = await startSlack({ scopes: ['chat:write'] });
    const action = { type: 'command', channel: channels.general, text: '' } as const;
    expect(await other.act(users.alice, action)).toEqual({
      ok: false,
      error: '/piper-invite is not a valid command.',
    });
    await other.stop();
  });
});

const divider = { type: 'divider' };

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../contract.ts';
import type { Fields } from './json.ts';
import { bot as botIds, channels, defaultScopes, dmWithBot, users } from './seed.ts';
import { startSlack } from './server.ts';
import { callAs, respondTo, type StandInBot, startBot } from './stand-in-bot.ts';
import { button, section } from './test-views.ts';

let slack: SlackSandbox;
let bot: StandInBot;

beforeAll(async () => {
  slack = await startSlack();
  bot = await startBot(slack);
});
afterEach(async () => {
  bot.received = [];
  await slack.reset();
});
afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

const refused = (error: string) => ({ ok: false, error });
const post = (channel: string, rest: Fields = { text: 'Hello' }) =>
  bot.call('chat.postMessage', { channel, ...rest });
const seenBy = (as: string, channel: string) => slack.screen(as).messages[channel];

/** The same call to a Slack where the bot has other scopes. */
async function callWithScopes(scopes: string[], method: string, args: Fields = {}) {
  const other = await startSlack({ scopes });
  try {
    return await callAs(other.botToken, other.apiUrl + method, args);
  } finally {
    await other.stop();
  }
}

describe('a token', () => {
  it('is needed, and only the right one will do', async () => {
    expect(await callAs('', `${slack.apiUrl}auth.test`, {})).toEqual(refused('not_authed'));
    expect(await callAs('xoxb-other', `${slack.apiUrl}auth.test`, {})).toEqual(
      refused('invalid_auth'),
    );
  });

  it('is told by auth.test, with its scopes in a header', async () => {
    const response = await fetch(`${slack.apiUrl}auth.test`, {
      headers: { authorization: `Bearer ${slack.botToken}` },
    });
    expect(response.headers.get('x-oauth-scopes')).toBe(defaultScopes.join(','));
    expect(await response.json()).toEqual({
      ok: true,
      url: 'https://acme.slack.com/',
      team: 'Acme',
      user: 'piper',
      team_id: 'T000000001',
      user_id: botIds.userId,
      bot_id: botIds.botId,
      is_enterprise_install: false,
    });
  });
});

describe('scopes', () => {
  it('are exactly the ones given', async () => {
    expect(await callWithScopes(['commands'], 'chat.postMessage')).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands',
    });
    expect(await bot.call('conversations.open', { users: users.bob })).toMatchObject({
      error: 'missing_scope',
      needed: 'im:write',
    });
    expect(await bot.call('conversations.info', { channel: channels.general })).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:read',
    });
  });

  it('hide addresses without users:read.email', async () => {
    const answer = await callWithScopes(['users:read'], 'users.info', { user: users.bob });
    expect(answer).toMatchObject({ ok: true, user: { name: 'bob' } });
    expect((answer.user as { profile: Fields }).profile).not.toHaveProperty('email');
  });
});

describe('users.info', () => {
  const info = async (user: string) => (await bot.call('users.info', { user })).user;

  it.each([
    ['an admin', users.alice, { is_admin: true, is_owner: false, is_restricted: false }],
    ['an owner', users.olivia, { name: 'olivia', is_admin: true, is_owner: true }],
    ['a member', users.bob, { is_admin: false, is_bot: false, deleted: false }],
    ['a guest', users.gina, { is_restricted: true, is_admin: false }],
    ['a bot', users.buildbot, { is_bot: true }],
    ['the app itself', botIds.userId, { is_bot: true }],
    ['a deactivated person', users.victor, { deleted: true }],
  ])('knows %s', async (_who, id, flags) => {
    expect(await info(id)).toMatchObject({ id, team_id: 'T000000001', ...flags });
  });

  it('has addresses of those who have one', async () => {
    expect(await info(users.bob)).toMatchObject({ profile: { email: 'bob@acme.example' } });
    expect(((await info(users.nora)) as { profile: Fields }).profile).not.toHaveProperty('email');
  });

  it('finds nobody else', async () => {
    expect(await bot.call('users.info', { user: 'U0NOBODY01' })).toEqual(refused('user_not_found'));
  });
});

describe('users.lookupByEmail', () => {
  it('ignores case and does not find the deactivated', async () => {
    const lookup = (email: string) => bot.call('users.lookupByEmail', { email });
    expect(await lookup('Carol@ACME.example')).toMatchObject({ user: { id: users.carol } });
    expect(await lookup('victor@acme.example')).toEqual(refused('users_not_found'));
    expect(await lookup('nobody@acme.example')).toEqual(refused('users_not_found'));
  });
});

describe('users.list', () => {
  it('has everybody, with their flags', async () => {
    const { members } = await bot.call('users.list', { limit: 100 });
    expect(members).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: users.olivia, name: 'olivia', is_owner: true }),
        expect.objectContaining({ id: users.gina, is_restricted: true }),
      ]),
    );
  });
});

describe('chat.postMessage', () => {
  it('says something that all members see, by the bot', async () => {
    const answer = await post(channels.general, { text: 'Hello', blocks: [section('*Hello*')] });
    expect(answer).toMatchObject({
      ok: true,
      channel: channels.general,
      message: { text: 'Hello', user: botIds.userId, bot_id: botIds.botId, app_id: 'A0PIPERINV' },
    });
    expect(seenBy(users.bob, channels.general)).toMatchObject([
      { ts: answer.ts, author: botIds.userId, text: 'Hello', ephemeral: false, edited: false },
    ]);
  });

  it('takes the name of a channel', async () => {
    expect(await post('#general')).toMatchObject({ ok: true, channel: channels.general });
  });

  it('reaches a public channel without the bot only with chat:write.public', async () => {
    const args = { channel: channels.random, text: 'Hello' };
    expect(await post(channels.random)).toMatchObject({ ok: true });
    expect(await callWithScopes(['chat:write'], 'chat.postMessage', args)).toEqual(
      refused('not_in_channel'),
    );
  });

  it('reaches a private channel only with the bot in it', async () => {
    expect(await post(channels.hiring)).toMatchObject({ ok: true });
    expect(await post(channels.leadership)).toEqual(refused('channel_not_found'));
    expect(seenBy(users.alice, channels.hiring)).toHaveLength(1);
    expect(seenBy(users.bob, channels.hiring)).toBeUndefined();
  });

  it('does not reach archived channels and those that are not', async () => {
    expect(await post(channels.oldProject)).toEqual(refused('is_archived'));
    expect(await post('C0NOWHERE1')).toEqual(refused('channel_not_found'));
    expect(await post(channels.aliceAndBob)).toEqual(refused('channel_not_found'));
  });

  it('opens direct messages with a person, but not with bots and the deactivated', async () => {
    expect(await post(users.bob)).toMatchObject({ ok: true, channel: dmWithBot(users.bob) });
    expect(seenBy(users.bob, dmWithBot(users.bob))).toMatchObject([{ text: 'Hello' }]);
    expect(seenBy(users.alice, dmWithBot(users.bob))).toBeUndefined();
    expect(await post(users.buildbot)).toEqual(refused('cannot_dm_bot'));
    expect(await post(users.victor)).toEqual(refused('channel_not_found'));
  });

  it('refuses what says nothing, too much, or no Block Kit', async () => {
    const { general } = channels;
    expect(await post(general, {})).toEqual(refused('no_text'));
    expect(await post(general, { text: 'x'.repeat(40_000) })).toMatchObject({ ok: true });
    expect(await post(general, { text: 'x'.repeat(40_001) })).toEqual(refused('msg_too_long'));
    expect(await post(general, { text: 'ä'.repeat(20_001) })).toEqual(refused('msg_too_long'));
    const long = section('x'.repeat(2_600));
    expect(await post(general, { blocks: Array(4).fill(long) })).toMatchObject({ ok: true });
    expect(await post(general, { blocks: Array(5).fill(long) })).toEqual(
      refused('msg_blocks_too_long'),
    );
    expect(await post(general, { blocks: 'nonsense' })).toEqual(refused('invalid_blocks_format'));
    expect(await post(general, { text: 'x', blocks: [section('')] })).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: ['must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
      response_metadata: {
        messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
  });

  it('replies in the thread of another message', async () => {
    const { ts } = await post(channels.general);
    await post(channels.general, { text: 'Still there?', thread_ts: ts });
    expect(seenBy(users.bob, channels.general)).toMatchObject([
      { text: 'Hello' },
      { text: 'Still there?', thread: ts },
    ]);
  });

  it('refuses what the sandbox could not show', async () => {
    expect(await post(channels.general, { attachments: [{ text: 'x' }] })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(await post(channels.general, { text: 'x', username: 'Boss' })).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write.customize',
    });
  });
});

describe('chat.postEphemeral', () => {
  const whisper = (channel: string, user: string) =>
    bot.call('chat.postEphemeral', { channel, user, text: 'Psst' });

  it('is seen by one person only', async () => {
    expect(await whisper(channels.general, users.bob)).toMatchObject({ ok: true });
    expect(seenBy(users.bob, channels.general)).toMatchObject([{ text: 'Psst', ephemeral: true }]);
    expect(seenBy(users.alice, channels.general)).toEqual([]);
  });

  it('needs the bot and the person in the channel', async () => {
    expect(await whisper(channels.random, users.bob)).toEqual(refused('not_in_channel'));
    expect(await whisper(channels.hiring, users.bob)).toEqual(refused('user_not_in_channel'));
  });
});

describe('chat.update and chat.delete', () => {
  it('take less text than a new message has', async () => {
    const { ts } = await post(channels.general, { text: 'x'.repeat(4_001) });
    const edit = (text: string) => bot.call('chat.update', { channel: channels.general, ts, text });
    expect(await edit('x'.repeat(4_001))).toEqual(refused('msg_too_long'));
    expect(await edit('ä'.repeat(2_001))).toEqual(refused('msg_too_long'));
    expect(await edit('ä'.repeat(2_000))).toMatchObject({ ok: true });
  });

  it('change and remove what the bot said', async () => {
    const { ts } = await post(channels.general);
    const message = { channel: channels.general, ts };
    expect(await bot.call('chat.update', { ...message, text: 'Bye' })).toMatchObject({ ok: true });
    expect(seenBy(users.bob, channels.general)).toMatchObject([{ text: 'Bye', edited: true }]);
    expect(await bot.call('chat.delete', message)).toMatchObject({ ok: true });
    expect(seenBy(users.bob, channels.general)).toEqual([]);
    expect(await bot.call('chat.update', { ...message, text: 'x' })).toEqual(
      refused('message_not_found'),
    );
  });
});

describe('conversations.open', () => {
  it('finds the direct messages with a person', async () => {
    const scopes = ['im:write'];
    const args = { users: users.bob };
    expect(await callWithScopes(scopes, 'conversations.open', args)).toMatchObject({
      ok: true,
      channel: { id: dmWithBot(users.bob) },
    });
    const several = { users: `${users.bob},${users.carol}` };
    expect(await callWithScopes(scopes, 'conversations.open', several)).toMatchObject({
      error: 'invalid_arguments',
    });
  });
});

describe('a button of a message', () => {
  const press = (ts: unknown, as: string = users.alice) =>
    slack.act(as, {
      type: 'click',
      source: { kind: 'message', channel: channels.general, ts: String(ts) },
      blockId: 'b',
      actionId: 'go',
      payload: {},
    });
  const blocks = [section('Press', { block_id: 'b', accessory: button('go', { value: '42' }) })];

  it('sends block_actions with the message and a response URL', async () => {
    const { ts } = await post(channels.general, { text: 'Press', blocks });
    expect(await press(ts)).toMatchObject({ ok: true });
    expect(bot.received).toMatchObject([
      {
        type: 'block_actions',
        user: { id: users.alice },
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: channels.general,
          is_ephemeral: false,
        },
        channel: { id: channels.general, name: 'general' },
        message: { ts, text: 'Press' },
        state: { values: {} },
        trigger_id: expect.any(String),
        actions: [{ action_id: 'go', block_id: 'b', value: '42', type: 'button' }],
      },
    ]);
  });

  it('can replace and delete its message through the response URL', async () => {
    const { ts } = await post(channels.general, { text: 'Press', blocks });
    await press(ts);
    const url = bot.received[0]?.response_url;
    await respondTo(url, { text: 'Done', replace_original: true });
    expect(seenBy(users.bob, channels.general)).toMatchObject([{ ts, text: 'Done', blocks: [] }]);
    await respondTo(url, { delete_original: true });
    expect(seenBy(users.bob, channels.general)).toEqual([]);
  });

  it('of an ephemeral message comes without the message', async () => {
    const { message_ts: ts } = await bot.call('chat.postEphemeral', {
      channel: channels.general,
      user: users.alice,
      text: 'Press',
      blocks,
    });
    expect(await press(ts, users.bob)).toEqual(refused('message_not_found'));
    await press(ts);
    expect(bot.received).toMatchObject([{ container: { is_ephemeral: true } }]);
    expect(bot.received[0]).not.toHaveProperty('message');
  });
});

describe('shortcuts and events', () => {
  it('reach the bot', async () => {
    await slack.act(users.alice, { type: 'shortcut', callbackId: 'invite' });
    await slack.act(users.alice, {
      type: 'event',
      event: { type: 'app_home_opened', tab: 'home' },
    });
    expect(bot.received).toMatchObject([
      { type: 'shortcut', callback_id: 'invite', trigger_id: expect.any(String) },
      {
        type: 'event_callback',
        event_id: expect.stringMatching(/^Ev/),
        event: { type: 'app_home_opened', user: users.alice, tab: 'home' },
      },
    ]);
  });
});

describe('changes', () => {
  it('are told to whoever listens, until they stop', async () => {
    let changes = 0;
    const stop = slack.onChange(() => {
      changes += 1;
    });
    await post(channels.general);
    expect(changes).toBe(1);
    stop();
    await post(channels.general);
    expect(changes).toBe(1);
  });

  it('are undone by a reset', async () => {
    await post(channels.general);
    await slack.reset();
    expect(seenBy(users.bob, channels.general)).toEqual([]);
    expect(slack.calls()).toEqual([]);
    expect(await post(channels.hiring)).toMatchObject({ ok: true, channel: channels.hiring });
  });
});

describe('what people change', () => {
  it('takes the bot out of a channel, or closes it, if admins do it', async () => {
    const dismiss = { type: 'dismiss', channel: channels.general } as const;
    const archive = { type: 'archive', channel: channels.hiring } as const;
    expect(await slack.act(users.bob, dismiss)).toMatchObject({ ok: false });
    expect(await slack.act(users.bob, archive)).toEqual(refused('channel_not_found'));
    expect(await post(channels.general)).toMatchObject({ ok: true });
    expect(await slack.act(users.alice, dismiss)).toMatchObject({ ok: true });
    expect(await slack.act(users.alice, archive)).toMatchObject({ ok: true });
    expect(
      await bot.call('chat.postEphemeral', {
        channel: channels.general,
        user: users.bob,
        text: 'x',
      }),
    ).toEqual(refused('not_in_channel'));
    expect(await post(channels.hiring)).toEqual(refused('is_archived'));
  });

  it('ends an account, but no admin’s, until the reset', async () => {
    expect(await slack.act(users.alice, { type: 'leave' })).toMatchObject({ ok: false });
    expect(await slack.act(users.bob, { type: 'leave' })).toMatchObject({ ok: true });
    const told = () => bot.call('users.info', { user: users.bob });
    expect(await told()).toMatchObject({ user: { deleted: true } });
    expect(await post(users.bob)).toEqual(refused('channel_not_found'));
    expect(await slack.act(users.bob, { type: 'leave' })).toMatchObject({ ok: false });
    await slack.reset();
    expect(await told()).toMatchObject({ user: { deleted: false } });
  });
});

describe('the screen', () => {
  it('has what the person may see', () => {
    const names = (as: string) => slack.screen(as).channels.map(({ name }) => name);
    expect(names(users.alice)).toEqual([
      'general',
      'random',
      'onboarding',
      'hiring',
      'leadership',
      'old-project',
      'bob',
      'piper',
    ]);
    expect(names(users.gina)).toEqual(['onboarding', 'piper']);
    expect(slack.screen(users.alice).channels.find(({ name }) => name === 'random')).toEqual({
      id: channels.random,
      name: 'random',
      kind: 'public',
      archived: false,
      hasBot: false,
    });
  });
});

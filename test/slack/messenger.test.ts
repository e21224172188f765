import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packed } from '../../src/formats/packed-text.ts';
import { slack as limits } from '../../src/limits.ts';
import { createMessenger, type Messenger } from '../../src/slack/messenger.ts';
import { fallbackMessages } from '../../src/views/fallback-messages.ts';
import { textMessage } from '../../src/views/message.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';
import { noNetwork } from '../helpers/nock.ts';
import { slackClient } from '../helpers/slack-client.ts';

noNetwork();

type Posted = { to: string; body: Record<string, unknown> };
type Answer = [status: number, body: object | string, headers?: Record<string, string>];

let slack: ReturnType<typeof slackClient>;
let clock: FakeClock;
let messenger: Messenger;
let posted: Posted[];
/** What Slack answers to one call after the other, by where it goes; `ok` when nothing is left. */
let answers: Record<'C1' | 'UALICE' | 'url', (Answer | 'reset')[]>;

const responseUrl = 'https://hooks.slack.com/commands/T1/2/abc';
const destination = { channel: 'C1', responseUrl, userId: 'UALICE' };
const message = textMessage(['Somebody was invited.']);
/** Of fewer than 4,000 characters, and more bytes. */
const long = textMessage(['Many.', `• 名前\n`.repeat(500).trim(), 'The end.']);
const ok: Answer = [200, { ok: true, ts: '1.1', channel: 'C1' }];
const no = (error: string): Answer => [200, { ok: false, error }];
const rateLimited = (seconds: number): Answer => [429, '', { 'retry-after': String(seconds) }];

beforeEach(() => {
  slack = slackClient();
  clock = fakeClock();
  posted = [];
  answers = { C1: [], UALICE: [], url: [] };
  messenger = createMessenger({
    fallbackMessages,
    client: slack.client,
    fetch: slack.fetch,
    log: slack.log,
    wait: clock.wait,
  });
  const reply = (to: string): Answer => {
    const answer = answers[to as keyof typeof answers].shift() ?? ok;
    if (answer === 'reset') throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    return answer;
  };
  nock('https://slack.example')
    .persist()
    .post('/api/chat.postMessage')
    .optionally()
    .reply(async (request: Request) => {
      const {
        channel: to = '',
        blocks = '',
        ...rest
      }: Record<string, string> = Object.fromEntries(new URLSearchParams(await request.text()));
      posted.push({ to, body: { ...rest, blocks: JSON.parse(blocks) } });
      return reply(to);
    });
  nock('https://hooks.slack.com')
    .persist()
    .post('/commands/T1/2/abc')
    .optionally()
    .reply(async (request: Request) => {
      posted.push({ to: 'url', body: (await request.json()) as Record<string, unknown> });
      return reply('url');
    });
});
afterEach(() => slack.dispatcher.destroy());

const posts = () => posted;
const fallbacks = () => posted.map(({ to }) => to);
const hintOf = (said: Posted | undefined) => String(said?.body.text).split('\n').at(-1);
const warnings = () => slack.lines().filter(({ level }) => level === 'warn');
const errors = () => slack.lines().filter(({ level }) => level === 'error');

const refusals: [name: string, answer: Answer][] = [
  ['a bot that is no member', no('not_in_channel')],
  ['a conversation that the bot does not see', no('channel_not_found')],
  ['an archived conversation', no('is_archived')],
  ['a conversation for few', no('restricted_action')],
];

describe('what everybody should read', () => {
  it('is posted in the conversation, and nowhere else', async () => {
    await messenger.announce(destination, message);
    expect(posted).toEqual([
      {
        to: 'C1',
        body: {
          text: message.text,
          blocks: message.blocks,
          parse: 'none',
          link_names: 'false',
          unfurl_links: 'false',
          unfurl_media: 'false',
        },
      },
    ]);
    expect(warnings()).toEqual([]);
  });

  it.each(refusals)('goes through the response URL where there is %s', async (_, answer) => {
    answers.C1 = [answer];
    await messenger.announce(destination, message);
    expect(fallbacks()).toEqual(['C1', 'url']);
    expect(posted[1]?.body).toEqual({
      text: message.text,
      blocks: message.blocks,
      response_type: 'in_channel',
      replace_original: false,
    });
    expect(warnings()).toMatchObject([{ fallback: 'channel', msg: 'message not accepted' }]);
  });

  it.each<[string, Answer | 'reset']>([
    ['is used up', [404, 'used_url']],
    ['has expired', [410, 'expired_url']],
  ])('goes to the person alone where the response URL %s', async (_, answer) => {
    answers.C1 = [no('not_in_channel')];
    answers.url = [answer];
    await messenger.announce(destination, message);
    expect(fallbacks()).toEqual(['C1', 'url', 'UALICE']);
    const hint =
      "I can't post in <#C1>, so this message comes to you. Add me to the conversation to have it there.";
    expect(posted[2]?.body).toMatchObject({
      text: `${message.text}\n${hint}`,
      blocks: [
        ...message.blocks,
        { type: 'context', elements: [{ type: 'mrkdwn', text: hint, verbatim: true }] },
      ],
    });
    expect(warnings()).toHaveLength(2);
    expect(errors()).toEqual([]);
  });

  it.each<[string, Answer | 'reset']>([
    ['fails', [500, 'no']],
    ['breaks off', 'reset'],
  ])(
    'goes to the person, too, where the response URL %s and may have shown it',
    async (_, answer) => {
      answers.C1 = [no('not_in_channel')];
      answers.url = [answer];
      expect(await messenger.announce(destination, message)).toMatchObject({ isUnclear: true });
      expect(fallbacks()).toEqual(['C1', 'url', 'UALICE']);
      expect(hintOf(posted[2])).toMatch(/^Slack broke off before/);
    },
  );

  it.each<[string, Answer, RegExp]>([
    ['is archived', no('is_archived'), /^<#C1> is archived, so/],
    ['is for few', no('restricted_action_read_only_channel'), /^I may not post in <#C1>, so/],
    ['is not even asked', no('token_revoked'), /^Slack didn't take this message for <#C1>, so/],
    ['has had enough', rateLimited(3_600), /^Slack didn't take this message for <#C1>, so/],
  ])('says the true reason to the person where the conversation %s', async (_, answer, hint) => {
    answers.C1 = [answer];
    answers.url = [[404, 'used_url']];
    await messenger.announce(destination, message);
    expect(hintOf(posted[2])).toMatch(hint);
  });

  it.each<[string, Answer | 'reset']>([
    ['fatal_error', no('fatal_error')],
    ['internal_error', no('internal_error')],
    ['request_timeout', no('request_timeout')],
    ['service_unavailable', no('service_unavailable')],
    ['a word that nobody knows', no('a_new_word')],
    ['a page instead of JSON', [200, '<html>Bad day</html>']],
    ['a server error', [500, 'no']],
    ['a gateway that waited too long', [504, 'no']],
    ['a broken connection', 'reset'],
  ])(
    'may be there after %s: it is not posted twice, and the person hears it',
    async (_, answer) => {
      answers.C1 = [answer];
      expect(await messenger.announce(destination, message)).toMatchObject({
        isDelivered: true,
        isUnclear: true,
      });
      expect(fallbacks()).toEqual(['C1', 'UALICE']);
      expect(hintOf(posted[1])).toBe(
        'Slack broke off before it told me whether this message is in <#C1>, so it comes to you. Look there, and tell the others if it is missing.',
      );
    },
  );

  it('is still not posted again where the person could not be told either', async () => {
    answers = { C1: [no('fatal_error')], url: [], UALICE: [no('fatal_error')] };
    expect(await messenger.announce(destination, message)).toEqual({
      isDelivered: false,
      isUnclear: true,
    });
    await messenger.announce({ ...destination, mayBeThere: true }, message);
    expect(fallbacks()).toEqual(['C1', 'UALICE', 'UALICE']);
    expect(hintOf(posted[2])).toMatch(/^Slack broke off before/);
  });

  it('is posted later where it never left this machine', async () => {
    nock.cleanAll();
    nock('https://slack.example')
      .post('/api/chat.postMessage')
      .times(2)
      .replyWithError(Object.assign(new Error('down'), { code: 'ECONNREFUSED' }));
    const sent = await messenger.announce({ channel: 'C1', userId: 'UALICE' }, message);
    expect(sent).toEqual({ isDelivered: false });
  });

  it('goes to the person alone where there is no response URL', async () => {
    answers.C1 = [no('not_in_channel')];
    await messenger.announce({ channel: 'C1', userId: 'UALICE' }, message);
    expect(fallbacks()).toEqual(['C1', 'UALICE']);
  });

  it('is in the log, word for word, where nothing delivered it', async () => {
    answers = {
      C1: [no('not_in_channel')],
      url: [[404, 'used_url']],
      UALICE: [no('messages_tab_disabled')],
    };
    await messenger.announce(destination, message);
    expect(fallbacks()).toEqual(['C1', 'url', 'UALICE']);
    expect(errors()).toMatchObject([{ msg: 'message delivery failed', text: message.text }]);
    expect(warnings()).toMatchObject([
      { fallback: 'channel', reason: 'not_in_channel' },
      { fallback: 'response URL', reason: expect.stringContaining('404') },
      { fallback: 'direct message', reason: 'messages_tab_disabled' },
    ]);
  });

  it('waits where Slack asks for it, and is then posted once', async () => {
    answers.C1 = [rateLimited(3)];
    await messenger.announce(destination, message);
    expect(clock.waits).toEqual([3_000]);
    expect(fallbacks()).toEqual(['C1', 'C1']);
    expect(warnings().filter(({ fallback }) => fallback)).toEqual([]);
  });

  it('falls back where Slack asks a second time', async () => {
    answers.C1 = [rateLimited(3), rateLimited(3)];
    await messenger.announce(destination, message);
    expect(clock.waits).toEqual([3_000]);
    expect(fallbacks()).toEqual(['C1', 'C1', 'url']);
  });

  it('falls back where Slack asks for too long a wait', async () => {
    answers.C1 = [rateLimited(limits.maxRetryAfter / 1_000 + 1)];
    await messenger.announce(destination, message);
    expect(clock.waits).toEqual([]);
    expect(fallbacks()).toEqual(['C1', 'url']);
  });

  it('is not repeated in the same way after a server error', async () => {
    answers.C1 = [[500, 'no']];
    await messenger.announce(destination, message);
    expect(fallbacks().filter((to) => to === 'C1')).toHaveLength(1);
  });
});

describe('what one person alone should read', () => {
  it('appears to them where they are, and nowhere else', async () => {
    await messenger.tell(destination, message);
    expect(posted).toEqual([
      {
        to: 'url',
        body: {
          text: message.text,
          blocks: message.blocks,
          response_type: 'ephemeral',
          replace_original: false,
        },
      },
    ]);
  });

  it('comes as a direct message where the response URL does not take it', async () => {
    answers.url = [[404, 'used_url']];
    await messenger.tell(destination, message);
    expect(fallbacks()).toEqual(['url', 'UALICE']);
    expect(posted[1]?.body).toMatchObject({ text: message.text, blocks: message.blocks });
  });

  it('comes as a direct message where there is no response URL', async () => {
    await messenger.tell({ userId: 'UALICE' }, message);
    expect(fallbacks()).toEqual(['UALICE']);
  });

  it('never comes to the conversation', async () => {
    answers = { C1: [], url: [[404, 'used_url']], UALICE: [no('cannot_dm_bot')] };
    await messenger.tell(destination, message);
    expect(fallbacks()).not.toContain('C1');
    expect(errors()).toMatchObject([{ msg: 'message delivery failed' }]);
  });
});

describe('a response URL', () => {
  const evil = 'https://evil.example/commands/T1/2/abc';

  it.each([
    evil,
    'https://slack.com.evil.example/commands/T1/2/abc',
    'https://hooks.slack.com@evil.example/commands/T1/2/abc',
    'https://hooks.slack.com:8443/commands/T1/2/abc',
    'http://hooks.slack.com/commands/T1/2/abc',
    'http://127.0.0.1/commands/T1/2/abc',
    'file:///etc/passwd',
    'no URL',
  ])('that is not at Slack gets nothing, and the person hears all the same: %s', async (url) => {
    await messenger.tell({ userId: 'UALICE', responseUrl: url }, message);
    expect(fallbacks()).toEqual(['UALICE']);
    await messenger.replace({ userId: 'UALICE', responseUrl: url }, message);
    expect(fallbacks()).toEqual(['UALICE', 'UALICE']);
    await messenger.dismiss({ responseUrl: url });
    expect(slack.text()).not.toContain('/T1/2/abc');
  });

  it('is not followed to where it redirects', async () => {
    answers.url = [[307, '', { location: evil }]];
    await messenger.tell(destination, message);
    expect(fallbacks()).toEqual(['url', 'UALICE']);
    expect(warnings()).toMatchObject([{ fallback: 'response URL' }]);
  });

  it('that answers without an end is quoted in the log as far as it says something', async () => {
    answers.url = [[500, 'x'.repeat(1_000_000)]];
    await messenger.tell(destination, message);
    expect(fallbacks()).toEqual(['url', 'UALICE']);
    expect(slack.text().length).toBeLessThan(2_000);
  });

  it('need not be there to replace or to dismiss what is there', async () => {
    await messenger.replace({ userId: 'UALICE' }, message);
    await messenger.dismiss({});
    expect(fallbacks()).toEqual(['UALICE']);
  });
});

describe('the log of a message', () => {
  it('holds no response URL, which anybody could post to', async () => {
    nock('https://hooks.slack.com').post('/commands/T1/2/abcDEF').reply(404, 'used_url');
    await messenger.tell(
      { userId: 'UALICE', responseUrl: 'https://hooks.slack.com/commands/T1/2/abcDEF' },
      message,
    );
    expect(slack.text()).not.toContain('abcDEF');
  });
});

describe('whether something was heard', () => {
  const posted = { channel: 'C1', ts: '1.1' };

  it('comes with the message, where it can be changed later', async () => {
    expect(await messenger.announce(destination, message)).toEqual({ isDelivered: true, posted });
  });

  it('is so through a response URL, too, which leaves nothing to change', async () => {
    answers.C1 = [no('not_in_channel')];
    expect(await messenger.announce(destination, message)).toEqual({ isDelivered: true });
  });

  it('is told of the message that came to the person alone, in the conversation that Slack names', async () => {
    answers = {
      C1: [no('not_in_channel')],
      url: [[404, 'used_url']],
      UALICE: [[200, { ok: true, ts: '2.2', channel: 'D1' }]],
    };
    expect(await messenger.announce(destination, message)).toEqual({
      isDelivered: true,
      posted: { channel: 'D1', ts: '2.2' },
    });
  });

  it('is not so where nothing delivered it', async () => {
    answers = {
      C1: [no('not_in_channel')],
      url: [[404, 'used_url']],
      UALICE: [no('messages_tab_disabled'), no('messages_tab_disabled')],
    };
    expect(await messenger.announce(destination, message)).toEqual({ isDelivered: false });
    expect(await messenger.tell({ userId: 'UALICE' }, message)).toBe(false);
  });

  it('is so of what one person alone should read', async () => {
    expect(await messenger.tell(destination, message)).toBe(true);
    expect(fallbacks()).toEqual(['url']);
  });

  it('may be so in the conversation after no clear answer, so that it is not said there twice', async () => {
    answers.C1 = ['reset'];
    expect(await messenger.announce(destination, message)).toMatchObject({ isDelivered: true });
    expect(fallbacks()).toEqual(['C1', 'UALICE']);
  });
});

describe('what stands in the conversation or nowhere', () => {
  it('is posted there', async () => {
    expect(await messenger.post('C1', message)).toEqual({ channel: 'C1', ts: '1.1' });
  });

  it.each(refusals)('does not fall back where there is %s', async (_, answer) => {
    answers.C1 = [answer];
    expect(await messenger.post('C1', message)).toBe('refused');
    expect(fallbacks()).toEqual(['C1']);
    expect(errors()).toEqual([]);
  });

  it.each<[string, Answer | 'reset']>([
    ['a word of Slack that it failed', no('internal_error')],
    ['a broken connection', 'reset'],
    ['an answer without its time', [200, { ok: true }]],
  ])('may be there after %s', async (_, answer) => {
    answers.C1 = [answer];
    expect(await messenger.post('C1', message)).toBe('unclear');
    expect(fallbacks()).toEqual(['C1']);
  });
});

describe('a message that changes', () => {
  const posted = { channel: 'C1', ts: '1.1' };
  const update = (...answer: Answer) =>
    nock('https://slack.example')
      .post('/api/chat.update')
      .reply(...answer);

  it('has another text in its place', async () => {
    let said = '';
    nock('https://slack.example')
      .post('/api/chat.update')
      .reply(async (request: Request) => {
        said = await request.text();
        return ok;
      });
    expect(await messenger.change(posted, message)).toBe('done');
    expect(Object.fromEntries(new URLSearchParams(said))).toEqual({
      channel: 'C1',
      ts: '1.1',
      text: message.text,
      blocks: JSON.stringify(message.blocks),
      parse: 'none',
      link_names: 'false',
    });
    expect(fallbacks()).toEqual([]);
  });

  it('has as much text as Slack takes of an edit, and all of its blocks', async () => {
    let said = new URLSearchParams();
    nock('https://slack.example')
      .post('/api/chat.update')
      .reply(async (request: Request) => {
        said = new URLSearchParams(await request.text());
        return ok;
      });
    await messenger.change(posted, long);
    expect(said.get('text')).toMatch(/^Many\.\n• 名前.*\n• and \d+ more\nThe end\.$/s);
    expect(Buffer.byteLength(said.get('text') ?? '')).toBeLessThanOrEqual(4_000);
    expect(said.get('blocks')).toBe(JSON.stringify(long.blocks));
  });

  it('has as much text as that where it is replaced through a response URL, too', async () => {
    await messenger.replace({ userId: 'UALICE', responseUrl }, long);
    expect(Buffer.byteLength(String(posts()[0]?.body.text))).toBeLessThanOrEqual(4_000);
    expect(posts()[0]?.body).toMatchObject({ blocks: long.blocks, replace_original: true });
  });

  it('begins with all of its text, of which a new message takes more', async () => {
    await messenger.announce(destination, long);
    expect(posts()[0]?.body.text).toBe(long.text);
  });

  it.each([
    'message_not_found',
    'cant_update_message',
    'channel_not_found',
    'edit_window_closed',
    'is_archived',
    'is_inactive',
    'not_in_channel',
  ])('is gone after %s', async (error) => {
    update(...no(error));
    expect(await messenger.change(posted, message)).toBe('gone');
  });

  it.each<[string, Answer]>([
    ['a refusal that says nothing of it', no('fatal_error')],
    ['a server error', [500, 'no']],
    ['a demand for too long a wait', rateLimited(limits.maxRetryAfter / 1_000 + 1)],
  ])('may still be there after %s', async (_, answer) => {
    update(...answer);
    expect(await messenger.change(posted, message)).toBe('failed');
    expect(warnings()).toContainEqual(
      expect.objectContaining({ msg: 'message could not be edited' }),
    );
  });

  it('waits where Slack asks for it', async () => {
    update(...rateLimited(3));
    update(...ok);
    expect(await messenger.change(posted, message)).toBe('done');
    expect(clock.waits).toEqual([3_000]);
  });
});

describe('a file for one person', () => {
  const file = { name: 'ä.csv', title: 'Invites', content: 'email\nä@x.example\n' };
  const uploadUrl = 'https://files.slack.com/upload/v1/abc';
  type Call = { name: string; body: Record<string, string> };

  /** A Slack that takes files; every call for one is in the list. */
  function takesFiles(about: { first?: Answer; upload?: number; last?: Answer } = {}): Call[] {
    const calls: Call[] = [];
    const answer = (name: string, reply: Answer) =>
      nock('https://slack.example')
        .persist()
        .post(`/api/${name}`)
        .optionally()
        .reply(async (request: Request) => {
          const body = Object.fromEntries(new URLSearchParams(await request.text()));
          calls.push({ name, body });
          return reply;
        });
    answer(
      'files.getUploadURLExternal',
      about.first ?? [200, { ok: true, upload_url: uploadUrl, file_id: 'F1' }],
    );
    answer('files.completeUploadExternal', about.last ?? [200, { ok: true, files: [] }]);
    nock('https://files.slack.com')
      .persist()
      .post('/upload/v1/abc')
      .optionally()
      .reply(async (request: Request) => {
        const headers = Object.fromEntries(request.headers);
        calls.push({ name: 'upload', body: { text: await request.text(), ...headers } });
        return [about.upload ?? 200, 'OK'];
      });
    return calls;
  }

  it('is given to Slack, and shown below the message in the direct messages with them', async () => {
    const calls = takesFiles();
    answers.UALICE = [[200, { ok: true, ts: '1.1', channel: 'D1' }]];
    const uploaded = await messenger.upload(file);
    if (typeof uploaded === 'string') throw new Error(uploaded);
    expect(fallbacks()).toEqual([]);
    expect(await messenger.tellWithFile('UALICE', message, uploaded)).toBe('sent');
    expect(fallbacks()).toEqual(['UALICE']);
    expect(calls.map(({ name }) => name)).toEqual([
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
    ]);
    expect(calls[0]?.body).toMatchObject({ filename: 'ä.csv', length: '19' });
    expect(calls[1]?.body).toMatchObject({ text: file.content });
    expect(calls[1]?.body).not.toHaveProperty('authorization');
    expect(calls[2]?.body).toMatchObject({
      files: '[{"id":"F1","title":"Invites"}]',
      channel_id: 'D1',
    });
  });

  it('is given in parts where it is large, and Slack knows its size before', async () => {
    const calls = takesFiles();
    async function* text() {
      yield 'email\n';
      yield 'ä@x.example\n';
    }
    const large = { ...file, content: await packed(text()) };
    expect(await messenger.upload(large)).toMatchObject({ id: 'F1' });
    expect(calls[0]?.body).toMatchObject({ length: '19' });
    expect(calls[1]?.body).toMatchObject({ text: file.content, 'content-length': '19' });
  });

  it('is given up when it is wanted no more', async () => {
    takesFiles();
    expect(await messenger.upload(file, AbortSignal.abort())).toBe('not_sent');
  });

  it.each<[string, Parameters<typeof takesFiles>[0], string]>([
    ['the scope is lacking', { first: no('missing_scope') }, 'not_granted'],
    ['Slack refuses', { first: no('file_uploads_disabled') }, 'not_sent'],
    ['Slack answers without a place for it', { first: [200, { ok: true }] }, 'not_sent'],
    ['the place does not take it', { upload: 500 }, 'not_sent'],
  ])('is not announced where %s', async (_, about, said) => {
    takesFiles(about);
    expect(await messenger.upload(file)).toBe(said);
    expect(warnings()).toMatchObject([{ msg: 'file upload failed' }]);
  });

  it('waits where Slack asks for it', async () => {
    const calls = takesFiles();
    answers.UALICE = [rateLimited(2)];
    await messenger.tellWithFile('UALICE', message, { id: 'F1', title: 'Invites' });
    expect(clock.waits).toEqual([2_000]);
    expect(calls).toHaveLength(1);
  });

  it('is told to be missing where it cannot be shown after it was announced', async () => {
    takesFiles({ last: no('missing_scope') });
    expect(await messenger.tellWithFile('UALICE', message, { id: 'F1', title: 'Invites' })).toBe(
      'without_file',
    );
    expect(posted.map(({ body }) => body.text)).toEqual([
      message.text,
      "I couldn't send you that file.",
    ]);
    expect(warnings()).toMatchObject([{ isDelivered: true, reason: 'missing_scope' }]);
  });

  it('is told to be perhaps missing where Slack gave no clear answer', async () => {
    takesFiles({ last: no('internal_error') });
    await messenger.tellWithFile('UALICE', message, { id: 'F1', title: 'Invites' });
    expect(posted.at(-1)?.body.text).toMatch(/^Slack broke off .* so it may be missing\.$/);
  });

  it('is not shown where the message is not taken', async () => {
    const calls = takesFiles();
    answers.UALICE = [no('messages_tab_disabled')];
    expect(await messenger.tellWithFile('UALICE', message, { id: 'F1', title: 'Invites' })).toBe(
      'not_sent',
    );
    expect(calls).toEqual([]);
  });
});

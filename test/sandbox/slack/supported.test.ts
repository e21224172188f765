import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../contract.ts';
import { channels, users } from './seed.ts';
import { startSlack } from './server.ts';
import { callAs } from './stand-in-bot.ts';
import {
  blockTypes,
  browser,
  drawing,
  elementTypes,
  interactions,
  payloads,
  webApi,
} from './supported.ts';
import { modal } from './test-views.ts';

/** Every scope that a method of the table needs, also those that emulate checks by itself. */
const scopes = [
  'chat:write',
  'users:read',
  'users:read.email',
  'team:read',
  'im:write',
  'files:read',
  'files:write',
  'usergroups:read',
  ...['channels', 'groups', 'im', 'mpim'].flatMap((kind) => [`${kind}:read`, `${kind}:history`]),
];

let slack: SlackSandbox;
beforeAll(async () => {
  slack = await startSlack({ scopes });
});
afterAll(() => slack.stop());

const call = (method: string, args = {}) => callAs(slack.botToken, slack.apiUrl + method, args);

/** Arguments that get a yes; methods that need a trigger or an open modal say no for want of them. */
const answers: Record<string, { args: object; answer: object }> = {
  'api.test': { args: {}, answer: { ok: true } },
  'auth.test': { args: {}, answer: { ok: true } },
  'bots.info': { args: { bot: 'B0PIPERBOT' }, answer: { ok: true, bot: { name: 'piper' } } },
  'chat.postMessage': { args: { channel: channels.general, text: 'x' }, answer: { ok: true } },
  'chat.postEphemeral': {
    args: { channel: channels.general, user: users.bob, text: 'x' },
    answer: { ok: true },
  },
  'chat.update': { args: { channel: channels.general }, answer: { error: 'message_not_found' } },
  'chat.delete': { args: { channel: channels.general }, answer: { error: 'message_not_found' } },
  'chat.getPermalink': {
    args: { channel: channels.general, message_ts: '1.1' },
    answer: { error: 'message_not_found' },
  },
  'conversations.open': { args: { users: users.bob }, answer: { ok: true } },
  'conversations.info': {
    args: { channel: channels.hiring },
    answer: {
      ok: true,
      channel: { id: channels.hiring, is_private: true, is_ext_shared: false },
    },
  },
  'conversations.list': { args: {}, answer: { ok: true } },
  'conversations.members': { args: { channel: channels.general }, answer: { ok: true } },
  'conversations.history': { args: { channel: channels.general }, answer: { ok: true } },
  'oauth.v2.access': { args: {}, answer: { error: 'invalid_client_id' } },
  'usergroups.list': { args: {}, answer: { ok: true } },
  'usergroups.users.list': { args: { usergroup: 'S0HIRING01' }, answer: { ok: true } },
  'team.info': { args: {}, answer: { ok: true, team: { name: 'Acme' } } },
  'users.info': { args: { user: users.bob }, answer: { ok: true } },
  'users.list': { args: {}, answer: { ok: true } },
  'users.lookupByEmail': { args: { email: 'bob@acme.example' }, answer: { ok: true } },
  'files.info': { args: { file: 'F000000000' }, answer: { error: 'file_not_found' } },
  'files.getUploadURLExternal': {
    args: { filename: 'results.csv', length: 3 },
    answer: { ok: true, file_id: expect.stringMatching(/^F/) },
  },
  'files.completeUploadExternal': {
    args: { files: [{ id: 'F000000000' }] },
    answer: { error: 'file_not_found' },
  },
  'views.open': { args: { view: modal([]) }, answer: { error: 'invalid_trigger_id' } },
  'views.push': { args: { view: modal([]) }, answer: { error: 'invalid_trigger_id' } },
  'views.update': { args: { view: modal([]) }, answer: { error: 'not_found' } },
  'views.publish': {
    args: { user_id: users.bob, view: { type: 'home', blocks: [] } },
    answer: { ok: true, view: { type: 'home' } },
  },
};

describe('a Web API method', () => {
  const methods = Object.entries(webApi);

  it.each(methods.filter(([, { support }]) => support !== 'missing'))(
    'that the table has answers: %s',
    async (name) => {
      const { args, answer } = answers[name] ?? { args: {}, answer: { is: 'not tested here' } };
      expect(await call(name, args)).toMatchObject(answer);
    },
  );

  it.each(methods.filter(([, { support }]) => support === 'missing'))(
    'that the table says is missing is unknown: %s',
    async (name) => {
      expect(await call(name)).toEqual({ ok: false, error: 'unknown_method' });
    },
  );

  it.each(['views.generateTriggerId', 'chat.everything', 'files.list', ''])(
    'that is not in the table is unknown, whether emulate has it or not: %j',
    async (name) => {
      expect(await call(name)).toEqual({ ok: false, error: 'unknown_method' });
    },
  );

  it('needs the scopes that the table says', async () => {
    const other = await startSlack({ scopes: ['commands'] });
    for (const [name, { scopes }] of methods) {
      if (!scopes) continue;
      const { args } = answers[name] ?? { args: {} };
      expect(await callAs(other.botToken, other.apiUrl + name, { ...args })).toMatchObject({
        error: 'missing_scope',
        needed: scopes[0],
      });
    }
    await other.stop();
  });
});

it('a Home tab is published over the one that the bot has seen, or not at all', async () => {
  const publish = (text: string, hash?: string) =>
    call('views.publish', {
      user_id: users.carol,
      view: { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text } }] },
      ...(hash && { hash }),
    });
  const { view } = (await publish('one')) as unknown as { view: { id: string; hash: string } };
  expect(slack.screen(users.carol).home).toMatchObject({ id: view.id });
  expect(slack.screen(users.bob).home?.id).not.toBe(view.id);
  expect(await publish('two', 'other')).toMatchObject({ error: 'hash_conflict' });
  expect(await publish('two', view.hash)).toMatchObject({ ok: true });
  expect(JSON.stringify(slack.screen(users.carol).home)).toContain('two');
});

describe('a private channel without the bot', () => {
  it.each(['conversations.info', 'conversations.members', 'conversations.history'])(
    'does not exist for %s',
    async (name) => {
      expect(await call(name, { channel: channels.leadership })).toEqual({
        ok: false,
        error: 'channel_not_found',
      });
    },
  );
});

describe('the tables', () => {
  it('say what is not there', () => {
    const asked = [webApi, browser, interactions, payloads];
    for (const table of [...asked, drawing, blockTypes, elementTypes]) {
      for (const [name, entry] of Object.entries(table)) {
        expect([name, 'lacks' in entry && entry.lacks !== '']).toEqual([
          name,
          entry.support !== 'supported',
        ]);
      }
    }
  });
});

describe('an interaction', () => {
  it('that the table has comes with an example of its payload', async () => {
    const files = await readdir(new URL('../../fixtures/slack/', import.meta.url));
    for (const [name, { support }] of Object.entries(interactions)) {
      const hasExample = files.some((file) => file.startsWith(name.replaceAll('_', '-')));
      expect([name, hasExample]).toEqual([name, support !== 'missing']);
    }
  });
});

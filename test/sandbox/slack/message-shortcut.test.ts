import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SlackSandbox } from '../contract.ts';
import { channels, dmWithBot, users } from './seed.ts';
import { startSlack } from './server.ts';
import { type StandInBot, startBot } from './stand-in-bot.ts';
import { modal } from './test-views.ts';

let slack: SlackSandbox;
let bot: StandInBot;

beforeAll(async () => {
  slack = await startSlack();
  bot = await startBot(slack);
});
beforeEach(async () => {
  await slack.reset();
  bot.received = [];
  bot.onRequest = () => undefined;
});
afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

const say = (text: string, channel: string = channels.general, as: string = users.bob) =>
  slack.act(as, { type: 'say', channel, text });
const newest = (channel: string = channels.general, as: string = users.bob) =>
  slack.screen(as).messages[channel]?.at(-1);
const pick = (
  ts = newest()?.ts ?? '',
  channel: string = channels.general,
  as: string = users.alice,
) => slack.act(as, { type: 'message-shortcut', callbackId: 'do', channel, ts });

it('what somebody writes comes with its shortcut as Slack keeps it, and as rich text', async () => {
  await say('Add ada@example.com, <grace@example.com> & @carol. See https://x.example');
  expect(newest()).toMatchObject({ author: users.bob, ephemeral: false });
  expect(await pick()).toMatchObject({ ok: true });
  const mail = (address: string) => ({ type: 'link', url: `mailto:${address}`, text: address });
  expect(bot.received.at(-1)).toMatchObject({
    type: 'message_action',
    callback_id: 'do',
    user: { id: users.alice },
    channel: { id: channels.general, name: 'general' },
    message_ts: newest()?.ts,
    message: {
      user: users.bob,
      text: `Add <mailto:ada@example.com|ada@example.com>, &lt;<mailto:grace@example.com|grace@example.com>&gt; &amp; <@${users.carol}>. See <https://x.example>`,
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              elements: [
                { type: 'text', text: 'Add ' },
                mail('ada@example.com'),
                { type: 'text', text: ', <' },
                mail('grace@example.com'),
                { type: 'text', text: '> & ' },
                { type: 'user', user_id: users.carol },
                { type: 'text', text: '. See ' },
                { type: 'link', url: 'https://x.example' },
              ],
            },
          ],
        },
      ],
    },
  });
});

it('its trigger opens a modal, and its response URL reaches whoever picked it', async () => {
  bot.onRequest = async ({ trigger_id, response_url }) => {
    await bot.call('views.open', { trigger_id, view: modal([]) });
    await fetch(String(response_url), { method: 'POST', body: '{"text":"Hello"}' });
  };
  await say('hello');
  await pick();
  expect(slack.screen(users.alice).modals).toHaveLength(1);
  expect(newest(channels.general, users.alice)).toMatchObject({ text: 'Hello', ephemeral: true });
  expect(newest()).toMatchObject({ text: 'hello' });
});

it('there is none for what one person alone sees, or for a message that one does not see', async () => {
  const refused = { ok: false, error: 'message_not_found' };
  bot.onRequest = async ({ response_url }) => {
    await fetch(String(response_url), { method: 'POST', body: '{"text":"Hello"}' });
  };
  await say('hello', channels.leadership, users.alice);
  expect(
    await pick(newest(channels.leadership, users.alice)?.ts, channels.leadership),
  ).toMatchObject({
    ok: true,
  });
  const own = newest(channels.leadership, users.alice);
  expect(own).toMatchObject({ ephemeral: true });
  expect(await pick(own?.ts, channels.leadership)).toEqual(refused);
  expect(await pick(own?.ts, channels.leadership, users.gina)).toEqual(refused);
  expect(await pick('1.1')).toEqual(refused);
});

it('nobody writes where they are not, to the app itself, or more than Slack takes', async () => {
  const error = (word: string) => ({ ok: false, error: word });
  expect(await say('x', channels.leadership, users.gina)).toEqual(error('channel_not_found'));
  expect(await say('x', dmWithBot(users.bob))).toMatchObject({ ok: false });
  expect(await say('x'.repeat(40_001))).toEqual(error('msg_too_long'));
  expect(newest()).toBeUndefined();
});

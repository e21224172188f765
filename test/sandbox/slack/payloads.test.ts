import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackAction, SlackSandbox } from '../contract.ts';
import { type Fields, isFields } from './json.ts';
import { channels, users } from './seed.ts';
import { startSlack } from './server.ts';
import { type StandInBot, startBot } from './stand-in-bot.ts';
import { button, input, modal, section } from './test-views.ts';

/**
 * The fixtures are written after Slack's documentation, https://docs.slack.dev/reference/interaction-payloads; here the
 * sandbox is held to them: the same fields, each of the same kind.
 */

let slack: SlackSandbox;
let bot: StandInBot;
beforeAll(async () => {
  slack = await startSlack();
  bot = await startBot(slack);
});
afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

const people = input(
  'people',
  { type: 'multi_users_select' },
  { optional: false, dispatch_action: false },
);
const role = input('role', { type: 'external_select' }, { optional: true });

const act = (action: SlackAction) => slack.act(users.alice, action);
const shown = () => slack.screen(users.alice).modals.at(-1)?.id ?? '';

/** Types the command; with `view`, the bot opens it. */
async function command(view?: Fields): Promise<void> {
  bot.onRequest = ({ trigger_id }) =>
    view && bot.call('views.open', { trigger_id, view }).then(() => undefined);
  await act({ type: 'command', channel: channels.general, text: '@bob' });
  bot.onRequest = () => undefined;
}

const open = (...blocks: Fields[]) => command(modal(blocks, { notify_on_close: true }));
const values = { people: { value: { selected_users: [users.bob] } } };
const pressable = section('Press', { block_id: 'b', accessory: button('go', { value: '42' }) });

const ways: Record<string, () => Promise<unknown>> = {
  command: () => command(),
  'view-submission': async () => {
    await open(people);
    await act({ type: 'submit', viewId: shown(), values });
  },
  'view-closed': async () => {
    await open(people);
    await act({ type: 'close', viewId: shown() });
  },
  'block-actions-view': async () => {
    await open(people, pressable);
    await act({
      type: 'click',
      source: { kind: 'view', viewId: shown() },
      blockId: 'b',
      actionId: 'go',
      payload: {},
    });
  },
  'block-actions-message': async () => {
    const { ts } = await bot.call('chat.postMessage', {
      channel: channels.general,
      text: 'Press',
      blocks: [pressable],
    });
    await act({
      type: 'click',
      source: { kind: 'message', channel: channels.general, ts: String(ts) },
      blockId: 'b',
      actionId: 'go',
      payload: {},
    });
  },
  'block-suggestion': async () => {
    await open(people, role);
    await act({
      type: 'options',
      viewId: shown(),
      blockId: 'role',
      actionId: 'value',
      query: 'edi',
    });
  },
  shortcut: () => act({ type: 'shortcut', callbackId: 'invite' }),
  'message-action': async () => {
    await act({ type: 'say', channel: channels.general, text: 'Add ada@example.com and @bob' });
    await act({
      type: 'message-shortcut',
      callbackId: 'invite_from_message',
      channel: channels.general,
      ts: slack.screen(users.alice).messages[channels.general]?.at(-1)?.ts ?? '',
    });
  },
  'event-callback': () =>
    act({
      type: 'event',
      event: { type: 'app_home_opened', channel: 'D0ALICE001', tab: 'home' },
    }),
};

describe('what the bot is sent', () => {
  it.each(Object.keys(ways))('has the fields of the documented %s', async (name) => {
    const file = new URL(`../../fixtures/slack/${name}.json`, import.meta.url);
    const fixture: unknown = JSON.parse(await readFile(file, 'utf8'));
    bot.received = [];
    await ways[name]?.();
    expect(kinds(bot.received.at(-1))).toEqual(kinds(fixture));
  });
});

/** The kind of every field. Blocks and state are the test's own, so only what is around them counts. */
function kinds(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [kinds(value[0])];
  if (!isFields(value)) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      key === 'values' || key === 'blocks' ? 'not looked at' : kinds(field),
    ]),
  );
}

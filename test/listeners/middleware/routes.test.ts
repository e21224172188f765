import { expect, it } from 'vitest';
import { createRoutes } from '../../../src/listeners/middleware/routes.ts';

/** Of each kind one listener, all by the same name. */
function routed() {
  const heard: string[] = [];
  const routes = createRoutes();
  const hear = (kind: string) => async () => {
    heard.push(kind);
  };
  routes.command('x', hear('command'));
  routes.shortcut('x', hear('shortcut'));
  routes.messageShortcut('x', hear('messageShortcut'));
  routes.action('x', hear('action'));
  routes.view('x', hear('view'));
  routes.options('x', hear('options'));
  routes.event('x', hear('event'));
  return async (args: object) => {
    await routes.route({ body: {}, ...args } as Parameters<typeof routes.route>[0]);
    return heard.splice(0);
  };
}

const of = (type: string, args: object): object => ({ body: { type }, ...args });
const named: [kind: string, args: object][] = [
  ['command', { command: { command: 'x' } }],
  ['event', of('event_callback', { event: { type: 'x' } })],
  ['shortcut', of('shortcut', { shortcut: { callback_id: 'x' } })],
  ['messageShortcut', of('message_action', { shortcut: { callback_id: 'x' } })],
  ['action', of('block_actions', { action: { action_id: 'x' } })],
  ['action', of('block_actions', { action: { action_id: 'x12' } })],
  ['view', of('view_submission', { view: { callback_id: 'x' } })],
  ['options', of('block_suggestion', { options: { action_id: 'x' } })],
];

it.each(named)(
  'a request goes to the one listener of its kind and name: %s',
  async (kind, args) => {
    expect(await routed()(args)).toEqual([kind]);
  },
);

it.each<[what: string, args: object]>([
  ['a command by another name', { command: { command: 'y' } }],
  ['an event of another type', of('event_callback', { event: { type: 'y' } })],
  ['a shortcut by another name', of('shortcut', { shortcut: { callback_id: 'y' } })],
  ['a form that was closed', of('view_closed', { view: { callback_id: 'x' } })],
  ['a button of an attachment', of('interactive_message', { action: { name: 'x' } })],
  ['a dialog', of('dialog_submission', { action: { callback_id: 'x' } })],
  ['a menu of a dialog', of('dialog_suggestion', { options: { name: 'x' } })],
  ['an action that has no name', of('block_actions', { action: {} })],
  ['a button that calls itself a command', of('command', { action: { action_id: 'x' } })],
])('nobody hears of %s', async (_, args) => {
  expect(await routed()(args)).toEqual([]);
});

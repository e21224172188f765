import type { Fields } from './json.ts';

/** Block Kit for the tests of this folder. */

export const plain = (text: string): Fields => ({ type: 'plain_text', text });

export const option = (value: string): Fields => ({ text: plain(value), value });

export const input = (blockId: string, element: Fields, rest: Fields = {}): Fields => ({
  type: 'input',
  block_id: blockId,
  label: plain(blockId),
  element: { action_id: 'value', ...element },
  ...rest,
});

export const section = (text: string, rest: Fields = {}): Fields => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...rest,
});

export const button = (actionId: string, rest: Fields = {}): Fields => ({
  type: 'button',
  action_id: actionId,
  text: plain('Press'),
  ...rest,
});

export const modal = (blocks: Fields[], rest: Fields = {}): Fields => ({
  type: 'modal',
  callback_id: 'test',
  title: plain('Title'),
  submit: plain('Send'),
  blocks,
  ...rest,
});

import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import { form } from '../text/index.ts';
import type { Message } from './message.ts';

/** Text that Slack shows as it is. */
export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });

/** A modal to fill in; `metadata` travels through Slack and comes back, so it holds ids only. */
export const formModal = (data: {
  callbackId: string;
  title: string;
  submit: string;
  metadata: string;
  blocks: KnownBlock[];
  close?: string;
}): ModalView => ({
  type: 'modal',
  callback_id: data.callbackId,
  private_metadata: data.metadata,
  title: plain(data.title),
  submit: plain(data.submit),
  close: plain(data.close ?? form.closePlain),
  blocks: data.blocks,
});

/** A modal that only says something. */
export const readOnlyModal = (title: string, blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  title: plain(title),
  close: plain(form.closeReadPlain),
  blocks,
});

/** A message as a modal, in place of a form. */
export const messageModal = (message: Message, title: string = form.titlePlain): ModalView =>
  readOnlyModal(title, message.blocks);

type InputBlock = Extract<KnownBlock, { type: 'input' }>;

/** A field; its block and its action have the same id. */
export function input(
  id: string,
  label: string,
  rest: { element: InputBlock['element']; hint?: string; isOptional?: boolean },
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    ...(rest.hint ? { hint: plain(rest.hint) } : {}),
    ...(rest.isOptional ? { optional: true } : {}),
    element: rest.element,
  };
}

import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import { form } from '../text/index.ts';
import type { Message } from './message.ts';

export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });

/** A modal with a submit button. Slack hands `metadata` back on submission; it passes through the client, so it holds ids only. */
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

/** A modal without a submit button. */
export const readOnlyModal = (
  title: string,
  blocks: KnownBlock[],
  close: string = form.closeReadPlain,
): ModalView => ({
  type: 'modal',
  title: plain(title),
  close: plain(close),
  blocks,
});

/** Shows a message in place of a form. */
export const messageModal = (
  message: Message,
  title: string = form.titlePlain,
  close?: string,
): ModalView => readOnlyModal(title, message.blocks, close);

type InputBlock = Extract<KnownBlock, { type: 'input' }>;

/** An input whose block and action share an id. */
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

import type { AnyBlock, KnownBlock, ModalView } from '@slack/types';
import { expect } from 'vitest';
import type { Message } from '../../src/views/message.ts';
import { messageRefusal, viewErrors } from '../sandbox/slack/block-kit.ts';

const textOf = (anyBlock: AnyBlock): string => {
  const block = anyBlock as KnownBlock;
  switch (block.type) {
    case 'section':
      return block.text?.text ?? '';
    case 'context':
      return block.elements.map((element) => ('text' in element ? element.text : '')).join('');
    case 'input':
      return [block.label.text, block.hint?.text].filter(Boolean).join('\n');
    case 'actions':
      return block.elements
        .map((element) => (element.type === 'button' ? element.text.text : ''))
        .join(' ');
    default:
      throw new Error(`nothing of the product has a block of the type ${block.type}`);
  }
};

/** All words of a message's or a modal's blocks. */
export const wordsOf = ({ blocks }: { blocks: readonly AnyBlock[] }): string =>
  blocks.map(textOf).join('\n');

/** How many people a message names in lists or sentences, and counts beyond them. */
export function peopleIn(words: string): number {
  const counted = [...words.matchAll(/and (\d+) more|Another (\d+) people/g)];
  const named = words.match(/[\w.-]+@[\w.-]+/g) ?? [];
  return named.length + counted.reduce((sum, [, more, others]) => sum + Number(more ?? others), 0);
}

/** The action ids of the buttons of a message or a modal. */
export const buttonsOf = ({ blocks }: { blocks: readonly AnyBlock[] }): (string | undefined)[] =>
  (blocks as readonly KnownBlock[]).flatMap((block) =>
    block.type === 'actions' ? block.elements.map(({ action_id }) => action_id) : [],
  );

/** What Slack takes of a message: https://docs.slack.dev/reference/block-kit/blocks */
export function expectWithinLimits(message: Message): void {
  expect(messageRefusal(message, 'post')).toBeUndefined();
  expect(message.blocks.length).toBeGreaterThan(0);
  for (const block of message.blocks) expect(textOf(block).length).toBeGreaterThan(0);
}

/** What Slack takes of a modal: https://docs.slack.dev/reference/views/modal-views */
export function expectModalWithinLimits(view: ModalView): void {
  expect(viewErrors(view, 'modal')).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(250_000);
}

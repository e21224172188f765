import type { KnownBlock } from '@slack/types';
import { expect } from 'vitest';
import type { Message } from '../../src/views/message.ts';

const textOf = (block: KnownBlock): string => {
  if (block.type === 'section') return block.text?.text ?? '';
  if (block.type === 'context') {
    return block.elements.map((element) => ('text' in element ? element.text : '')).join('');
  }
  throw new Error(`no message of the product has a block of the type ${block.type}`);
};

/** All words of a message's blocks. */
export const wordsOf = ({ blocks }: Message): string => blocks.map(textOf).join('\n');

/** What Slack takes of a message: https://docs.slack.dev/reference/block-kit/blocks */
export function expectWithinLimits(message: Message): void {
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  for (const block of message.blocks) {
    expect(textOf(block).length).toBeGreaterThan(0);
    expect(textOf(block).length).toBeLessThanOrEqual(3_000);
  }
  expect(message.text.length).toBeLessThanOrEqual(40_000);
}

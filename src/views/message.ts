import type { KnownBlock } from '@slack/types';
import { blockKit } from '../limits.ts';
import { errors } from '../text/index.ts';

/** A message: blocks to look at, and the whole of it as text for notifications and screen readers. */
export type Message = { text: string; blocks: KnownBlock[] };

/** A paragraph in Slack's mrkdwn. */
export const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
});

/** A small line below. */
export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text }],
});

type Button = Extract<
  Extract<KnownBlock, { type: 'actions' }>['elements'][number],
  { type: 'button' }
>;

/** A button; `style` says whether it is what most people want, or what cannot be undone. */
export const button = (actionId: string, text: string, style?: 'primary' | 'danger'): Button => ({
  type: 'button',
  action_id: actionId,
  text: { type: 'plain_text', text },
  ...(style && { style }),
});

/** A message with buttons below, where there are any. */
export const withButtons = (message: Message, buttons: readonly Button[]): Message =>
  buttons.length === 0
    ? message
    : { ...message, blocks: [...message.blocks, { type: 'actions', elements: [...buttons] }] };

/** Lines in as few paragraphs as Slack's limit for one allows. */
export function sections(lines: readonly string[]): KnownBlock[] {
  const paragraphs: string[] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    const joined = last === undefined ? line : `${last}\n${line}`;
    if (last !== undefined && joined.length <= blockKit.sectionCharacters) {
      paragraphs[paragraphs.length - 1] = joined;
    } else {
      paragraphs.push(line);
    }
  }
  return paragraphs.map(section);
}

/** A message of sentences, each its own paragraph, with the reference for the operator where there is one. */
export function sentences(texts: readonly string[], reference?: string): Message {
  const lines = texts.map((text) => text.split('\n'));
  const paragraphs = lines.length <= blockKit.paragraphs ? lines : [lines.flat()];
  const small = reference === undefined ? [] : [errors.reference(reference)];
  return {
    text: [...texts, ...small].join('\n'),
    blocks: [...paragraphs.flatMap((lines) => sections(lines)), ...small.map(context)],
  };
}

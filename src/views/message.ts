import type { KnownBlock } from '@slack/types';
import { blockKit } from '../limits.ts';
import { errors } from '../text/index.ts';

/** Blocks, and the same content as text for notifications and screen readers. */
export type Message = { text: string; blocks: KnownBlock[] };

/** A paragraph; mrkdwn. */
export const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
});

/** A line in small print; mrkdwn. */
export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text }],
});

type Button = Extract<
  Extract<KnownBlock, { type: 'actions' }>['elements'][number],
  { type: 'button' }
>;

export const button = (actionId: string, text: string, style?: 'primary' | 'danger'): Button => ({
  type: 'button',
  action_id: actionId,
  text: { type: 'plain_text', text },
  ...(style && { style }),
});

/** Puts buttons below a message, if there are any. */
export const withButtons = (message: Message, buttons: readonly Button[]): Message =>
  buttons.length === 0
    ? message
    : { ...message, blocks: [...message.blocks, { type: 'actions', elements: [...buttons] }] };

/** Packs lines into as few sections as Slack's limit allows. */
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

/** A message of paragraphs, with a reference that the operator finds in the log. */
export function textMessage(paragraphs: readonly string[], reference?: string): Message {
  const lines = paragraphs.map((text) => text.split('\n'));
  const groups = lines.length <= blockKit.paragraphs ? lines : [lines.flat()];
  const footer = reference === undefined ? [] : [errors.reference(reference)];
  return {
    text: [...paragraphs, ...footer].join('\n'),
    blocks: [...groups.flatMap((group) => sections(group)), ...footer.map(context)],
  };
}

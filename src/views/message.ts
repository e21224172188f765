import type { KnownBlock, MrkdwnElement, Overflow } from '@slack/types';
import { blockKit } from '../limits.ts';
import { errors } from '../text/index.ts';

/** Blocks, and the same content as text for notifications and screen readers. */
export type Message = { text: string; blocks: KnownBlock[] };

/**
 * Mrkdwn in which only what we wrote as a link or a mention is one: no name becomes either by looking like it.
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
const mrkdwn = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });

/** A heading; plain text. */
export const heading = (text: string): KnownBlock => ({
  type: 'header',
  text: { type: 'plain_text', text },
});

/** A paragraph; mrkdwn. */
export const section = (text: string): KnownBlock => ({ type: 'section', text: mrkdwn(text) });

/** A line in small print; mrkdwn. */
export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [mrkdwn(text)],
});

/** A line with a button or a menu beside it; mrkdwn. */
export const row = (text: string, accessory: Button | Overflow): KnownBlock => ({
  type: 'section',
  text: mrkdwn(text),
  accessory,
});

export type Button = Extract<
  Extract<KnownBlock, { type: 'actions' }>['elements'][number],
  { type: 'button' }
>;

export const button = (actionId: string, text: string, style?: 'primary' | 'danger'): Button => ({
  type: 'button',
  action_id: actionId,
  text: { type: 'plain_text', text },
  ...(style && { style }),
});

/** A menu behind three dots; texts are plain. */
export const menu = (
  actionId: string,
  options: readonly { text: string; value: string }[],
): Overflow => ({
  type: 'overflow',
  action_id: actionId,
  options: options.map(({ text, value }) => ({ text: { type: 'plain_text', text }, value })),
});

/** Buttons beside each other; at least one. */
export const buttonRow = (buttons: readonly Button[]): KnownBlock => ({
  type: 'actions',
  elements: [...buttons],
});

/** Puts buttons below a message, if there are any. */
export const withButtons = (message: Message, buttons: readonly Button[]): Message =>
  buttons.length === 0 ? message : { ...message, blocks: [...message.blocks, buttonRow(buttons)] };

/** Joins parts into as few texts as Slack's limit of a section allows. */
export function pack(parts: readonly string[], separator: string): string[] {
  const texts: string[] = [];
  for (const part of parts) {
    const last = texts.at(-1);
    const joined = last === undefined ? part : `${last}${separator}${part}`;
    if (last !== undefined && joined.length <= blockKit.sectionCharacters) {
      texts[texts.length - 1] = joined;
    } else {
      texts.push(part);
    }
  }
  return texts;
}

/** Packs lines into as few sections as Slack's limit allows. */
export const sections = (lines: readonly string[]): KnownBlock[] => pack(lines, '\n').map(section);

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

import type { RichTextBlock } from '@slack/types';

/**
 * Slack's mrkdwn, made ready for the renderer, which reads three things as Markdown that Slack takes literally (headings,
 * `[text](link)`, backslashes) and doesn't know the long form of a mention, `<@U1|name>`. Code stays as it is.
 */
export function forRenderer(mrkdwn: string): string {
  return mrkdwn
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : literal(part, index === 0)))
    .join('');
}

function literal(text: string, startsLine: boolean): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(startsLine ? /^(\s*)#/gm : /(?<=\n)(\s*)#/g, '$1\\#')
    .replace(/\[/g, '\\[')
    .replace(/<([@#][A-Z0-9]+)\|[^>]*>/g, '<$1>');
}

/** An emoji's code such as `:wave:`; a time such as 10:32:45 has none. */
export const emojiCode = /:(\+1|-1|100|[a-z0-9_+-]*[a-z][a-z0-9_+-]*):/;

/** Plain text, with its emoji, as rich text: the renderer would read it as mrkdwn. */
export function plainAsRich(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: text
          .split(emojiCode)
          .map((part, index) =>
            index % 2 === 1
              ? { type: 'emoji' as const, name: part }
              : { type: 'text' as const, text: part },
          )
          .filter((part) => part.type === 'emoji' || part.text !== ''),
      },
    ],
  };
}

import type { RichTextBlock } from '@slack/types';

/** An emoji's code such as `:wave:`; a time such as 10:32:45 has none. */
export const emojiCode = /:(\+1|-1|100|[a-z0-9_+-]*[a-z][a-z0-9_+-]*):/;

/** Plain text, with its emoji, as rich text: the renderer would read it as Markdown. */
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

import { Read } from './read.tsx';
import { emojiCode, plainAsRich } from './text.ts';

/** A `plain_text` object: its words, and its emoji where it has any. */
export function PlainText({ text }: { text: string }) {
  if (!emojiCode.test(text)) return text;
  return (
    <span className="plain-text">
      <Read blocks={[plainAsRich(text)]} />
    </span>
  );
}

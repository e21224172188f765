import type { HeaderBlock as Header } from '@slack/types';
import { PlainText } from './plain-text.tsx';

/** A header; the renderer would read its text as mrkdwn. */
export function HeaderBlock({ block }: { block: Header }) {
  return (
    <h3 className="block-header">
      <PlainText text={block.text.text} />
    </h3>
  );
}

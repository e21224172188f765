import type { ContextBlock as Context } from '@slack/types';
import { Words } from './words.tsx';

/** Small print; images are said, not fetched. */
export function ContextBlock({ block }: { block: Context }) {
  return (
    <div className="block-context">
      {block.elements.map((element) =>
        element.type === 'image' ? (
          <span key={element.alt_text}>{element.alt_text}</span>
        ) : (
          <Words key={element.text} text={element} />
        ),
      )}
    </div>
  );
}

import type { AlertBlock as Alert } from '@slack/types';
import { Words } from './words.tsx';

/** A notice in a modal. */
export function AlertBlock({ block }: { block: Alert }) {
  return (
    <div className="block-alert" data-level={block.level ?? 'default'}>
      <Words text={block.text} />
    </div>
  );
}

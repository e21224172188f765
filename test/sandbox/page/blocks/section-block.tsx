import type { SectionBlock as Section } from '@slack/types';
import { useId } from 'react';
import { Element } from '../elements/element.tsx';
import { actionIdOf, isStateful } from './kit.ts';
import { Read } from './read.tsx';

/** A section: its text is read, its accessory is used. */
export function SectionBlock({ blockId, block }: { blockId: string; block: Section }) {
  const textId = useId();
  const { accessory, ...text } = block;
  if (!accessory || accessory.type === 'image') return <Read blocks={[block]} />;
  return (
    <div className="block-section">
      <div className="block-section-text" id={textId}>
        <Read blocks={[text]} />
      </div>
      <Element
        placed={{ blockId, actionId: actionIdOf(accessory), element: accessory, block }}
        field={isStateful(accessory) ? { labelledBy: textId } : {}}
      />
    </div>
  );
}

import type { SectionBlock as Section } from '@slack/types';
import { useId } from 'react';
import { Element } from '../elements/element.tsx';
import { actionIdOf, isStateful } from './kit.ts';
import { Words } from './words.tsx';

/** A section: its text and fields are read, its accessory is used. */
export function SectionBlock({ blockId, block }: { blockId: string; block: Section }) {
  const textId = useId();
  const { accessory, text, fields } = block;
  return (
    <div className="block-section">
      <div className="block-section-text" id={textId}>
        {text && <Words text={text} />}
        {fields && (
          <div className="block-fields">
            {fields.map((field) => (
              <Words key={field.text} text={field} />
            ))}
          </div>
        )}
      </div>
      {accessory?.type === 'image' && <span className="block-image">{accessory.alt_text}</span>}
      {accessory && accessory.type !== 'image' && (
        <Element
          placed={{ blockId, actionId: actionIdOf(accessory), element: accessory, block }}
          field={isStateful(accessory) ? { labelledBy: textId } : {}}
        />
      )}
    </div>
  );
}

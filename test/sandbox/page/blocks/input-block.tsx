import type { InputBlock as Input } from '@slack/types';
import { useId } from 'react';
import { Element } from '../elements/element.tsx';
import { Icon } from '../shared/icon.tsx';
import { actionIdOf } from './kit.ts';
import { PlainText } from './plain-text.tsx';
import { useSurface } from './surface.ts';

/** A labelled field, with its hint and what is wrong with it. */
export function InputBlock({ blockId, block }: { blockId: string; block: Input }) {
  const { errors } = useSurface();
  const id = useId();
  const error = errors[blockId];
  const ids = { label: `${id}label`, hint: `${id}hint`, error: `${id}error` };
  const describedBy = [error && ids.error, block.hint && ids.hint].filter(Boolean).join(' ');
  const { element } = block;
  return (
    <div className="block-input" data-block={blockId} data-invalid={error !== undefined}>
      <label id={ids.label} htmlFor={id} className="field-label">
        <PlainText text={block.label.text} />
        {block.optional && <span className="field-optional"> (optional)</span>}
      </label>
      <Element
        placed={{ blockId, actionId: actionIdOf(element), element, block }}
        field={{
          id,
          labelledBy: ids.label,
          ...(describedBy && { describedBy }),
          invalid: error !== undefined,
          required: block.optional !== true,
        }}
      />
      {error !== undefined && (
        <p id={ids.error} className="field-error">
          <Icon name="warning" />
          {error}
        </p>
      )}
      {block.hint && (
        <p id={ids.hint} className="field-hint">
          <PlainText text={block.hint.text} />
        </p>
      )}
    </div>
  );
}

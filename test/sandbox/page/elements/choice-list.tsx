import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { useId } from 'react';
import { Words } from '../blocks/words.tsx';
import type { Field } from './field.ts';

type Text = PlainTextElement | MrkdwnElement;

type Props<O> = {
  kind: 'checkbox' | 'radio';
  options: O[];
  isChosen(option: O): boolean;
  onChoose(option: O, on: boolean): void;
  field: Field;
};

/** Options one under another, with their descriptions. */
export function ChoiceList<O extends { value?: string; text: Text; description?: Text }>({
  kind,
  options,
  isChosen,
  onChoose,
  field,
}: Props<O>) {
  const name = useId();
  return (
    <fieldset
      aria-labelledby={field.labelledBy}
      aria-describedby={field.describedBy}
      className="choices"
    >
      {options.map((option, index) => (
        <label key={option.value} className="choice">
          <input
            type={kind}
            name={name}
            aria-invalid={(index === 0 && field.invalid) || undefined}
            checked={isChosen(option)}
            onChange={(event) => onChoose(option, event.currentTarget.checked)}
          />
          <span>
            <Words text={option.text} />
            {option.description && (
              <span className="choice-description">
                <Words text={option.description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

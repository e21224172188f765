import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import type { KeyboardEvent } from 'react';
import { useSurface } from '../blocks/surface.ts';
import { controlProps, type ElementProps } from './field.ts';

type Props = ElementProps<PlainTextInput | EmailInput | URLInput | NumberInput>;

const htmlTypes = { email_text_input: 'email', url_text_input: 'url' } as const;

/** A field for words, an address, a URL or a number. */
export function TextInput({ placed, field }: Props) {
  const surface = useSurface();
  const { blockId, actionId, element, block } = placed;
  const value = surface.values[blockId]?.[actionId] ?? { type: element.type };
  const text = value.value ?? '';
  const dispatches = block.type === 'input' && block.dispatch_action === true;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];

  const change = (words: string) => {
    const next = { type: element.type, value: words === '' ? null : words };
    surface.change(placed, next);
    if (dispatches && triggers.includes('on_character_entered')) {
      surface.act(placed, { value: next.value }, next);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (dispatches && triggers.includes('on_enter_pressed') && !event.shiftKey) {
      event.preventDefault();
      surface.act(placed, { value: value.value }, value);
    }
  };

  const shared = {
    ...controlProps(field),
    className: 'text-field',
    value: text,
    placeholder: element.placeholder?.text,
    autoComplete: 'off',
    'data-focus-on-load': element.focus_on_load,
    onKeyDown,
  };
  if (element.type === 'plain_text_input' && element.multiline) {
    return (
      <textarea {...shared} rows={4} onChange={(event) => change(event.currentTarget.value)} />
    );
  }
  return (
    <input
      {...shared}
      type={element.type in htmlTypes ? htmlTypes[element.type as keyof typeof htmlTypes] : 'text'}
      inputMode={element.type === 'number_input' ? 'decimal' : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

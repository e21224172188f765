import type { Datepicker, Timepicker } from '@slack/types';
import { controlProps, type ElementProps } from './field.ts';
import { useValue } from './use-value.tsx';

/** A date or a time of day, picked with the browser's own picker. */
export function DateInput({ placed, field }: ElementProps<Datepicker | Timepicker>) {
  const { value, set, dialog } = useValue(placed);
  const { type, placeholder } = placed.element;
  const [kind, key] =
    type === 'datepicker'
      ? (['date', 'selected_date'] as const)
      : (['time', 'selected_time'] as const);
  const chosen = value[key];
  return (
    <>
      <input
        {...controlProps(field)}
        aria-label={field.labelledBy ? undefined : (placeholder?.text ?? 'Choose a date')}
        type={kind}
        className="text-field"
        value={typeof chosen === 'string' ? chosen : ''}
        onChange={(event) => set({ type, [key]: event.currentTarget.value || null })}
      />
      {dialog}
    </>
  );
}

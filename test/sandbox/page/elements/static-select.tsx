import type { MultiStaticSelect, StaticSelect as SlackStaticSelect } from '@slack/types';
import type { ElementProps } from './field.ts';
import { OptionSelect } from './option-select.tsx';

/** A menu whose options came with the blocks. */
export function StaticSelect({
  placed,
  field,
}: ElementProps<SlackStaticSelect | MultiStaticSelect>) {
  const { options, option_groups } = placed.element;
  const groups = option_groups
    ? option_groups.map((group) => ({ label: group.label.text, options: group.options }))
    : [{ options: options ?? [] }];
  return <OptionSelect placed={placed} field={field} groups={groups} />;
}

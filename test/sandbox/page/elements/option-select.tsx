import type {
  ExternalSelect,
  MultiExternalSelect,
  MultiStaticSelect,
  StaticSelect,
} from '@slack/types';
import type { Option } from '../blocks/kit.ts';
import { type Choice, Combobox } from './combobox.tsx';
import type { ElementProps } from './field.ts';
import { choiceOf, groupOf, optionsOf } from './options.ts';
import { useValue } from './use-value.tsx';

type Props = ElementProps<
  StaticSelect | MultiStaticSelect | ExternalSelect | MultiExternalSelect
> & {
  groups: { label?: string; options: Option[] }[];
  onSearch?(words: string): void;
  note?: string | undefined;
};

/** A menu of options, of which one or several are chosen. */
export function OptionSelect({ placed, field, groups, onSearch, note }: Props) {
  const { value, set, dialog } = useValue(placed);
  const { element } = placed;
  const { type, placeholder } = element;
  const multiple = type === 'multi_static_select' || type === 'multi_external_select';
  const chosen = (
    multiple ? value.selected_options : [value.selected_option ?? []].flat()
  ) as Option[];

  const choose = (choices: Choice[]) => {
    const options = optionsOf(choices, [...chosen, ...groups.flatMap((group) => group.options)]);
    set(
      multiple
        ? { type, selected_options: options }
        : { type, selected_option: options[0] ?? null },
    );
  };
  return (
    <>
      <Combobox
        field={field}
        groups={groups.map((group) => groupOf(group.options, group.label))}
        chosen={chosen.map(choiceOf)}
        onChoose={choose}
        multiple={multiple}
        max={'max_selected_items' in element ? element.max_selected_items : undefined}
        placeholder={placeholder?.text ?? (multiple ? 'Select options' : 'Select an option')}
        focusOnLoad={element.focus_on_load}
        {...(onSearch && { onSearch })}
        note={note}
      />
      {dialog}
    </>
  );
}

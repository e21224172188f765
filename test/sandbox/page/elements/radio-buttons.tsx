import type { RadioButtons as SlackRadioButtons } from '@slack/types';
import { ChoiceList } from './choice-list.tsx';
import type { ElementProps } from './field.ts';
import { useValue } from './use-value.tsx';

/** Options of which one is chosen. */
export function RadioButtons({ placed, field }: ElementProps<SlackRadioButtons>) {
  const { value, set, dialog } = useValue(placed);
  const { element } = placed;
  const chosen = value.selected_option;
  return (
    <>
      <ChoiceList
        kind="radio"
        options={element.options}
        isChosen={(option) => option.value === chosen?.value}
        onChoose={(option) => set({ type: element.type, selected_option: option })}
        field={field}
      />
      {dialog}
    </>
  );
}

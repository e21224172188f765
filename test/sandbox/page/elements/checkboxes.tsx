import type { Checkboxes as SlackCheckboxes } from '@slack/types';
import { ChoiceList } from './choice-list.tsx';
import type { ElementProps } from './field.ts';
import { useValue } from './use-value.tsx';

/** Boxes of which any number can be ticked. */
export function Checkboxes({ placed, field }: ElementProps<SlackCheckboxes>) {
  const { value, set, dialog } = useValue(placed);
  const { element } = placed;
  const chosen = value.selected_options ?? [];
  return (
    <>
      <ChoiceList
        kind="checkbox"
        options={element.options}
        isChosen={(option) => chosen.some((other) => other.value === option.value)}
        onChoose={(option, on) =>
          set({
            type: element.type,
            selected_options: element.options.filter((other) =>
              other.value === option.value
                ? on
                : chosen.some((already) => already.value === other.value),
            ),
          })
        }
        field={field}
      />
      {dialog}
    </>
  );
}

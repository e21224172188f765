import type { Option } from '../blocks/kit.ts';
import type { Choice, ChoiceGroup } from './combobox.tsx';

/** An option as something to choose; options of one menu differ in their value. */
export const choiceOf = (option: Option): Choice => ({
  id: option.value ?? option.text.text,
  label: option.text.text,
  hint: option.description?.text,
});

/** An option list and groups of them, as the menu shows them. */
export const groupOf = (options: readonly Option[], label?: string): ChoiceGroup => ({
  label,
  choices: options.map(choiceOf),
});

/** The options that have been chosen, from those there are; the ones chosen before may be among neither. */
export function optionsOf(choices: readonly Choice[], known: readonly Option[]): Option[] {
  return choices.flatMap(
    (choice) => known.find((option) => choiceOf(option).id === choice.id) ?? [],
  );
}

import type { SlackActionResult } from '../../contract.ts';
import type { Option } from '../blocks/kit.ts';
import type { LoadedOptions } from '../blocks/surface.ts';

type Answer = {
  options?: Option[];
  option_groups?: { label: { text: string }; options: Option[] }[];
};

/** An app's answer to a question for options, flat or in groups. */
export function loadedOptions(result: SlackActionResult): LoadedOptions {
  if (!result.ok) return { problem: `The app gave no options (${result.error}).` };
  const { options, option_groups } = (result.options ?? {}) as Answer;
  return {
    groups: option_groups
      ? option_groups.map((group) => ({ label: group.label.text, options: group.options }))
      : [{ options: options ?? [] }],
  };
}

import { isSameOption } from './block-kit/composition.ts';
import { asList, asText, type Fields, isFields } from './json.ts';
import { type Field, fieldsOf, filledIn, type Values } from './state.ts';

/**
 * What Slack's own client refuses before it asks the bot: block_id → words.
 * https://docs.slack.dev/reference/block-kit/blocks/input-block
 */
export function clientErrors(blocks: unknown, values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of fieldsOf(blocks)) {
    if (field.block.type !== 'input') continue;
    const words = problemOf(field, filledIn(field, values));
    if (words) errors[field.blockId] = words;
  }
  return errors;
}

function problemOf({ block, element }: Field, value: unknown): string | undefined {
  if (value === undefined) {
    return block.optional === true ? undefined : 'Please complete this required field.';
  }
  const text = asText(value);
  switch (element.type) {
    case 'plain_text_input': {
      const { min_length = 0, max_length = 3_000 } = element;
      if (text.length < Number(min_length)) {
        return `Please enter at least ${min_length} characters.`;
      }
      return text.length > Number(max_length)
        ? `Please enter no more than ${max_length} characters.`
        : undefined;
    }
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
        ? undefined
        : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please enter a valid URL.';
    case 'number_input':
      return numberProblem(element, text);
    case 'file_input': {
      const { filetypes, max_files = 10 } = element;
      const files = asList(value).filter(isFields);
      if (files.length > Number(max_files)) return `Please choose no more than ${max_files} files.`;
      const isTaken = ({ filetype }: Fields) =>
        filetypes === undefined || asList(filetypes).includes(filetype);
      return files.every(isTaken) ? undefined : 'Please choose a file of another type.';
    }
    default:
      return undefined;
  }
}

function numberProblem(element: Fields, text: string): string | undefined {
  const value = Number(text);
  const { is_decimal_allowed, min_value, max_value } = element;
  if (Number.isNaN(value) || (is_decimal_allowed !== true && !Number.isInteger(value))) {
    return 'Please enter a valid number.';
  }
  if (min_value !== undefined && value < Number(min_value)) {
    return `Please enter a number of at least ${min_value}.`;
  }
  return max_value !== undefined && value > Number(max_value)
    ? `Please enter a number of at most ${max_value}.`
    : undefined;
}

/** What no client could send, such as an option that is not offered: a mistake of whoever drives the sandbox. */
export function impossible(blocks: unknown, values: Record<string, unknown>): string | undefined {
  const fields = fieldsOf(blocks);
  for (const [blockId, actions] of Object.entries(values)) {
    for (const [actionId, given] of Object.entries(isFields(actions) ? actions : {})) {
      const field = fields.find((one) => one.blockId === blockId && one.actionId === actionId);
      if (!field) return `there is nothing to fill in at ${blockId}/${actionId}`;
      const { element } = field;
      if (!isFields(given)) return `the value of ${blockId}/${actionId} is not an object`;
      if (given.type !== undefined && given.type !== element.type) {
        return `${blockId}/${actionId} is a ${element.type}, not a ${given.type}`;
      }
      const options = offered(element);
      const chosen = [given.selected_option, ...asList(given.selected_options)].filter(isFields);
      if (options && !chosen.every((one) => options.some((option) => isSame(one, option)))) {
        return `${blockId}/${actionId} does not offer that option`;
      }
      const { max_selected_items = Number.POSITIVE_INFINITY } = element;
      const counts = Object.values(given).map((value) => asList(value).length);
      if (Math.max(0, ...counts) > Number(max_selected_items)) {
        return `${blockId}/${actionId} takes no more than ${max_selected_items}`;
      }
    }
  }
  return undefined;
}

function offered(element: Fields): Fields[] | undefined {
  const { options, option_groups } = element;
  if (options === undefined && option_groups === undefined) return undefined;
  const groups = asList(option_groups).filter(isFields);
  return [...asList(options), ...groups.flatMap((group) => asList(group.options))].filter(isFields);
}

const isSame = (a: Fields, b: Fields): boolean =>
  isSameOption(a as Parameters<typeof isSameOption>[0], b as Parameters<typeof isSameOption>[0]);

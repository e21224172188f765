import { elementsOf } from './block-kit/unique.ts';
import { asList, asText, type Fields, isFields } from './json.ts';

/** `view.state.values`: block_id → action_id → what the person chose or wrote. */
export type Values = Record<string, Record<string, Fields>>;

/** An element that a person can fill in, and where it is. */
export type Field = { block: Fields; blockId: string; actionId: string; element: Fields };

/** Where an element's value is in the state, what it starts with, and what it is when empty. */
const stateOf: Record<string, { value: string; initial: string; empty: null | [] }> = {
  plain_text_input: { value: 'value', initial: 'initial_value', empty: null },
  email_text_input: { value: 'value', initial: 'initial_value', empty: null },
  url_text_input: { value: 'value', initial: 'initial_value', empty: null },
  number_input: { value: 'value', initial: 'initial_value', empty: null },
  static_select: { value: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { value: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { value: 'selected_option', initial: 'initial_option', empty: null },
  users_select: { value: 'selected_user', initial: 'initial_user', empty: null },
  channels_select: { value: 'selected_channel', initial: 'initial_channel', empty: null },
  conversations_select: {
    value: 'selected_conversation',
    initial: 'initial_conversation',
    empty: null,
  },
  datepicker: { value: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { value: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { value: 'selected_date_time', initial: 'initial_date_time', empty: null },
  checkboxes: { value: 'selected_options', initial: 'initial_options', empty: [] },
  multi_static_select: { value: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { value: 'selected_options', initial: 'initial_options', empty: [] },
  multi_users_select: { value: 'selected_users', initial: 'initial_users', empty: [] },
  multi_channels_select: { value: 'selected_channels', initial: 'initial_channels', empty: [] },
  file_input: { value: 'files', initial: 'initial_files', empty: [] },
  multi_conversations_select: {
    value: 'selected_conversations',
    initial: 'initial_conversations',
    empty: [],
  },
};

/** Every element of `blocks` that has a state. */
export function fieldsOf(blocks: unknown): Field[] {
  return asList(blocks)
    .filter(isFields)
    .flatMap((block) =>
      elementsOf(block)
        .filter(({ element }) => asText(element.type) in stateOf)
        .map(({ element }) => ({
          block,
          blockId: asText(block.block_id),
          actionId: asText(element.action_id),
          element,
        })),
    );
}

/** What is filled in for `field`; undefined when nothing is. */
export function filledIn(field: Field, values: Values): unknown {
  const { value: key } = stateOf[asText(field.element.type)] ?? { value: '' };
  const value = values[field.blockId]?.[field.actionId]?.[key] ?? null;
  return value === null || value === '' || (asList(value).length === 0 && Array.isArray(value))
    ? undefined
    : value;
}

/**
 * The whole state that Slack sends: `given`, and for what is not given the element's own start.
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export function wholeState(
  blocks: unknown,
  given: Record<string, Record<string, unknown>>,
  currentChannel: string | undefined,
): Values {
  const values: Values = {};
  for (const field of fieldsOf(blocks)) {
    const { blockId, actionId, element } = field;
    const type = asText(element.type);
    const { value, initial, empty } = stateOf[type] ?? { value: '', initial: '', empty: null };
    const typed = given[blockId]?.[actionId];
    const current = element.default_to_current_conversation === true ? currentChannel : undefined;
    const start = element[initial] ?? (Array.isArray(empty) && current ? [current] : current);
    const now = isFields(typed) && value in typed ? typed[value] : start;
    // Slack's text inputs are null when they are empty, never ''.
    values[blockId] = {
      ...values[blockId],
      [actionId]: { type, [value]: now === '' ? null : (now ?? empty) },
    };
  }
  return values;
}

/** What stays of `values` when a view changes: what its new blocks still have. */
export function keptState(blocks: unknown, values: Values): Values {
  const kept: Values = {};
  for (const { blockId, actionId } of fieldsOf(blocks)) {
    const value = values[blockId]?.[actionId];
    if (value) kept[blockId] = { ...kept[blockId], [actionId]: value };
  }
  return kept;
}

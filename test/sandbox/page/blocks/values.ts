import {
  type Block,
  isStateful,
  placedElements,
  type StatefulElement,
  type Value,
  type Values,
} from './kit.ts';

/** What an element holds before anybody has touched it. */
function initialValue(element: StatefulElement, currentConversation: string): Value {
  const { type } = element;
  switch (element.type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select': {
      const here = element.default_to_current_conversation ? currentConversation : undefined;
      return { type, selected_conversation: element.initial_conversation ?? here ?? null };
    }
    case 'multi_conversations_select': {
      const here = element.default_to_current_conversation ? [currentConversation] : [];
      return { type, selected_conversations: element.initial_conversations ?? here };
    }
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'file_input':
      return { type, files: [] };
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null };
    default:
      return { type, value: element.initial_value ?? null };
  }
}

/**
 * `view.state.values` of some blocks: what a person has put in, else what the app gave to start with. As in Slack, an
 * input that keeps its block id, action id and type through an update of the view keeps what was put in.
 */
export function valuesOf(
  blocks: readonly Block[],
  edits: Values,
  currentConversation: string,
): Values {
  const values: Values = {};
  for (const { blockId, actionId, element } of placedElements(blocks)) {
    if (!isStateful(element)) continue;
    const edited = edits[blockId]?.[actionId];
    const block = values[blockId] ?? {};
    block[actionId] =
      edited?.type === element.type ? edited : initialValue(element, currentConversation);
    values[blockId] = block;
  }
  return values;
}

/** Values with one of them replaced. */
export function withValue(values: Values, blockId: string, actionId: string, value: Value): Values {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: value } };
}

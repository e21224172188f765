import * as z from 'zod';
import { filled, isSameOption, optionLists, plainOption, richOption } from './composition.ts';
import { limits } from './limits.ts';
import { confirmable, focusable, select } from './traits.ts';

/** Elements to choose from. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */

const multi = { ...select, max_selected_items: z.int().min(1).optional() };
const id = filled(limits.id);

type Options = z.infer<typeof optionLists.options>;
type Groups = z.infer<typeof optionLists.option_groups>;

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
function checkOptions(
  element: { options?: Options; option_groups?: Groups },
  initial: z.infer<typeof plainOption>[],
  field: 'initial_option' | 'initial_options',
  refine: z.RefinementCtx,
): void {
  if ((element.options === undefined) === (element.option_groups === undefined)) {
    refine.addIssue({
      code: 'custom',
      message: 'must define either `options` or `option_groups`',
    });
    return;
  }
  const all = element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  if (initial.some((one) => !all.some((option) => isSameOption(one, option)))) {
    refine.addIssue({
      code: 'custom',
      path: [field],
      message: `\`${field}\` must be among the options`,
    });
  }
}

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...select,
    ...optionLists,
    initial_option: plainOption.optional(),
  })
  .superRefine((element, refine) =>
    checkOptions(
      element,
      element.initial_option ? [element.initial_option] : [],
      'initial_option',
      refine,
    ),
  );

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...multi,
    ...optionLists,
    initial_options: z.array(plainOption).min(1).optional(),
  })
  .superRefine((element, refine) =>
    checkOptions(element, element.initial_options ?? [], 'initial_options', refine),
  );

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...confirmable,
    ...focusable,
    options: z.array(richOption).min(1).max(limits.choices.options),
    initial_option: richOption.optional(),
  })
  .superRefine((element, refine) =>
    checkOptions(
      element as { options: Options },
      element.initial_option ? [element.initial_option as z.infer<typeof plainOption>] : [],
      'initial_option',
      refine,
    ),
  );

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...confirmable,
    ...focusable,
    options: z.array(richOption).min(1).max(limits.choices.options),
    initial_options: z.array(richOption).min(1).optional(),
  })
  .superRefine((element, refine) =>
    checkOptions(
      element as { options: Options },
      (element.initial_options ?? []) as z.infer<typeof plainOption>[],
      'initial_options',
      refine,
    ),
  );

const query = { min_query_length: z.int().min(0).optional() };
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...select,
  ...query,
  initial_option: plainOption.optional(),
});
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...multi,
  ...query,
  initial_options: z.array(plainOption).min(1).optional(),
});

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...select,
  initial_user: id.optional(),
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...multi,
  initial_users: z.array(id).optional(),
});

const filter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: filter.optional(),
};
const respondable = { response_url_enabled: z.boolean().optional() };
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...select,
  ...conversations,
  ...respondable,
  initial_conversation: id.optional(),
});
const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...multi,
  ...conversations,
  initial_conversations: z.array(id).optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...select,
  ...respondable,
  initial_channel: id.optional(),
});
const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...multi,
  initial_channels: z.array(id).optional(),
});

export const menus = [
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  multiConversationsSelect,
  channelsSelect,
  multiChannelsSelect,
  radioButtons,
  checkboxes,
] as const;

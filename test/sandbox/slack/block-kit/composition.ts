import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { limits } from './limits.ts';

/** Composition objects. https://docs.slack.dev/reference/block-kit/composition-objects */

export const filled = (max: number) => z.string().min(1).max(max);

export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: filled(max),
    emoji: z.boolean().optional(),
  });

const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: filled(max),
    verbatim: z.boolean().optional(),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

const optionRest = {
  value: filled(limits.option.value),
  description: plainText(limits.option.description).optional(),
};

/** Of selects and overflow menus. */
export const plainOption = z.strictObject({
  text: plainText(limits.option.text),
  ...optionRest,
});

/** Of an overflow menu, where an option may be a link. */
export const overflowOption = plainOption.extend({ url: filled(limits.url).optional() });

/** Of radio buttons and checkboxes. */
export const richOption = z.strictObject({
  text: anyText(limits.option.text),
  value: optionRest.value,
  description: anyText(limits.option.description).optional(),
});

const optionGroup = z.strictObject({
  label: plainText(limits.select.groupLabel),
  options: z.array(plainOption).min(1).max(limits.select.options),
});

/** What a static select has, and what an app answers to `block_suggestion`. */
export const optionLists = {
  options: z.array(plainOption).min(1).max(limits.select.options).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.select.groups).optional(),
};

/** What the bot answers when it is asked for options; none is fine there. */
export const suggestions = z.union([
  z.strictObject({ options: z.array(plainOption).max(limits.select.options) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(limits.select.groups) }),
]);

export const confirm = z.strictObject({
  title: plainText(limits.confirm.title),
  text: anyText(limits.confirm.text),
  confirm: plainText(limits.confirm.button),
  deny: plainText(limits.confirm.button),
  style: z.enum(['primary', 'danger']).optional(),
});

export const dispatchConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
});

type AnyOption = z.infer<typeof richOption>;

/** Whether Slack takes `a` for the option `b`: the same value, text and description. */
export function isSameOption(a: AnyOption, b: AnyOption): boolean {
  const essence = ({ value, text, description }: AnyOption) => [
    value,
    text.text,
    description?.text,
  ];
  return isDeepStrictEqual(essence(a), essence(b));
}

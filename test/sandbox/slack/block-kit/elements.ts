import * as z from 'zod';
import { filled, overflowOption, plainText } from './composition.ts';
import { datetimepicker, fileInput, pickers, textInputs } from './inputs.ts';
import { limits } from './limits.ts';
import { menus } from './menus.ts';
import { confirmable } from './traits.ts';

/** Block elements. https://docs.slack.dev/reference/block-kit/block-elements */

const button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  text: plainText(limits.button.text),
  value: filled(limits.button.value).optional(),
  url: filled(limits.url).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: filled(limits.button.label).optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(overflowOption).min(1).max(limits.overflow.options),
});

const slackFile = z.union([
  z.strictObject({ url: filled(limits.url) }),
  z.strictObject({ id: filled(limits.id) }),
]);

/** What image elements and image blocks share. */
export const imageSource = {
  image_url: filled(limits.url).optional(),
  slack_file: slackFile.optional(),
  alt_text: filled(limits.image.text),
};

export const hasOneSource = (image: { image_url?: unknown; slack_file?: unknown }): boolean =>
  (image.image_url === undefined) !== (image.slack_file === undefined);

export const oneSource = 'must define either `image_url` or `slack_file`';

export const imageElement = z
  .strictObject({ type: z.literal('image'), ...imageSource })
  .refine(hasOneSource, oneSource);

/** Each kind of block takes its own elements. */
export const accessory = z.discriminatedUnion('type', [
  button,
  overflow,
  imageElement,
  ...menus,
  ...pickers,
]);
export const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  datetimepicker,
  ...menus,
  ...pickers,
]);
export const inputElement = z.discriminatedUnion('type', [
  ...textInputs,
  fileInput,
  datetimepicker,
  ...menus,
  ...pickers,
]);

/** The types of element that a person can use, which therefore have an `action_id`. */
export const actionTypes: ReadonlySet<string> = new Set(
  [...actionElement.options, ...inputElement.options].map(({ shape }) => shape.type.value),
);

import * as z from 'zod';
import { dispatchConfig, filled } from './composition.ts';
import { limits } from './limits.ts';
import { actionId, confirmable, focusable, placeholder, select } from './traits.ts';

/** Elements to write in, and pickers. https://docs.slack.dev/reference/block-kit/block-elements */

const typed = {
  ...actionId,
  ...focusable,
  ...placeholder,
  dispatch_action_config: dispatchConfig.optional(),
};
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...typed,
  initial_value: z.string().max(limits.plainTextInput).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(limits.plainTextInput).optional(),
  max_length: z.int().min(1).max(limits.plainTextInput).optional(),
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const number = z.string().regex(/^-?\d+(\.\d+)?$/);
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: number.optional(),
  min_value: number.optional(),
  max_value: number.optional(),
});

export const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...actionId,
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...select,
  initial_date: z.iso.date().optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...select,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: filled(limits.id).optional(),
});
export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

export const textInputs = [plainTextInput, emailInput, urlInput, numberInput] as const;

/** Go everywhere; a `datetimepicker` does not go beside a section. */
export const pickers = [datepicker, timepicker] as const;

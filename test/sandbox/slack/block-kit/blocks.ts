import * as z from 'zod';
import { anyText, filled, plainText } from './composition.ts';
import {
  accessory,
  actionElement,
  hasOneSource,
  imageElement,
  imageSource,
  inputElement,
  oneSource,
} from './elements.ts';
import { limits } from './limits.ts';
import { richTextElement } from './rich-text.ts';

/** Blocks. https://docs.slack.dev/reference/block-kit/blocks */

const blockId = { block_id: filled(limits.id).optional() };

const actions = z.strictObject({
  type: z.literal('actions'),
  ...blockId,
  elements: z.array(actionElement).min(1).max(limits.actions.elements),
});

const alert = z.strictObject({
  type: z.literal('alert'),
  ...blockId,
  text: anyText(limits.text),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const contextElement = z.discriminatedUnion('type', [
  imageElement,
  ...anyText(limits.text).options,
]);

const context = z.strictObject({
  type: z.literal('context'),
  ...blockId,
  elements: z.array(contextElement).min(1).max(limits.context.elements),
});

const divider = z.strictObject({ type: z.literal('divider'), ...blockId });

const header = z.strictObject({
  type: z.literal('header'),
  ...blockId,
  text: plainText(limits.header.text),
});

const image = z
  .strictObject({
    type: z.literal('image'),
    ...blockId,
    ...imageSource,
    title: plainText(limits.image.text).optional(),
  })
  .refine(hasOneSource, oneSource);

const input = z.strictObject({
  type: z.literal('input'),
  ...blockId,
  label: plainText(limits.input.label),
  hint: plainText(limits.input.hint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...blockId,
  text: filled(limits.markdown.text),
});

const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...blockId,
  elements: z.array(richTextElement),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    ...blockId,
    text: anyText(limits.section.text).optional(),
    fields: z.array(anyText(limits.section.field)).min(1).max(limits.section.fields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    ({ text, fields }) => text !== undefined || fields !== undefined,
    'must define either `text` or `fields`',
  );

const everywhere = [actions, context, divider, header, image, input, richText, section] as const;

/** Each surface takes its own blocks. */
export const messageBlock = z.discriminatedUnion('type', [...everywhere, markdown]);
export const modalBlock = z.discriminatedUnion('type', [...everywhere, alert]);
export const homeBlock = z.discriminatedUnion('type', [...everywhere]);

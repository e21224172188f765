import * as z from 'zod';
import { confirm, filled, plainText } from './composition.ts';
import { limits } from './limits.ts';

/** What many elements have in common. https://docs.slack.dev/reference/block-kit/block-elements */

export const actionId = { action_id: filled(limits.id).optional() };
export const confirmable = { ...actionId, confirm: confirm.optional() };
export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholder = { placeholder: plainText(limits.placeholder).optional() };
export const select = { ...confirmable, ...focusable, ...placeholder };

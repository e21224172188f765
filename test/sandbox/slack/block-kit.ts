import * as z from 'zod';
import { homeBlock, messageBlock, modalBlock } from './block-kit/blocks.ts';
import { plainText, suggestions } from './block-kit/composition.ts';
import { limits } from './block-kit/limits.ts';
import { duplicates } from './block-kit/unique.ts';
import { pointed, slackWords } from './block-kit/words.ts';
import { asList, asText, isFields } from './json.ts';

/**
 * What Slack would refuse in Block Kit, in Slack's words where they are known. Blocks and elements that the sandbox does
 * not have are refused as unknown types: see `supported.ts`. https://docs.slack.dev/reference/block-kit
 */

const messageBlocks = z.array(messageBlock).max(limits.message.blocks);

/** What is wrong with the blocks of a message; nothing when Slack would take them. */
export function messageErrors(blocks: unknown): string[] {
  return [...schemaErrors(messageBlocks, blocks, '/blocks'), ...duplicateErrors(blocks, '/blocks')];
}

const base = {
  private_metadata: z.string().max(limits.view.privateMetadata).optional(),
  callback_id: z.string().max(limits.id).optional(),
  external_id: z.string().max(limits.id).optional(),
};

const modal = z
  .strictObject({
    type: z.literal('modal'),
    ...base,
    title: plainText(limits.view.title),
    submit: plainText(limits.view.title).optional(),
    close: plainText(limits.view.title).optional(),
    blocks: z.array(modalBlock).max(limits.view.blocks),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .superRefine((view, refine) => {
    if (view.submit === undefined && view.blocks.some(({ type }) => type === 'input')) {
      refine.addIssue({ code: 'custom', message: 'missing required field: submit' });
    }
  });

const home = z.strictObject({
  type: z.literal('home'),
  ...base,
  blocks: z.array(homeBlock).max(limits.view.blocks),
});

/** What is wrong with a view, as Slack's `response_metadata` has it. https://docs.slack.dev/reference/views */
export function viewErrors(view: unknown, kind: 'modal' | 'home'): string[] {
  const blocks = isFields(view) ? view.blocks : undefined;
  const errors = [
    ...schemaErrors(kind === 'modal' ? modal : home, view, '/view'),
    ...duplicateErrors(blocks, '/view/blocks'),
  ];
  if (errors.length === 0) return [];
  return [pointed('failed to match all allowed schemas', '/view', []), ...errors];
}

/** Whether the bot's answer to `block_suggestion` is one. */
export const areSuggestions = (answer: unknown): boolean => suggestions.safeParse(answer).success;

/** Where a message goes: an edit takes less text than a new one. */
export type Sending = keyof typeof limits.message.text;

/** Whether a message's `text` is too long. https://docs.slack.dev/reference/methods/chat.update#errors */
export const isTooLong = (text: string, sending: Sending): boolean =>
  Buffer.byteLength(text) > limits.message.text[sending];

/**
 * Whether the blocks of a message are too long together for the Web API; response URLs take them.
 * https://github.com/slackapi/bolt-js/issues/2867
 */
const areTooLong = (blocks: unknown): boolean =>
  JSON.stringify(blocks).length > limits.message.json ||
  charactersIn(blocks) > limits.message.characters;

/** Of everything that is shown. */
function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + charactersIn(each), 0);
  if (!isFields(value)) return 0;
  const own = typeof value.text === 'string' ? value.text.length : 0;
  return own + charactersIn(Object.values(value));
}

/** What Slack's Web API answers to a message that it does not take: its word, and what is wrong with the blocks. */
export function messageRefusal(
  { text, blocks }: { text?: unknown; blocks?: unknown },
  sending: Sending,
): { error: string; messages?: string[] } | undefined {
  if (isTooLong(asText(text), sending)) return { error: 'msg_too_long' };
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format' };
  const messages = messageErrors(blocks);
  if (messages.length > 0) return { error: 'invalid_blocks', messages };
  return areTooLong(blocks) ? { error: 'msg_blocks_too_long' } : undefined;
}

function schemaErrors(schema: z.ZodType, value: unknown, root: string): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : slackWords(result.error.issues, value, root);
}

function duplicateErrors(blocks: unknown, root: string): string[] {
  return duplicates(asList(blocks)).map(({ path, message }) => pointed(message, root, path));
}

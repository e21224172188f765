import * as z from 'zod';
import { plain } from './slack-text.ts';

const words = z.string().nullish().catch(undefined);
const list = z.array(z.unknown()).nullish().catch(undefined);

/** A block, or what one is made of; whichever it is, it has some of these. https://docs.slack.dev/reference/block-kit */
const partSchema = z.object({
  type: words,
  text: z.unknown().optional(),
  url: words,
  user_id: words,
  elements: list,
  fields: list,
  rows: z.array(z.array(z.unknown())).nullish().catch(undefined),
});

/** https://docs.slack.dev/messaging/formatting-message-text#attachments */
const attachmentSchema = z.object({
  pretext: words,
  text: words,
  fields: z
    .array(z.object({ value: words }).catch({}))
    .nullish()
    .catch(undefined),
  blocks: list,
  /** Of what Slack shows of a link, which nobody has written into the message. */
  from_url: words,
});

/** What may be in a message, as Slack sends it to a shortcut; whatever else it is made of says nothing. */
export const messageSchema = z.object({ text: words, blocks: list, attachments: list });

/** Rich text is nested less deeply: a list in it, lines in this, and words in these. */
const maxDepth = 8;

/** What is written in one line, piece by piece. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const lines = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);

/**
 * What a message says, in texts in which mentions are `<@U123>`. The text beside rich text repeats it; beside other blocks, it may
 * say something else.
 */
export function wordsOfMessage(message: z.infer<typeof messageSchema>): string[] {
  const blocks = message.blocks ?? [];
  const isRichText = blocks.some((block) => partSchema.safeParse(block).data?.type === 'rich_text');
  return [
    ...(isRichText ? [] : [plain(message.text ?? '')]),
    ...blocks.map((block) => wordsOf(block)),
    ...(message.attachments ?? []).flatMap(wordsOfAttachment),
  ];
}

function wordsOfAttachment(value: unknown): string[] {
  const attachment = attachmentSchema.safeParse(value).data;
  if (!attachment || attachment.from_url) return [];
  const { pretext, text, fields, blocks } = attachment;
  return [
    ...[pretext, text, ...(fields ?? []).map((field) => field.value)].map((part) =>
      plain(part ?? ''),
    ),
    ...(blocks ?? []).map((block) => wordsOf(block)),
  ];
}

function wordsOf(value: unknown, depth = 0): string {
  const part = partSchema.safeParse(value).data;
  if (!part || depth > maxDepth) return '';
  const { type, text, url, user_id, elements, fields, rows } = part;
  const own = typeof text === 'string' ? text : wordsOf(text, depth + 1);
  switch (type) {
    case 'mrkdwn':
      return plain(own);
    case 'link':
      // The blanks separate it from the text next to it.
      return ` ${url?.startsWith('mailto:') ? url : own || url} `;
    case 'user':
      return ` <@${user_id}> `;
    default:
      return [
        own,
        ...[...(elements ?? []), ...(fields ?? []), ...(rows ?? []).flat()].map((each) =>
          wordsOf(each, depth + 1),
        ),
      ].join(lines.has(type ?? '') ? '' : '\n');
  }
}

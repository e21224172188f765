import type { KnownBlock } from '@slack/types';
import { preview as limits } from '../limits.ts';
import { preview as text } from '../text/index.ts';
import { button, buttonRow, context } from './message.ts';

/**
 * Which part of a list a page in a modal is, with buttons to those beside it, whose value is the list's `id` and an offset. `count`
 * people are on the page, of `total`; `turns` are the buttons' action ids.
 */
export function pageFooter(
  { id, offset, count, total }: { id: string; offset: number; count: number; total: number },
  turns: { earlier: string; later: string },
): KnownBlock[] {
  const end = offset + count;
  const to = (actionId: string, label: string, begin: number) => ({
    ...button(actionId, label),
    value: `${id} ${begin}`,
  });
  const buttons = [
    ...(offset > 0
      ? [to(turns.earlier, text.earlierPlain, Math.max(0, offset - limits.pageSize))]
      : []),
    ...(end < total ? [to(turns.later, text.laterPlain, end)] : []),
  ];
  return [
    context(text.page(offset + 1, end, total)),
    ...(buttons.length > 0 ? [buttonRow(buttons)] : []),
  ];
}

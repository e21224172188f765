import { expect } from 'vitest';

/** What Slack reads as more than text: https://docs.slack.dev/messaging/formatting-message-text#advanced */
const markup = /<[^<>]*>/g;
const dates = /^<!date\^\d+\^\{[\w{} ]+\}( at \{time\})?\|[\d: UTC-]+>$/;
const ours = ['<https://docs.letpiper.com|its documentation>'];

/** All texts of a message or a view, wherever they are. */
function textsIn(value: unknown): { type: string; text: string; verbatim?: boolean }[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const isText = (type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string';
  const own = isText ? [value as { type: string; text: string; verbatim?: boolean }] : [];
  return [...own, ...textsIn(Object.values(value))];
}

function expectOnly(text: string, mentions: readonly string[]): void {
  for (const [found] of text.matchAll(markup)) {
    if (!dates.test(found)) expect([...ours, ...mentions]).toContain(found);
  }
  const rest = text.replaceAll(markup, '').replaceAll(/^> /gm, '');
  expect(rest).not.toMatch(/[<>]/);
  expect(rest).not.toMatch(/&(?!(?:amp|lt|gt);)/);
}

/**
 * Expects a message or a view to have no link, mention, date or ping but these mentions, and Slack to make none of its own of a name
 * that looks like one.
 */
export function expectOnlyMarkup(
  said: { text?: string; blocks: readonly unknown[] },
  mentions: readonly string[],
): void {
  if (said.text !== undefined) expectOnly(said.text, mentions);
  for (const { type, text, verbatim } of textsIn(said.blocks)) {
    if (type !== 'mrkdwn') continue;
    expect(verbatim, text).toBe(true);
    expectOnly(text, mentions);
  }
}

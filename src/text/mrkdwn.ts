import { piper } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';

/**
 * Slack's mrkdwn, built so that text from people and from Piper cannot inject markup:
 * https://docs.slack.dev/messaging/formatting-message-text
 */

/** Escapes Slack's control characters, so that nothing in `text` becomes a mention, a link or a ping. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const lookAlikes: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ', ':': '꞉' };

/** What makes a text run the other way, together with whatever follows: https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings */
const turns = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * A name from outside in one line of plain text, with nothing in it that formats, becomes an emoji or turns the sentence around: such
 * characters become look-alikes, since Slack has no way to escape them.
 */
export const plainLine = (text: string): string =>
  text
    .replace(turns, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[*~`]|(?<!\w)_|_(?!\w)|:(?=[^\s:]+:)/g, (mark) => lookAlikes[mark] ?? mark);

/** The same in mrkdwn. */
export const oneLine = (text: string): string => escapeText(plainLine(text));

/** The name of a role or an organization. */
export const nameWords = (name: string): string => oneLine(shorten(name, piper.nameCharacters));

/** The same in bold. */
export function bold(name: string): string {
  const words = nameWords(name);
  return words === '' ? '' : `*${words}*`;
}

/** An address in bold, left as it is: in an address, formatting characters never stand where Slack would read them as markup. */
export const boldAddress = (address: string): string => `*${escapeText(address)}*`;

export const mention = (userId: string): string => `<@${userId}>`;

export const userGroupMention = (userGroupId: string): string => `<!subteam^${userGroupId}>`;

export const channelMention = (channelId: string): string => `<#${channelId}>`;

/** Text as a block quote. */
export const quote = (text: string): string =>
  escapeText(text.trim())
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** A time in the reader's time zone, for the middle of a sentence; `at` is epoch milliseconds. */
export function dateTime(at: number): string {
  const fallback = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at / 1_000)}^{date_short_pretty} at {time}|${fallback}>`;
}

/** A date in the reader's time zone; `at` is epoch milliseconds. */
export const day = (at: number): string =>
  `<!date^${Math.floor(at / 1_000)}^{date_long}|${new Date(at).toISOString().slice(0, 10)}>`;

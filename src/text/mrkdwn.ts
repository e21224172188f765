/** Slack's markup, made so that text from people and from Piper cannot become markup: https://docs.slack.dev/messaging/formatting-message-text */

/** Makes `text` safe to show: what it says is shown, nothing in it mentions, links or pings. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const lookAlikes: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** A name in bold. Formatting characters in it are shown as look-alikes, since Slack has no way to escapeText them. */
export function bold(name: string): string {
  const line = name.replace(/\s+/g, ' ').trim();
  return line === ''
    ? ''
    : `*${escapeText(line).replace(/[*~`]|(?<!\w)_|_(?!\w)/g, (mark) => lookAlikes[mark] ?? mark)}*`;
}

/** An address in bold, as it is: the characters that would format it do not occur in front or behind of words in addresses. */
export const boldAddress = (address: string): string => `*${escapeText(address)}*`;

/** A mention of a Slack user. */
export const mention = (userId: string): string => `<@${userId}>`;

/** A mention of a user group. */
export const userGroupMention = (userGroupId: string): string => `<!subteam^${userGroupId}>`;

/** A mention of a channel. */
export const channelMention = (channelId: string): string => `<#${channelId}>`;

/** Text as a quotation, line by line. */
export const quote = (text: string): string =>
  escapeText(text.trim())
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** A time in the reader's own zone and words, for the middle of a sentence; `at` is epoch milliseconds. */
export function dateTime(at: number): string {
  const fallback = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at / 1_000)}^{date_short_pretty} at {time}|${fallback}>`;
}

/** A day in the reader's own zone and words. */
export const day = (at: number): string =>
  `<!date^${Math.floor(at / 1_000)}^{date_long}|${new Date(at).toISOString().slice(0, 10)}>`;

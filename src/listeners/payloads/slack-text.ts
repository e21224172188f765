/**
 * A text without Slack's markup, except for mentions, which become `<@U123>`: a link is its label, and one to an address
 * `mailto:` and the address.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function plain(slackText: string): string {
  return slackText
    .replace(/<([^<>]*)>/g, (_, inner: string) => {
      const [target = '', label] = inner.split('|');
      if (/^@[UW]/.test(target)) return ` <${target}> `;
      // The spaces separate a link from the text next to it.
      return ` ${target.startsWith('mailto:') ? target : label || target} `;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const hosts = ['slack.com', 'slack-gov.com'];

/**
 * Whether an address is Slack's: at one of its hosts by https, such as `hooks.slack.com` and `files.slack.com`, or at the origin of
 * the API, which may stand in for Slack. Tokens, files and messages go nowhere else.
 */
export function isSlacks(address: string, apiUrl: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    (url.origin === new URL(apiUrl).origin ||
      (url.protocol === 'https:' &&
        url.port === '' &&
        hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))))
  );
}

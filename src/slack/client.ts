import type { Logger, webApi } from '@slack/bolt';
import { type Dispatcher, fetch } from 'undici';
import { reportCalls, type SlackCall, type SlackFetch } from './report-calls.ts';
import { isSlacks } from './slack-hosts.ts';

export type { SlackFetch } from './report-calls.ts';

export type SlackClientSettings = {
  /** Such as `https://slack.com/api/`. */
  apiUrl: string;
  dispatcher: Dispatcher;
  logger: Logger;
  onSlackCall?: ((call: SlackCall) => void) | undefined;
};

/**
 * Options for a Slack Web API client: the shared transport, no repetition (a message sent again is a second message) and
 * no waiting for rate limits, which would outlive a trigger.
 *
 * A new object each time, since the Socket Mode client writes into the one that it gets. Never put `headers` here: the
 * client writes one workspace's token into them.
 * `timeout` is the limit of a call in milliseconds. https://docs.slack.dev/tools/node-slack-sdk/web-api/
 */
export function slackClientOptions(
  settings: SlackClientSettings,
  timeout: number,
): webApi.WebClientOptions {
  return {
    slackApiUrl: settings.apiUrl,
    logger: settings.logger,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: slackFetch(settings),
  };
}

/**
 * `fetch` on the shared transport, for the Web API, response URLs and files: from Slack's addresses alone, whatever a request or an
 * answer names, and not from where they redirect. Throws an `Error` for any other.
 */
export function slackFetch({
  apiUrl,
  dispatcher,
  onSlackCall,
}: Pick<SlackClientSettings, 'apiUrl' | 'dispatcher' | 'onSlackCall'>): SlackFetch {
  const fetchFromSlack: SlackFetch = async (url, init) => {
    if (!isSlacks(String(url), apiUrl)) throw new Error('the address is not at Slack');
    const { body, ...rest } = init ?? {};
    if (body !== undefined && typeof body !== 'string' && !(Symbol.asyncIterator in body)) {
      throw new TypeError('Only text is sent to Slack');
    }
    return fetch(url, {
      ...rest,
      ...(body !== undefined && { body, duplex: 'half' as const }),
      redirect: 'error',
      dispatcher,
    });
  };
  return onSlackCall ? reportCalls(fetchFromSlack, apiUrl, onSlackCall) : fetchFromSlack;
}

import type { Logger, webApi } from '@slack/bolt';
import { type Dispatcher, fetch, type Response } from 'undici';
import { isSlacks } from './slack-hosts.ts';

export type SlackClientSettings = {
  /** Such as `https://slack.com/api/`. */
  apiUrl: string;
  dispatcher: Dispatcher;
  logger: Logger;
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
  { apiUrl, dispatcher, logger }: SlackClientSettings,
  timeout: number,
): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    logger,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: slackFetch({ apiUrl, dispatcher }),
  };
}

/** What the Web API client takes, with an answer that can be read in parts. */
export type SlackFetch = (...call: Parameters<webApi.FetchFunction>) => Promise<Response>;

/**
 * `fetch` on the shared transport, for the Web API, response URLs and files: from Slack's addresses alone, whatever a request or an
 * answer names, and not from where they redirect. Throws an `Error` for any other.
 */
export function slackFetch({
  apiUrl,
  dispatcher,
}: Pick<SlackClientSettings, 'apiUrl' | 'dispatcher'>): SlackFetch {
  return async (url, init) => {
    if (!isSlacks(String(url), apiUrl)) throw new Error('the address is not at Slack');
    const { body, ...rest } = init ?? {};
    if (body !== undefined && typeof body !== 'string') {
      throw new TypeError('Only text is sent to Slack');
    }
    return fetch(url, {
      ...rest,
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      dispatcher,
    });
  };
}

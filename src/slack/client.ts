import type { Logger, webApi } from '@slack/bolt';
import { type Dispatcher, fetch } from 'undici';

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
    fetch: slackFetch(dispatcher),
  };
}

/** `fetch` on the shared transport, for the Web API and for response URLs. */
export function slackFetch(dispatcher: Dispatcher): webApi.FetchFunction {
  return (url, init) => {
    const { body, ...rest } = init ?? {};
    if (body !== undefined && typeof body !== 'string') {
      throw new TypeError('Only text is sent to Slack');
    }
    return fetch(url, { ...rest, ...(body === undefined ? {} : { body }), dispatcher });
  };
}

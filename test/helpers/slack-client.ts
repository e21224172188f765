import { webApi } from '@slack/bolt';
import nock from 'nock';
import { boltLogger } from '../../src/logger.ts';
import { slackClientOptions, slackFetch } from '../../src/slack/client.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { keptLog } from './log-lines.ts';

/** The product's own Slack client on its own transport; nock answers. Stop it with `dispatcher.destroy()`. */
export function slackClient(options: { token?: string; timeout?: number } = {}) {
  const kept = keptLog();
  const dispatcher = createTransport();
  const settings = {
    apiUrl: 'https://slack.example/api/',
    dispatcher,
    logger: boltLogger(kept.log),
  };
  return {
    ...kept,
    dispatcher,
    settings,
    fetch: slackFetch(settings),
    client: new webApi.WebClient(
      options.token ?? 'xoxb-own',
      slackClientOptions(settings, options.timeout ?? 2_000),
    ),
  };
}

/** Slack answers one call of a method; gives what the call said. */
export function answerOnce(
  method: string,
  body: object,
  options: { status?: number; headers?: Record<string, string> } = {},
) {
  const calls: { said: Record<string, string>; headers: Headers }[] = [];
  nock('https://slack.example')
    .post(`/api/${method}`)
    .reply(async (request: Request) => {
      calls.push({
        said: Object.fromEntries(new URLSearchParams(await request.text())),
        headers: request.headers,
      });
      return [options.status ?? 200, body, options.headers ?? {}];
    });
  return calls;
}

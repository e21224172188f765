import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySlackRequest } from '@slack/bolt';
import type { SlackSandbox } from '../contract.ts';
import type { Answer } from './emulate.ts';
import { type Fields, isFields, parseJson } from './json.ts';

/** What the bot was sent, and its answer: nothing, text, JSON, or a status. */
type Handler = (body: Fields) => unknown | Promise<unknown>;

/** A bot of a few lines to test the sandbox with. It refuses what Slack did not sign. */
export type StandInBot = {
  url: string;
  received: Fields[];
  /** Answers everything that Slack sends, until it is replaced. */
  onRequest: Handler;
  /** Calls the Web API as the bot. */
  call(method: string, args?: Fields): Promise<Answer>;
  stop(): Promise<void>;
};

/** A status to answer with. */
export class Status {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

export async function startBot(slack: SlackSandbox): Promise<StandInBot> {
  const bot: StandInBot = {
    url: '',
    received: [],
    onRequest: () => undefined,
    call: (method, args = {}) => callAs(slack.botToken, slack.apiUrl + method, args),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer(async (request, response) => {
    const text = await textOf(request);
    try {
      verifySlackRequest({
        signingSecret: slack.signingSecret,
        body: text,
        headers: {
          'x-slack-signature': String(request.headers['x-slack-signature']),
          'x-slack-request-timestamp': Number(request.headers['x-slack-request-timestamp']),
        },
      });
    } catch {
      response.writeHead(401).end();
      return;
    }
    const body = bodyOf(text);
    bot.received.push(body);
    const answer = await bot.onRequest(body);
    if (answer instanceof Status) response.writeHead(answer.status).end();
    else if (typeof answer === 'string') response.end(answer);
    else if (answer === undefined) response.end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bot.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.connect(bot.url);
  return bot;
}

/** As the WebClient does: a form, with JSON inside where values are no text. */
export async function callAs(token: string, url: string, args: Fields): Promise<Answer> {
  const form = Object.entries(args).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(url, {
    method: 'POST',
    headers: token ? { authorization: `Bearer ${token}` } : {},
    body: new URLSearchParams(form),
  });
  return (await response.json()) as Answer;
}

/** As `respond()` does. */
export async function respondTo(url: unknown, message: Fields): Promise<[number, string]> {
  const response = await fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  return [response.status, await response.text()];
}

function bodyOf(text: string): Fields {
  const json = parseJson(text);
  if (isFields(json)) return json;
  const form = Object.fromEntries(new URLSearchParams(text));
  const payload = parseJson(form.payload ?? '');
  return isFields(payload) ? payload : form;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './emulate.ts';
import { type Fields, isFields, parseJson } from './json.ts';
import { callMethod } from './methods/index.ts';
import { refuse } from './refusal.ts';
import { postToResponseUrl } from './respond.ts';
import { botToken } from './seed.ts';
import type { World } from './world.ts';

/** The HTTP server that the bot takes for Slack: `/api/` and the response URLs. */
export class Front {
  readonly #server: Server;
  readonly #world: () => World;
  readonly #changed: () => void;

  constructor(world: () => World, changed: () => void) {
    this.#world = world;
    this.#changed = changed;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        // A fault of the sandbox, not of the bot: say so loudly.
        console.error(error);
        response.writeHead(500).end(String(error));
      });
    });
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://slack');
    const body = await textOf(request);
    if (url.pathname.startsWith('/api/')) {
      const answer = await this.#callMethod(url, request, body);
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'x-oauth-scopes': this.#world().scopes.join(','),
      });
      response.end(JSON.stringify(answer));
    } else if (url.pathname.startsWith('/files-pri/')) {
      this.#sendFile(url, request, response);
    } else if (request.method === 'POST') {
      const end = this.#world().log.start({
        from: 'bot',
        to: 'slack',
        name: 'response_url',
        request: parseJson(body) ?? body,
      });
      const { status, text } = postToResponseUrl(this.#world(), url.pathname, body);
      end(status, text);
      response.writeHead(status, { 'content-type': 'text/html' }).end(text);
    } else {
      response.writeHead(404).end();
    }
    this.#changed();
  }

  /** https://docs.slack.dev/messaging/working-with-files */
  #sendFile({ pathname }: URL, request: IncomingMessage, response: ServerResponse): void {
    const { scopes, files } = this.#world();
    const isAllowed =
      request.headers.authorization === `Bearer ${botToken}` && scopes.includes('files:read');
    const content = isAllowed ? files.content(pathname.split('/')[2] ?? '') : undefined;
    // Slack leads whoever has no right to a file to where people sign in.
    if (content) response.writeHead(200, { 'content-type': 'text/csv' }).end(content);
    else response.writeHead(302, { location: '/signin' }).end();
  }

  async #callMethod(url: URL, request: IncomingMessage, body: string): Promise<Answer> {
    const name = url.pathname.slice('/api/'.length);
    const { token, ...args } = argumentsOf(url, request, body) ?? {};
    const end = this.#world().log.start({ from: 'bot', to: 'slack', name, request: args });
    const answer = await this.#checked(name, token, args, request);
    end(200, answer);
    return answer;
  }

  async #checked(
    name: string,
    tokenArgument: unknown,
    args: Fields,
    request: IncomingMessage,
  ): Promise<Answer> {
    if (request.headers['content-type']?.startsWith('multipart/')) {
      return refuse('invalid_post_type');
    }
    const bearer = request.headers.authorization?.replace(/^Bearer /i, '');
    const token = bearer ?? tokenArgument;
    if (name !== 'api.test') {
      if (!token) return refuse('not_authed');
      if (token !== botToken) return refuse('invalid_auth');
    }
    return callMethod(this.#world(), name, args);
  }
}

/** The arguments that Slack takes as JSON inside a form. https://docs.slack.dev/apis/web-api/#methods */
const jsonArguments = new Set(['attachments', 'blocks', 'metadata', 'view']);

/** From the query, a form or JSON. What is not JSON where it should be stays text, for the method to refuse. */
function argumentsOf(url: URL, request: IncomingMessage, body: string): Fields | undefined {
  const query = Object.fromEntries(url.searchParams);
  if (request.headers['content-type']?.startsWith('application/json')) {
    const json = parseJson(body);
    return isFields(json) ? { ...query, ...json } : undefined;
  }
  const form = Object.entries({ ...query, ...Object.fromEntries(new URLSearchParams(body)) });
  return Object.fromEntries(
    form.map(([key, value]) => [key, jsonArguments.has(key) ? (parseJson(value) ?? value) : value]),
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

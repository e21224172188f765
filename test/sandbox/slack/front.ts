import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLocal } from '../local-only.ts';
import type { Answer } from './emulate.ts';
import { type Fields, isFields, parseJson } from './json.ts';
import { apiTest } from './methods/auth.ts';
import { callMethod } from './methods/index.ts';
import { access } from './oauth/access.ts';
import { type Addresses, answerBrowser } from './oauth/browser.ts';
import type { BrowserAnswer } from './oauth/consent.ts';
import { refuse } from './refusal.ts';
import { postToResponseUrl } from './respond.ts';
import type { Shared, World } from './world.ts';

/** The whole of the sandbox's Slack, for its front. */
export type Slack = Shared & { worlds: ReadonlyMap<string, World>; addresses: Addresses };

/** The HTTP server that the bot and browsers take for Slack: `/api/`, the response URLs, and the pages for people. */
export class Front {
  readonly #server: Server;
  readonly #slack: Slack;
  readonly #changed: () => void;

  constructor(slack: Slack, changed: () => void) {
    this.#slack = slack;
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
    const bytes = await bytesOf(request);
    const body = bytes.toString('utf8');
    if (url.pathname.startsWith('/api/')) {
      await this.#answerBot(url, request, response, body);
    } else if (url.pathname.startsWith('/files-pri/')) {
      this.#sendFile(url, request, response);
    } else if (url.pathname.startsWith('/upload/')) {
      this.#takeFile(url, request, response, bytes);
    } else if (/^\/(?:commands|actions|app)\//.test(url.pathname)) {
      this.#answerResponseUrl(url, request, response, body);
    } else {
      this.#answerBrowser(url, request, response, body);
    }
    this.#changed();
  }

  /** https://docs.slack.dev/messaging/working-with-files */
  #sendFile({ pathname }: URL, request: IncomingMessage, response: ServerResponse): void {
    const { installations, worlds } = this.#slack;
    const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? '';
    const found = installations.teamOf(token);
    const world = 'teamId' in found ? worlds.get(found.teamId) : undefined;
    const content = world?.scopes.includes('files:read')
      ? world.files.content(pathname.split('/')[2] ?? '')
      : undefined;
    // Slack leads whoever has no right to a file to where people sign in.
    if (content) response.writeHead(200, { 'content-type': 'text/csv' }).end(content);
    else response.writeHead(302, { location: '/signin' }).end();
  }

  /** https://docs.slack.dev/messaging/working-with-files#uploading_files */
  #takeFile(url: URL, request: IncomingMessage, response: ServerResponse, content: Buffer): void {
    const { log, worlds } = this.#slack;
    const [, , team = '', id = ''] = url.pathname.split('/');
    const shown = { id, bytes: content.length };
    const end = log.start({ from: 'bot', to: 'slack', name: 'file upload', request: shown });
    const world = request.method === 'POST' ? worlds.get(team) : undefined;
    const refusal = world ? world.files.receive(id, content) : 'not_found';
    const [status, text] = refusal ? [400, refusal] : [200, `OK - ${content.length}`];
    end(status, text);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
  }

  async #answerBot(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
    body: string,
  ): Promise<void> {
    const name = url.pathname.slice('/api/'.length);
    const { token, ...args } = argumentsOf(url, request, body) ?? {};
    const end = this.#slack.log.start({ from: 'bot', to: 'slack', name, request: args });
    const { answer, scopes = [] } = await this.#callMethod(name, token, args, request);
    end(200, answer);
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'x-oauth-scopes': scopes.join(','),
    });
    response.end(JSON.stringify(answer));
  }

  /** A token reaches its own workspace and nothing else. */
  async #callMethod(
    name: string,
    tokenArgument: unknown,
    args: Fields,
    request: IncomingMessage,
  ): Promise<{ answer: Answer; scopes?: string[] }> {
    const { headers } = request;
    const { installations, worlds } = this.#slack;
    if (headers['content-type']?.startsWith('multipart/')) {
      return { answer: refuse('invalid_post_type') };
    }
    if (name === 'oauth.v2.access') {
      return { answer: access(installations, args, headers.authorization) };
    }
    if (name === 'api.test') return { answer: apiTest(args) };
    const token = headers.authorization?.replace(/^Bearer /i, '') ?? tokenArgument;
    if (typeof token !== 'string' || !token) return { answer: refuse('not_authed') };
    const found = installations.teamOf(token);
    if ('error' in found) return { answer: refuse(found.error) };
    const world = worlds.get(found.teamId);
    if (!world) throw new Error(`there is no workspace ${found.teamId}`);
    return { answer: await callMethod(world, name, args), scopes: world.scopes };
  }

  #answerResponseUrl(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
    body: string,
  ): void {
    const { log, worlds } = this.#slack;
    const world = worlds.get(url.pathname.split('/')[2] ?? '');
    if (!world || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const shown = parseJson(body) ?? body;
    const end = log.start({ from: 'bot', to: 'slack', name: 'response_url', request: shown });
    const { status, text } = postToResponseUrl(world, url.pathname, body);
    end(status, text);
    response.writeHead(status, { 'content-type': 'text/html' }).end(text);
  }

  #answerBrowser(url: URL, request: IncomingMessage, response: ServerResponse, body: string): void {
    const { installations, addresses } = this.#slack;
    const { method = '' } = request;
    const answer = isLocal(request)
      ? answerBrowser(installations, addresses, { method, url, form: body })
      : undefined;
    if (answer) sendToBrowser(response, answer);
    else response.writeHead(404).end();
  }
}

function sendToBrowser(response: ServerResponse, answer: BrowserAnswer): void {
  response.setHeader('cache-control', 'no-store');
  // With no-referrer a browser would not say either that a form is this page's own.
  response.setHeader('referrer-policy', 'same-origin');
  if ('location' in answer) {
    response.writeHead(303, { location: answer.location }).end();
    return;
  }
  response.writeHead(answer.status, {
    'content-type': 'text/html; charset=utf-8',
    // No form-action: browsers hold it against the redirect to the app, too.
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  });
  response.end(answer.html);
}

/** The arguments that Slack takes as JSON inside a form. https://docs.slack.dev/apis/web-api/#methods */
const jsonArguments = new Set(['attachments', 'blocks', 'files', 'metadata', 'view']);

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

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

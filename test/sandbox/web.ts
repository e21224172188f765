import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import type { Bundle } from './bundle.ts';
import type { SandboxClock } from './clock.ts';
import {
  type PiperChange,
  type PiperSandbox,
  piperFaults,
  rolePermissions,
  type SandboxState,
  type SlackAction,
  type SlackSandbox,
} from './contract.ts';
import { isLocal } from './local-only.ts';
import type { AppSurface } from './page/app-surface.ts';

/** What the page is served from. */
export type WebParts = {
  slack: SlackSandbox;
  piper: PiperSandbox;
  surface: AppSurface;
  /** Asked for once somebody opens the page: to build it takes longer than all the rest. */
  bundle(): Promise<Bundle>;
  clock: Pick<SandboxClock, 'ahead' | 'moveOn'>;
  /** Where "Add to Slack" leads. */
  installUrl(): string;
  /** Puts everything back to the seed state. */
  reset(): Promise<void>;
  /** Has the bot look at once who has joined. */
  lookNow(): void;
  /** Stops the bot and starts it again, with what it has stored. */
  restart(): Promise<void>;
};

const shownCalls = 200;
const maxBodyBytes = 1_000_000;

const slackRequest = z.object({ as: z.string(), action: z.looseObject({ type: z.string() }) });
const person = { organizationId: z.string(), userId: z.string() };
const piperRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('fault'), fault: z.enum(piperFaults) }),
  z.object({ type: z.literal('latency'), latency: z.number().min(0).max(60_000) }),
  z.object({ type: z.literal('role-permissions'), are: z.enum(rolePermissions) }),
  z.object({ type: z.literal('accept'), ...person }),
  z.object({ type: z.literal('remove'), ...person }),
  z.object({ type: z.literal('revoke'), token: z.string() }),
]);

const clockRequest = z.object({ days: z.int().min(1).max(366) });

// Nothing from elsewhere: the sandbox works without a network, and an image in a message can't call out.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the page and its API on 127.0.0.1. Port 0 takes any free one; a port that is taken rejects with Node's
 * `EADDRINUSE`.
 */
export async function startWeb(
  parts: WebParts,
  port: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { slack, piper } = parts;
  const listeners = new Set<ServerResponse>();
  let version = 1;
  let announced = false;

  const changed = () => {
    version += 1;
    if (announced) return;
    announced = true;
    // One action makes a burst of changes; the page needs to hear of it once.
    setImmediate(() => {
      announced = false;
      for (const listener of listeners) listener.write(`data: ${version}\n\n`);
    });
  };
  const unsubscribe = [slack.onChange(changed), piper.onChange(changed)];

  const state = (as: string): SandboxState => ({
    version,
    ahead: parts.clock.ahead,
    workspaces: slack.workspaces(),
    installUrl: parts.installUrl(),
    slack: slack.screen(as),
    piper: piper.screen(),
    calls: [...slack.calls(), ...piper.calls()].sort((a, b) => a.at - b.at).slice(-shownCalls),
  });

  const pageFiles: Record<string, [type: string, part: keyof Bundle]> = {
    '/': ['text/html', 'html'],
    '/page.js': ['text/javascript', 'js'],
    '/page.css': ['text/css', 'css'],
  };

  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
    'GET /api/app': () => parts.surface,
    'GET /api/state': (request) => state(urlOf(request).searchParams.get('as') ?? ''),
    'GET /api/file': (request, response) => {
      const { searchParams } = urlOf(request);
      const file = slack.file(searchParams.get('as') ?? '', searchParams.get('id') ?? '');
      if (!file) throw new Refused(404, 'There is no such file.');
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'cache-control': 'no-store',
      });
      response.end(file.content);
    },
    'GET /api/changes': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`data: ${version}\n\n`);
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    },
    'POST /api/slack': async (request) => {
      const { as, action } = slackRequest.parse(await readJson(request));
      // The sandbox's Slack checks what belongs to each action, and says what is wrong with it.
      return slack.act(as, action as unknown as SlackAction);
    },
    'POST /api/piper': async (request) => {
      piper.change(piperRequest.parse(await readJson(request)) satisfies PiperChange);
      return { ok: true };
    },
    'POST /api/clock': async (request) => {
      parts.clock.moveOn(clockRequest.parse(await readJson(request)).days);
      changed();
      return { ok: true };
    },
    'POST /api/look': async (request) => {
      await readJson(request);
      parts.lookNow();
      return { ok: true };
    },
    'POST /api/restart': async (request) => {
      await readJson(request);
      await parts.restart();
      return { ok: true };
    },
    'POST /api/reset': async (request) => {
      await readJson(request);
      await parts.reset();
      changed();
      return { ok: true };
    },
  };

  const server = createServer(async (request, response) => {
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    try {
      if (!isLocal(request)) throw new Refused(403, 'The sandbox answers to this machine only.');
      const path = urlOf(request).pathname;
      const file = request.method === 'GET' ? pageFiles[path] : undefined;
      if (file) return send(response, 200, file[0], (await parts.bundle())[file[1]]);
      const route = routes[`${request.method} ${path}`];
      if (!route) throw new Refused(404, 'There is nothing here.');
      const answer = await route(request, response);
      if (answer !== undefined) sendJson(response, 200, answer);
    } catch (error) {
      const { status, message } = asRefusal(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, status, { ok: false, error: message });
    }
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const stop of unsubscribe) stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function asRefusal(error: unknown): { status: number; message: string } {
  if (error instanceof Refused) return { status: error.status, message: error.message };
  if (error instanceof z.ZodError) return { status: 400, message: z.prettifyError(error) };
  return { status: 500, message: error instanceof Error ? error.message : String(error) };
}

const urlOf = (request: IncomingMessage) => new URL(request.url ?? '/', 'http://localhost');

async function readJson(request: IncomingMessage): Promise<unknown> {
  // A page of another origin can't send this type without asking first, and we never allow it.
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new Refused(415, 'Send application/json.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Refused(413, 'That is too large.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refused(400, 'That is not JSON.');
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
  response.end(body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

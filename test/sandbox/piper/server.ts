/**
 * A Piper to try the product against, over real HTTP. It knows what the reference pages at docs.letpiper.com state
 * about organizations, members, roles, permissions and platform tokens. Where they are silent it does what a FastAPI service is
 * likely to do; these are guesses:
 *
 * - Refusals are `{"detail": …}`; a path with a wrong slash at its end is a 307.
 * - Adding a member needs `members:invite`; listing roles needs nothing but membership.
 * - An organization that the token cannot see is a 404, as is a role of another organization.
 * - An address that is already a member, in any case of its letters, is a 409.
 * - A token may do what it was given, as far as its owner may, in each organization of its owner.
 * - What the table of permissions doesn't show is Admin's: the page is cut off.
 *
 * Gaps: no rate limit of its own (there is a fault for it), no mail is sent, nothing can be created but members.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { PiperChange, PiperFault, PiperSandbox } from '../contract.ts';
import { answer } from './answer.ts';
import { CallLog } from './calls.ts';
import { match } from './router.ts';
import { acmeId, seedTokens } from './seed.ts';
import { PiperStore } from './store.ts';

type Options = {
  /** 0, which is the default, takes a free one. */
  port?: number;
  /** Epoch milliseconds. */
  now?: () => number;
};

/** Starts a Piper on 127.0.0.1; rejects when the port is taken. */
export async function startPiper({
  port = 0,
  now = Date.now,
}: Options = {}): Promise<PiperSandbox> {
  const store = new PiperStore(now);
  const log = new CallLog();
  const listeners = new Set<() => void>();
  const held = new Set<ServerResponse>();
  let fault: PiperFault = 'none';
  let latency = 0;

  const changed = () => {
    for (const listener of listeners) listener();
  };

  const setFault = (next: PiperFault) => {
    fault = next;
    if (fault === 'hang') return;
    for (const response of held) response.destroy();
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const method = request.method ?? '';
    const [path = '', ...rest] = (request.url ?? '').split('?');
    const query = rest.join('?');
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return; // The client gave up while it was sending.
    const found = match(method, path);

    const call = log.open({
      at: now(),
      name: `${method} ${found.kind === 'route' ? found.route.path : path}`,
      request: body,
    });
    const close = (status: number, answered: string) => {
      const took = Math.ceil(performance.now() - startedAt);
      log.close(call, { took, status, response: answered });
      changed();
    };

    const outcome = answer(
      {
        found,
        request: {
          query: Object.fromEntries(new URLSearchParams(query)),
          body,
          contentType: request.headers['content-type'],
          authorization: request.headers.authorization,
        },
        origin: `http://${request.headers.host}`,
        search: query && `?${query}`,
      },
      store,
      fault,
      now(),
    );
    changed();

    switch (outcome.kind) {
      case 'drop':
        response.destroy();
        close(0, '');
        return;
      case 'hang':
        if (!response.destroyed) {
          held.add(response);
          await once(response, 'close');
          held.delete(response);
        }
        close(0, '');
        return;
      case 'answer':
        await waitUnlessClosed(response, latency);
        if (response.destroyed) {
          close(0, '');
          return;
        }
        response.writeHead(outcome.status, {
          ...outcome.headers,
          'content-length': Buffer.byteLength(outcome.text),
          // A client may measure Retry-After against it, so it has to come from the same clock.
          date: new Date(now()).toUTCString(),
        });
        response.end(outcome.text);
        close(outcome.status, outcome.text);
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('sandbox: piper', error);
      response.destroy();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: boundPort } = server.address() as AddressInfo;

  return {
    apiUrl: `http://127.0.0.1:${boundPort}`,
    token: seedTokens.full,
    organizationId: acmeId,

    screen: () => ({
      organizations: store.screen(),
      tokens: store.tokens(),
      fault,
      latency,
      rolePermissions: store.rolePermissions,
    }),

    change(change: PiperChange) {
      switch (change.type) {
        case 'fault':
          setFault(change.fault);
          break;
        case 'latency':
          latency = change.latency;
          break;
        case 'role-permissions':
          store.rolePermissions = change.are;
          break;
        case 'accept':
          store.accept(change.organizationId, change.userId);
          break;
        case 'remove':
          store.remove(change.organizationId, change.userId);
          break;
        case 'revoke':
          store.revoke(change.token);
          break;
      }
      changed();
    },

    calls: () => log.all(),

    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    reset() {
      store.reset();
      log.clear();
      setFault('none');
      latency = 0;
      changed();
    },

    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function waitUnlessClosed(response: ServerResponse, milliseconds: number): Promise<void> {
  if (milliseconds <= 0) return;
  const closed = new AbortController();
  const abort = () => closed.abort();
  response.once('close', abort);
  await delay(milliseconds, undefined, { signal: closed.signal }).catch(() => {});
  response.off('close', abort);
}

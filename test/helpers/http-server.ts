import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Handler, replyOf } from './reply.ts';

/** A server on a free port of this machine; every answer comes from `handle`. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
) {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A stand-in on a free port of this machine. To stop it fails where it was asked what it has no answer to. */
export async function serveStandIn(handle: Handler) {
  const unexpected: string[] = [];
  const { url, stop } = await serve(async (incoming, response) => {
    const { method = 'GET', url = '/' } = incoming;
    const headers = Object.entries(incoming.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    );
    const body = await buffer(incoming);
    const request = new Request(`http://stand-in${url}`, {
      method,
      headers,
      ...(body.length > 0 && { body }),
    });
    const reply = await replyOf(handle, request, unexpected);
    if (reply === 'hang') return;
    if (reply === 'drop') {
      response.destroy();
      return;
    }
    const [status, content = '', more = {}] = reply;
    const isText = typeof content === 'string';
    const type = isText ? 'text/plain' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...more });
    response.end(isText ? content : JSON.stringify(content));
  });
  return {
    url,
    stop: async () => {
      await stop();
      if (unexpected.length > 0) throw new Error(`Unexpected requests: ${unexpected.join(', ')}`);
    },
  };
}

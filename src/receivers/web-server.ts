import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webServer } from '../limits.ts';

/** Answers one request; never throws. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * The process's own web server: exact paths by method, 404 for everything else. Bolt's servers are not used, since a
 * request for `//` ends the process of the one in Socket Mode.
 */
export function createWebServer(routes: Record<string, Route>): Server {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = routes[`${method} ${path}`];
    if (route) return route(request, response);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  });
  server.requestTimeout = webServer.requestTimeout;
  return server;
}

/** Starts to listen; resolves with the port, rejects when it is not available. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Stops listening; resolves when the last answer is sent. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

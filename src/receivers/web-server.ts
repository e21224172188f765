import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { webServer } from './limits.ts';

/** Answers one request before it resolves. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * The process's own web server: exact paths by method, 404 for everything else. Every request ends: with an answer, or with its
 * connection. Bolt's servers are not used, since a request for `//` ends the process of the one in Socket Mode.
 */
export function createWebServer(
  routes: Record<string, Route>,
  log: Logger,
  limits: Record<keyof typeof webServer, number> = webServer,
): Server {
  const { headersTimeout, requestTimeout, connectionsCheckingInterval } = limits;
  const server = createServer(
    {
      headersTimeout,
      requestTimeout,
      connectionsCheckingInterval,
      maxHeaderSize: limits.maxHeaderBytes,
    },
    (request, response) => {
      const path = (request.url ?? '').split('?')[0];
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      void answer(routes[`${method} ${path}`] ?? notFound, request, response, log);
    },
  );
  server.maxHeadersCount = limits.maxHeaders;
  server.maxConnections = limits.maxConnections;
  return server;
}

const notFound: Route = (_, response) => {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
};

async function answer(
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  log: Logger,
): Promise<void> {
  try {
    await route(request, response);
  } catch (error) {
    log.error({ err: error }, 'request failed');
  } finally {
    // Half of an answer must not be taken for a whole one, nor be waited for.
    if (!response.writableEnded) response.destroy();
  }
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

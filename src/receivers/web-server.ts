import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as TcpServer } from 'node:net';
import type { Logger } from 'pino';
import { othersTurn } from '../utils/in-slices.ts';
import { withTimeout } from '../utils/with-timeout.ts';
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

/**
 * Stops listening, goes on answering on the connections that there are until `ended`, and then closes them. Whoever has come by then is
 * answered: a connection that is closed with something unread takes its answer away from who waits for it.
 */
export async function close(server: Server, ended: Promise<unknown>): Promise<void> {
  await untilQuiet(server);
  // An HTTP server's own way would drop connections that wait for their next request.
  TcpServer.prototype.close.call(server);
  await ended;
  await untilQuiet(server);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await withTimeout(closed, webServer.closeTimeout);
  server.closeAllConnections();
  await closed;
}

/** Resolves after a turn of the loop in which nobody came: of many that connect, each turn takes one. */
async function untilQuiet(server: Server): Promise<void> {
  let hasCome = true;
  const note = () => {
    hasCome = true;
  };
  server.on('connection', note).on('request', note);
  for (let turns = 0; hasCome && turns < webServer.closingTurns; turns += 1) {
    hasCome = false;
    await othersTurn();
  }
  server.off('connection', note).off('request', note);
}

import type { Route } from './web-server.ts';

/** `GET /healthz`: the process runs and answers. */
export const healthz: Route = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}\n');
};

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Route } from '../receivers/web-server.ts';

/** A route for whoever has the token: https://www.rfc-editor.org/rfc/rfc6750 */
export const withToken =
  (token: string, route: Route): Route =>
  (request, response) => {
    if (isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      return route(request, response);
    }
    response
      .writeHead(401, { 'content-type': 'text/plain', 'www-authenticate': 'Bearer' })
      .end('Unauthorized\n');
  };

/** How long it takes says nothing of where they differ, nor of their lengths. */
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

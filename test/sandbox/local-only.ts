import type { IncomingMessage } from 'node:http';

const localNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request was made to this machine by name and, if a page made it, by a page of this very server. Without
 * this check any web page could drive the sandbox through a host name that it lets resolve to 127.0.0.1.
 */
export function isLocal(request: Pick<IncomingMessage, 'headers'>): boolean {
  const { host, origin } = request.headers;
  if (host === undefined || !localNames.has(host.replace(/:\d+$/, '').toLowerCase())) return false;
  return origin === undefined || origin === `http://${host}`;
}

import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { piper } from '../limits.ts';

/**
 * The one pool of connections of the process, for Piper and for Slack. Respects `HTTPS_PROXY` and `NO_PROXY`, follows no
 * redirect and repeats no request: who calls knows what may be repeated. HTTP/1.1 only, since Socket Mode's WebSocket needs a
 * connection of its own.
 * https://undici.nodejs.org/#/docs/api/EnvHttpProxyAgent
 */
export function createTransport(): Dispatcher {
  return new EnvHttpProxyAgent({
    allowH2: false,
    connections: piper.connectionsPerHost,
    connect: { timeout: piper.connectTimeout },
    maxResponseSize: piper.maxResponseBytes,
  });
}

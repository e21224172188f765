import { EventEmitter } from 'node:events';
import { TLSSocket } from 'node:tls';

/**
 * Nock's connections hand out TLS sessions that are none. OpenSSL complains when one is resumed, Node leaves the complaint where
 * it is, and the next encryption finds it and ends the process: https://github.com/nodejs/node/issues/42919
 */
TLSSocket.prototype.emit = function (
  this: TLSSocket,
  event: string | symbol,
  ...values: unknown[]
): boolean {
  return event !== 'session' && EventEmitter.prototype.emit.call(this, event, ...values);
} as TLSSocket['emit'];

import { EventEmitter } from 'node:events';
import tls, { type SecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

/**
 * Nock's connections hand out TLS sessions that are none. OpenSSL complains when one is resumed, Node leaves the complaint where
 * it is, and the next encryption finds it and ends the process: https://github.com/nodejs/node/issues/42919
 *
 * Nock also lets a connection through to the real host if somebody listens to it who writes only later, as undici does with a body
 * that is a stream: so it isn't told of listeners.
 */
const untold = new Set<string | symbol>(['session', 'newListener']);
TLSSocket.prototype.emit = function (
  this: TLSSocket,
  event: string | symbol,
  ...values: unknown[]
): boolean {
  return !untold.has(event) && EventEmitter.prototype.emit.call(this, event, ...values);
} as TLSSocket['emit'];

/** Connections to whom nothing special is said share what OpenSSL takes longer to make than a test to read the answer. */
const { createSecureContext } = tls;
let plain: SecureContext | undefined;
const special = ['ca', 'cert', 'key', 'pfx', 'minVersion', 'maxVersion', 'secureProtocol'] as const;
tls.createSecureContext = (options: SecureContextOptions = {}) => {
  if (special.some((each) => options[each] !== undefined)) return createSecureContext(options);
  plain ??= createSecureContext(options);
  return plain;
};

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Unreadable } from '../usecases/ports/connections.ts';
import type { EncryptionKey } from './encryption-keys.ts';

/** What is proven. A stamp for one purpose proves nothing for another. */
type Purpose = 'entry' | 'connection' | 'link' | `mark: ${string}`;
type Fields = readonly (string | number | null)[];

/**
 * Proves that the product itself wrote something that is not secret: whoever can write to the database, but has no key, can make
 * no stamp that fits.
 */
export type Stamps = {
  make(purpose: Purpose, fields: Fields): string;
  /** What is wrong with a stamp; `damaged` when it was made for something else. Undefined when nothing is. */
  flawOf(stamp: string, purpose: Purpose, fields: Fields): Unreadable | undefined;
  /** Whether it was made with the first key. */
  isCurrent(stamp: string): boolean;
};

const macBytes = 32;

/**
 * A stamp is the name of the key, a colon, and an HMAC-SHA-256. The first key makes stamps; the others only check them. The
 * secrets are derived, so that none is used for more than one algorithm.
 * https://datatracker.ietf.org/doc/html/rfc5869
 */
export function createStamps(keys: readonly [EncryptionKey, ...EncryptionKey[]]): Stamps {
  const [current] = keys;
  const secrets = new Map(
    keys.map(({ id, secret }) => [
      id,
      Buffer.from(hkdfSync('sha256', secret, '', 'piper-invite stamps', macBytes)),
    ]),
  );
  const macOf = (secret: Buffer, purpose: Purpose, fields: Fields): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([purpose, ...fields]))
      .digest();
  const currentSecret = secrets.get(current.id) as Buffer;

  return {
    make: (purpose, fields) =>
      `${current.id}:${macOf(currentSecret, purpose, fields).toString('base64url')}`,

    flawOf: (stamp, purpose, fields) => {
      const [keyId = '', mac = ''] = stamp.split(':', 2);
      const secret = secrets.get(keyId);
      if (!secret) return keyId ? { kind: 'key_missing', keyId } : { kind: 'damaged' };
      const given = Buffer.from(mac, 'base64url');
      const isGenuine =
        given.length === macBytes && timingSafeEqual(given, macOf(secret, purpose, fields));
      return isGenuine ? undefined : { kind: 'damaged' };
    },

    isCurrent: (stamp) => stamp.startsWith(`${current.id}:`),
  };
}

import type { EncryptionKey } from '../../src/storage/encryption-keys.ts';

/** A key that is always the same for a name. */
export const encryptionKey = (id: string): EncryptionKey => ({
  id,
  secret: new Uint8Array(32).fill(id.charCodeAt(0)),
});

import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import * as z from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import type { Unreadable } from '../usecases/ports/connections.ts';
import type { EncryptionKey } from './encryption-keys.ts';

/** What a secret belongs to. One that was moved to another row or column does not open. */
export type Binding = {
  purpose:
    | 'installation'
    | 'connection'
    | 'pending connection'
    | 'response URLs'
    | 'preview'
    | 'accepted command';
  row: string;
};

export type SecretBox = {
  seal(text: string, binding: Binding): Promise<string>;
  /** `damaged` also when it was sealed for another binding. */
  open(sealed: string, binding: Binding): Promise<Result<string, Unreadable>>;
  /** Whether it was sealed with the first key. */
  isCurrent(sealed: string): boolean;
  /** The id of the key that it was sealed with; undefined where it is damaged. */
  keyOf(sealed: string): string | undefined;
};

const headerSchema = z.object({ kid: z.string(), purpose: z.string(), row: z.string() });

/**
 * Encrypts with the first key and decrypts with the key that the header names: JWE with `dir` and `A256GCM`. The binding is in
 * the header, which is authenticated.
 * https://datatracker.ietf.org/doc/html/rfc7516
 */
export function createSecretBox(keys: readonly [EncryptionKey, ...EncryptionKey[]]): SecretBox {
  const [current] = keys;
  const secrets = new Map(keys.map(({ id, secret }) => [id, secret]));

  const headerOf = (sealed: string) => {
    try {
      return headerSchema.safeParse(decodeProtectedHeader(sealed)).data;
    } catch {
      return undefined;
    }
  };

  return {
    seal: (text, { purpose, row }) =>
      new CompactEncrypt(Buffer.from(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: current.id, purpose, row })
        .encrypt(current.secret),

    open: async (sealed, { purpose, row }) => {
      const header = headerOf(sealed);
      if (!header) return err({ kind: 'damaged' });
      const secret = secrets.get(header.kid);
      if (!secret) return err({ kind: 'key_missing', keyId: header.kid });
      if (header.purpose !== purpose || header.row !== row) return err({ kind: 'damaged' });
      try {
        const { plaintext } = await compactDecrypt(sealed, secret, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        return ok(Buffer.from(plaintext).toString());
      } catch {
        return err({ kind: 'damaged' });
      }
    },

    isCurrent: (sealed) => headerOf(sealed)?.kid === current.id,
    keyOf: (sealed) => headerOf(sealed)?.kid,
  };
}

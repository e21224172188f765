import { err, ok, type Result } from '../domain/result.ts';

/** `id` is in the header of everything that the key encrypted. */
export type EncryptionKey = { id: string; secret: Uint8Array };

/** AES-256: https://datatracker.ietf.org/doc/html/rfc7518#section-5.3 */
export const keyBytes = 32;

/**
 * Parses `ENCRYPTION_KEYS`: names and keys (32 bytes as base64url), such as `2026-11:…,2025-10:…`; the first one encrypts. The
 * error completes a sentence about the setting, and contains no key.
 */
export function parseEncryptionKeys(text: string): Result<EncryptionKey[], string> {
  const keys: EncryptionKey[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const [, id, encoded] = /^([\w.-]{1,64}):([\w-]+)=*$/.exec(part) ?? [];
    if (!id || !encoded) return err("isn't a list of names and keys");
    const secret = new Uint8Array(Buffer.from(encoded, 'base64url'));
    if (secret.length !== keyBytes)
      return err(`has a key "${id}" that isn't ${keyBytes} bytes long`);
    if (keys.some((key) => key.id === id)) return err(`has two keys named "${id}"`);
    keys.push({ id, secret });
  }
  return ok(keys);
}

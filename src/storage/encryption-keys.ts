import { err, ok, type Result } from '../domain/result.ts';

/** `id` is in the header of everything that the key encrypted. */
export type EncryptionKey = { id: string; secret: Uint8Array };

/** `lost` are the ids of keys that nobody has any more: what they encrypted, and nothing opens, is given up. */
type EncryptionKeys = { keys: EncryptionKey[]; lost: string[] };

/** AES-256: https://datatracker.ietf.org/doc/html/rfc7518#section-5.3 */
export const keyBytes = 32;

/** Shorter than a key in base64, so that none is taken for a name, which is stored and shown. */
const part = /^([\w.-]{1,40}):([\w-]+)=*$/;

/**
 * Parses `ENCRYPTION_KEYS`: names and keys (32 bytes as base64url), such as `2026-11:…,2025-10:…`; the first one encrypts. A key
 * that is gone is called `lost`: `2024-05:lost`. The error completes a sentence about the setting, and quotes nothing of it.
 */
export function parseEncryptionKeys(text: string): Result<EncryptionKeys, string> {
  const keys: EncryptionKey[] = [];
  const lost: string[] = [];
  for (const [at, each] of text.split(',').entries()) {
    const [, id, encoded] = part.exec(each.trim()) ?? [];
    if (!id || !encoded) return err("isn't a list of names and keys");
    if (encoded === 'lost') {
      lost.push(id);
      continue;
    }
    const secret = new Uint8Array(Buffer.from(encoded, 'base64url'));
    const which = `(number ${at + 1})`;
    if (secret.length !== keyBytes)
      return err(`has a key that isn't ${keyBytes} bytes long ${which}`);
    if (keys.some((key) => key.id === id)) return err(`has two keys of one name ${which}`);
    keys.push({ id, secret });
  }
  return ok({ keys, lost });
}

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type EncryptionKey, keyBytes, parseEncryptionKeys } from './encryption-keys.ts';
import { StorageError } from './storage-error.ts';

const fileName = 'encryption.key';

/**
 * The key that is kept beside a SQLite database when none is configured, generated at the first start. Throws a `StorageError`
 * when the file is not a key.
 */
export function keyBesideDatabase(directory: string, log: Logger): EncryptionKey {
  const file = join(directory, fileName);
  if (!existsSync(file)) {
    makeKey(file);
    log.warn(
      { file },
      'an encryption key was made; keep a copy of it elsewhere: without it every stored token is lost',
    );
  }
  chmodSync(file, 0o600);
  const key = keyIn(file);
  log.info({ file }, 'secrets are encrypted with the key in this file');
  return key;
}

/** The same where there is one already; changes nothing. */
export function keyFoundBesideDatabase(directory: string): EncryptionKey | undefined {
  const file = join(directory, fileName);
  return existsSync(file) ? keyIn(file) : undefined;
}

function keyIn(file: string): EncryptionKey {
  const keys = parseEncryptionKeys(readFileSync(file, 'utf8').trim());
  const [key] = keys.ok ? keys.value.keys : [];
  if (!key) {
    throw new StorageError(
      `${file} isn't an encryption key. Put the key back that was there, or set ENCRYPTION_KEYS.`,
    );
  }
  return key;
}

/** In the format of `ENCRYPTION_KEYS`. The file appears under its name only once it is complete. */
function makeKey(file: string): void {
  const id = `local-${randomBytes(4).toString('hex')}`;
  const text = `${id}:${randomBytes(keyBytes).toString('base64url')}\n`;
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

import type { StorageLocation } from '../../src/storage/storage.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import { users } from '../helpers/slack.ts';

const { id, secret } = encryptionKey('a');

/** The environment of `bot.ts`, besides what is outside of it. */
export const settingsFor = (location: StorageLocation): Record<string, string> => ({
  ENCRYPTION_KEYS: `${id}:${Buffer.from(secret).toString('base64url')}`,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'error',
  // May do what the token may, whoever is in Piper.
  PIPER_INVITE_ADMINS: users.alice.id,
  ...(location.kind === 'postgres'
    ? { DATABASE_URL: location.url }
    : { DATA_DIR: location.directory }),
});

import { onStorage } from './command.ts';
import { progress } from './progress.ts';

/** `reencrypt`: encrypts every secret anew with the first of ENCRYPTION_KEYS. */
export const reencrypt = onStorage(async (storage, say) => {
  const { rows } = await storage.reencrypt({
    secrets: progress('Secrets encrypted anew'),
    entries: progress('Entries of the record checked'),
  });
  say(`Secrets encrypted anew: ${rows}. All are encrypted with the first key now.`);
  return true;
});

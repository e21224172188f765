import { secrets as limits } from './limits.ts';
import { sealedPages, secrets } from './sealed.ts';
import type { SecretBox } from './secret-box.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

/**
 * Throws a `StorageError` when something is stored that was encrypted with a key that is neither among the keys nor called lost, or
 * with another key of the same name. A single row that is damaged is found when it is needed.
 */
export async function verifyKeys(
  db: Database,
  box: SecretBox,
  lostKeys: readonly string[],
): Promise<void> {
  const missing = await missingKeys(db, box, lostKeys);
  if (missing.length === 0) return;
  const names = missing.map((key) => `"${key}"`).join(', ');
  throw new StorageError(
    `What is stored can't be decrypted: ENCRYPTION_KEYS, or the key file in DATA_DIR, lacks the key that was named ${names}. Put it back; if nobody has it any more, add ${missing.map((key) => `${key}:lost`).join(',')} to ENCRYPTION_KEYS, and connect the workspaces again.`,
  );
}

/** Whether the keys open tokens that are stored, of those that are read first. */
export async function openTokens(
  db: Database,
  box: SecretBox,
  lostKeys: readonly string[],
): Promise<boolean> {
  const kinds = secrets.filter(({ table }) => table === 'connections' || table === 'installations');
  return (await missingKeys(db, box, lostKeys, kinds, limits.tokensAtOnce)).length === 0;
}

async function missingKeys(
  db: Database,
  box: SecretBox,
  lostKeys: readonly string[],
  kinds: typeof secrets = secrets,
  mostOfKind?: number,
): Promise<string[]> {
  /** By key: whether anything that it encrypted opens. */
  const opens = new Map<string, boolean>();
  for (const kind of kinds) {
    for await (const page of sealedPages(db, kind, mostOfKind)) {
      for (const { sealed, binding } of page) {
        const key = box.keyOf(sealed);
        if (key === undefined || lostKeys.includes(key) || opens.get(key)) continue;
        opens.set(key, (await box.open(sealed, binding)).ok);
      }
      if (mostOfKind !== undefined) break;
    }
  }
  return [...opens].filter(([, isOpen]) => !isOpen).map(([key]) => key);
}

import { createHash, randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { hashOf } from '../../src/storage/audit.ts';
import { setMarks } from '../../src/storage/audit-marks.ts';
import { bindingOf } from '../../src/storage/batches.ts';
import type { EncryptionKey } from '../../src/storage/encryption-keys.ts';
import { createSecretBox } from '../../src/storage/secret-box.ts';
import { createStamps } from '../../src/storage/stamps.ts';
import { insertAll } from '../../src/storage/statements.ts';
import type { Database, Tables } from '../../src/storage/tables.ts';

/** How many addresses the record is about. */
const people = 500_000;
const atOnce = 10_000;

/** Fills the record of a workspace, with hashes and stamps that are right: two entries about most people. */
export async function fillRecord(
  db: Database,
  workspace: string,
  key: EncryptionKey,
  { entries, now }: { entries: number; now: number },
): Promise<void> {
  const stamps = createStamps([key]);
  const pseudonyms: string[] = [];
  await inPieces(db, people, async (transaction, from, to) => {
    const rows: Tables['auditPeople'][] = [];
    for (let number = from; number < to; number += 1) {
      const address = `p${number}@example.com`;
      const salt = randomBytes(16).toString('base64url');
      const hash = createHash('sha256').update(JSON.stringify([workspace, salt, address]));
      const pseudonym = `person-${hash.digest('hex').slice(0, 32)}`;
      pseudonyms.push(pseudonym);
      rows.push({ pseudonym, workspace, salt, address, addressKey: address, lastAt: now });
    }
    await insertAll(transaction, 'auditPeople', rows);
  });
  let previousHash = '';
  await inPieces(db, entries, async (transaction, from, to) => {
    const rows: Tables['auditEntries'][] = [];
    for (let number = from + 1; number <= to; number += 1) {
      const entry = JSON.stringify({
        workspace,
        at: now - (entries - number) * 60_000,
        actor: `U${number % 300}`,
        action: number % 2 === 0 ? 'invite' : 'submit',
        subject: pseudonyms[number % people] ?? '',
        surface: 'form',
        outcome: number % 2 === 0 ? 'invited' : 'stored',
        details: { role: 'Editor', organization: 'org-1', reference: '7f3k2q' },
      });
      const hash = hashOf({ workspace, number, previousHash, entry });
      const stamp = stamps.make('entry', [workspace, number, hash]);
      rows.push({ workspace, number, entry, previousHash, hash, stamp });
      previousHash = hash;
    }
    await insertAll(transaction, 'auditEntries', rows);
  });
  await db.transaction().execute(async (transaction) => {
    await setMarks(transaction, stamps, [
      { workspace, kind: 'end', number: entries, hash: previousHash },
    ]);
  });
}

/** Gives every batch a secret. */
export async function fillSecrets(db: Database, key: EncryptionKey): Promise<void> {
  const box = createSecretBox([key]);
  const ids = await db.selectFrom('batches').select('id').execute();
  await inPieces(db, ids.length, async (transaction, from, to) => {
    for (const { id } of ids.slice(from, to)) {
      const sealedUrls = await box.seal('{"channelUrl":"https://hooks.example/1"}', bindingOf(id));
      await transaction.updateTable('batches').set({ sealedUrls }).where('id', '=', id).execute();
    }
  });
}

async function inPieces(
  db: Database,
  count: number,
  fill: (transaction: Transaction<Tables>, from: number, to: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(from + atOnce, count);
    await db.transaction().execute((transaction) => fill(transaction, from, to));
  }
}

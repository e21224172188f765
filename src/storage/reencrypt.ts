import { sql } from 'kysely';
import type { Unreadable } from '../usecases/ports/connections.ts';
import { flawOf, stampOf } from './connections.ts';
import { flawOf as flawOfLink, stampOf as stampOfLink } from './links.ts';
import { readSealed, secrets } from './sealed.ts';
import type { SecretBox } from './secret-box.ts';
import type { Stamps } from './stamps.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';
import { vouchForRecords } from './vouch.ts';

/**
 * Encrypts every stored secret with the first key, unless it already is, and makes every stamp anew with it; entries of the record
 * keep theirs, and are vouched for. `rows` is how many secrets it encrypted. Throws a `StorageError` that names what can't be read
 * or trusted, once the rest is done.
 */
export async function reencrypt(
  db: Database,
  box: SecretBox,
  stamps: Stamps,
): Promise<{ rows: number }> {
  const unreadable: string[] = [];
  const rows = await resealAll(db, box, unreadable);
  await stampConnections(db, stamps, unreadable);
  await stampLinks(db, stamps, unreadable);
  for (const workspace of await vouchForRecords(db, stamps)) {
    unreadable.push(`record of ${workspace}: verify-audit says what is wrong with it`);
  }
  if (unreadable.length === 0) return { rows };
  throw new StorageError(
    [
      `Secrets encrypted anew with the first key: ${rows}. These can't be read or trusted:`,
      ...unreadable,
      'Add the missing keys and do it again; what is damaged has to be connected or installed again.',
    ].join('\n'),
  );
}

async function resealAll(db: Database, box: SecretBox, unreadable: string[]): Promise<number> {
  let rows = 0;
  for (const kind of secrets) {
    const { table, column } = kind;
    for (const { id, sealed, binding } of await readSealed(db, kind)) {
      if (box.isCurrent(sealed)) continue;
      const opened = await box.open(sealed, binding);
      if (!opened.ok) {
        unreadable.push(`${binding.purpose} ${binding.row}: ${whyOf(opened.error)}`);
        continue;
      }
      const resealed = await box.seal(opened.value, binding);
      // The product may have replaced the secret in the meantime.
      await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${resealed}
        where id = ${id} and ${sql.ref(column)} = ${sealed}
      `.execute(db);
      rows += 1;
    }
  }
  return rows;
}

async function stampConnections(db: Database, stamps: Stamps, unreadable: string[]): Promise<void> {
  for (const row of await db.selectFrom('connections').selectAll().execute()) {
    if (stamps.isCurrent(row.stamp)) continue;
    const flaw = flawOf(stamps, row);
    if (flaw) unreadable.push(`settings of ${row.scopeId}/${row.id}: ${whyOf(flaw)}`);
    else {
      await db
        .updateTable('connections')
        .set({ stamp: stampOf(stamps, row) })
        .where('id', '=', row.id)
        .where('stamp', '=', row.stamp)
        .execute();
    }
  }
}

async function stampLinks(db: Database, stamps: Stamps, unreadable: string[]): Promise<void> {
  for (const row of await db.selectFrom('links').selectAll().execute()) {
    if (stamps.isCurrent(row.stamp)) continue;
    const flaw = flawOfLink(stamps, row);
    if (flaw) unreadable.push(`link of ${row.scopeId}/${row.userId}: ${whyOf(flaw)}`);
    else {
      await db
        .updateTable('links')
        .set({ stamp: stampOfLink(stamps, row) })
        .where('stamp', '=', row.stamp)
        .execute();
    }
  }
}

const whyOf = (why: Unreadable): string =>
  why.kind === 'key_missing'
    ? `its key "${why.keyId}" isn't among ENCRYPTION_KEYS`
    : 'it is damaged';

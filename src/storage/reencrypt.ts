import { sql } from 'kysely';
import { z } from 'zod';
import type { Unreadable } from '../usecases/ports/connections.ts';
import { bindingOf as batchBinding } from './batches.ts';
import { bindingOf as connectionBinding, flawOf, stampOf } from './connections.ts';
import { bindingOf as installationBinding } from './installations.ts';
import { bindingOf as pendingBinding } from './pending-connections.ts';
import { bindingOf as previewBinding } from './previews.ts';
import type { Binding, SecretBox } from './secret-box.ts';
import type { Stamps } from './stamps.ts';
import { StorageError } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';
import { vouchForRecords } from './vouch.ts';

/** Every encrypted column, and what its secrets are bound to: the row's id, and its scope in tables that have one. */
const secrets: readonly {
  table: keyof Tables;
  column: string;
  hasScope?: true;
  binding: (id: string, scope: string) => Binding;
}[] = [
  { table: 'installations', column: 'sealedInstallation', binding: installationBinding },
  { table: 'connections', column: 'sealedToken', hasScope: true, binding: connectionBinding },
  { table: 'pendingConnections', column: 'sealedToken', hasScope: true, binding: pendingBinding },
  { table: 'previews', column: 'sealedPreview', binding: previewBinding },
  { table: 'batches', column: 'sealedUrls', binding: batchBinding },
];

const rowSchema = z.object({ id: z.string(), scope: z.string(), sealed: z.string() });

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
  for (const { table, column, hasScope, binding: bindingOf } of secrets) {
    const scope = hasScope ? sql.ref('scopeId') : sql.lit('');
    const found = await sql`
      select id, ${scope} as scope, ${sql.ref(column)} as sealed
      from ${sql.table(table)} where ${sql.ref(column)} is not null
    `.execute(db);
    for (const { id, scope, sealed } of found.rows.map((row) => rowSchema.parse(row))) {
      if (box.isCurrent(sealed)) continue;
      const binding = bindingOf(id, scope);
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

const whyOf = (why: Unreadable): string =>
  why.kind === 'key_missing'
    ? `its key "${why.keyId}" isn't among ENCRYPTION_KEYS`
    : 'it is damaged';

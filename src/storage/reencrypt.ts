import { sql } from 'kysely';
import { z } from 'zod';
import { bindingOf as batchBinding } from './batches.ts';
import { bindingOf as connectionBinding } from './connections.ts';
import { bindingOf as installationBinding } from './installations.ts';
import { bindingOf as pendingBinding } from './pending-connections.ts';
import { bindingOf as previewBinding } from './previews.ts';
import type { Binding, SecretBox } from './secret-box.ts';
import { StorageError } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';

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
 * Encrypts every stored secret with the first key, unless it already is; `rows` is how many it encrypted. Throws a
 * `StorageError` that names the unreadable ones, once the others are done.
 */
export async function reencrypt(db: Database, box: SecretBox): Promise<{ rows: number }> {
  let rows = 0;
  const unreadable: string[] = [];
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
        const why =
          opened.error.kind === 'key_missing'
            ? `its key "${opened.error.keyId}" isn't among ENCRYPTION_KEYS`
            : 'it is damaged';
        unreadable.push(`${binding.purpose} ${binding.row}: ${why}`);
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
  if (unreadable.length === 0) return { rows };
  throw new StorageError(
    [
      `Secrets encrypted anew with the first key: ${rows}. These can't be decrypted:`,
      ...unreadable,
      'Add the missing keys and do it again; what is damaged has to be connected or installed again.',
    ].join('\n'),
  );
}

import { bindingOf as connectionBinding } from './connections.ts';
import { bindingOf as installationBinding } from './installations.ts';
import { bindingOf as pendingBinding } from './pending-connections.ts';
import type { Binding, SecretBox } from './secret-box.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

/**
 * Encrypts every stored secret anew with the first key, where it is not already. All or nothing: throws a `StorageError` when
 * one of them cannot be read.
 */
export async function reencrypt(db: Database, box: SecretBox): Promise<{ rows: number }> {
  const renew = async (sealed: string, binding: Binding): Promise<string> => {
    const opened = await box.open(sealed, binding);
    if (opened.ok) return box.seal(opened.value, binding);
    const why =
      opened.error.kind === 'key_missing'
        ? `its key "${opened.error.keyId}" isn't among ENCRYPTION_KEYS; add it`
        : 'it was damaged; restore it from a backup, or remove it';
    throw new StorageError(
      `The ${binding.purpose} ${binding.row} can't be decrypted: ${why}. Nothing was changed.`,
    );
  };

  return db.transaction().execute(async (transaction) => {
    let rows = 0;
    for (const row of await transaction.selectFrom('installations').selectAll().execute()) {
      if (box.isCurrent(row.sealed_installation)) continue;
      const sealed = await renew(row.sealed_installation, installationBinding(row.id));
      await transaction
        .updateTable('installations')
        .set({ sealed_installation: sealed })
        .where('id', '=', row.id)
        .execute();
      rows += 1;
    }
    for (const [table, bindingOf] of [
      ['connections', connectionBinding],
      ['pending_connections', pendingBinding],
    ] as const) {
      for (const row of await transaction.selectFrom(table).selectAll().execute()) {
        if (box.isCurrent(row.sealed_token)) continue;
        const sealed = await renew(row.sealed_token, bindingOf(row.id, row.scope_id));
        await transaction
          .updateTable(table)
          .set({ sealed_token: sealed })
          .where('id', '=', row.id)
          .execute();
        rows += 1;
      }
    }
    return { rows };
  });
}

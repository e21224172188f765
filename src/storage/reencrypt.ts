import { bindingOf as batchBinding } from './batches.ts';
import { bindingOf as connectionBinding } from './connections.ts';
import { bindingOf as installationBinding } from './installations.ts';
import { bindingOf as pendingBinding } from './pending-connections.ts';
import { bindingOf as draftBinding } from './previews.ts';
import type { Binding, SecretBox } from './secret-box.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

/** A stored secret, and how another text is put in its place, unless it changed meanwhile. */
type Secret = { sealed: string; binding: Binding; replace: (sealed: string) => Promise<unknown> };

/**
 * Encrypts every stored secret anew with the first key, where another one did; `rows` says how many. Those that cannot be read
 * do not hold up the others: they are named in a `StorageError` at the end.
 */
export async function reencrypt(db: Database, box: SecretBox): Promise<{ rows: number }> {
  let rows = 0;
  const unreadable: string[] = [];
  for (const { sealed, binding, replace } of await secretsOf(db)) {
    if (box.isCurrent(sealed)) continue;
    const opened = await box.open(sealed, binding);
    if (opened.ok) {
      await replace(await box.seal(opened.value, binding));
      rows += 1;
    } else {
      const why =
        opened.error.kind === 'key_missing'
          ? `its key "${opened.error.keyId}" isn't among ENCRYPTION_KEYS`
          : 'it is damaged';
      unreadable.push(`${binding.purpose} ${binding.row}: ${why}`);
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

async function secretsOf(db: Database): Promise<Secret[]> {
  const installations = await db
    .selectFrom('installations')
    .select(['id', 'sealed_installation'])
    .execute();
  const connections = await db
    .selectFrom('connections')
    .select(['id', 'scope_id', 'sealed_token'])
    .execute();
  const pending = await db
    .selectFrom('pending_connections')
    .select(['id', 'scope_id', 'sealed_token'])
    .execute();
  const previews = await db.selectFrom('previews').select(['id', 'sealed_preview']).execute();
  const batches = await db
    .selectFrom('batches')
    .select(['id', 'sealed_urls'])
    .where('sealed_urls', 'is not', null)
    .execute();
  return [
    ...installations.map(({ id, sealed_installation }) => ({
      sealed: sealed_installation,
      binding: installationBinding(id),
      replace: (sealed: string) =>
        db
          .updateTable('installations')
          .set({ sealed_installation: sealed })
          .where('id', '=', id)
          .where('sealed_installation', '=', sealed_installation)
          .execute(),
    })),
    ...connections.map(({ id, scope_id, sealed_token }) => ({
      sealed: sealed_token,
      binding: connectionBinding(id, scope_id),
      replace: (sealed: string) =>
        db
          .updateTable('connections')
          .set({ sealed_token: sealed })
          .where('id', '=', id)
          .where('sealed_token', '=', sealed_token)
          .execute(),
    })),
    ...pending.map(({ id, scope_id, sealed_token }) => ({
      sealed: sealed_token,
      binding: pendingBinding(id, scope_id),
      replace: (sealed: string) =>
        db
          .updateTable('pending_connections')
          .set({ sealed_token: sealed })
          .where('id', '=', id)
          .where('sealed_token', '=', sealed_token)
          .execute(),
    })),
    ...previews.map(({ id, sealed_preview }) => ({
      sealed: sealed_preview,
      binding: draftBinding(id),
      replace: (sealed: string) =>
        db
          .updateTable('previews')
          .set({ sealed_preview: sealed })
          .where('id', '=', id)
          .where('sealed_preview', '=', sealed_preview)
          .execute(),
    })),
    ...batches.map(({ id, sealed_urls }) => ({
      sealed: sealed_urls ?? '',
      binding: batchBinding(id),
      replace: (sealed: string) =>
        db
          .updateTable('batches')
          .set({ sealed_urls: sealed })
          .where('id', '=', id)
          .where('sealed_urls', '=', sealed_urls)
          .execute(),
    })),
  ];
}

import { sql } from 'kysely';
import type { Unreadable } from '../usecases/ports/connections.ts';
import { flawOf, stampOf } from './connections.ts';
import { inPages } from './in-pages.ts';
import { flawOf as flawOfLink, stampOf as stampOfLink } from './links.ts';
import { sealedPages, secrets } from './sealed.ts';
import type { SecretBox } from './secret-box.ts';
import type { Stamps } from './stamps.ts';
import { StorageError } from './storage-error.ts';
import type { Database, Tables } from './tables.ts';
import { vouchForRecords } from './vouch.ts';

/** Told how many secrets are encrypted anew, and how many entries of the record are checked, so far. */
export type ReencryptProgress = {
  secrets?: (count: number) => void;
  entries?: (count: number) => void;
};

/**
 * Encrypts every stored secret with the first key, unless it already is, and makes every stamp anew with it; entries of the record
 * keep theirs, and are vouched for. `rows` is how many secrets it encrypted. Throws a `StorageError` that names what can't be read
 * or trusted, once the rest is done.
 */
export async function reencrypt(
  db: Database,
  box: SecretBox,
  stamps: Stamps,
  on: ReencryptProgress = {},
): Promise<{ rows: number }> {
  const unreadable: string[] = [];
  const rows = await resealAll(db, box, unreadable, on.secrets ?? (() => {}));
  await stampConnections(db, stamps, unreadable);
  await stampLinks(db, stamps, unreadable);
  for (const workspace of await vouchForRecords(db, stamps, on.entries)) {
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

async function resealAll(
  db: Database,
  box: SecretBox,
  unreadable: string[],
  onResealed: (rows: number) => void,
): Promise<number> {
  let rows = 0;
  for (const kind of secrets) {
    for await (const page of sealedPages(db, kind)) {
      const old = page.filter(({ sealed }) => !box.isCurrent(sealed));
      const resealed = await Promise.all(
        old.map(async ({ id, sealed, binding }) => {
          const opened = await box.open(sealed, binding);
          if (opened.ok) return { id, sealed, fresh: await box.seal(opened.value, binding) };
          unreadable.push(`${binding.purpose} ${binding.row}: ${whyOf(opened.error)}`);
          return undefined;
        }),
      );
      const changes = resealed.filter((each) => each !== undefined);
      if (changes.length > 0) await replace(db, kind, changes);
      rows += changes.length;
      onResealed(rows);
    }
  }
  return rows;
}

/** In one statement, since each commit waits for the disk. The product may have replaced a secret in the meantime. */
async function replace(
  db: Database,
  { table, column }: (typeof secrets)[number],
  changes: readonly { id: string; sealed: string; fresh: string }[],
): Promise<void> {
  const rows = changes.map(({ id, sealed, fresh }) => sql`(${id}, ${sealed}, ${fresh})`);
  const [kept, id] = [sql.ref(`${table}.${column}`), sql.ref(`${table}.id`)];
  await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = changes.column3
    from (values ${sql.join(rows)}) as changes
    where ${id} = changes.column1 and ${kept} = changes.column2
  `.execute(db);
}

async function stampConnections(db: Database, stamps: Stamps, unreadable: string[]): Promise<void> {
  for await (const rows of inPages(db, 'connections', ['id'])) {
    for (const row of rows as Tables['connections'][]) {
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
}

async function stampLinks(db: Database, stamps: Stamps, unreadable: string[]): Promise<void> {
  const key = ['scopeId', 'organizationId', 'userId'] as const;
  for await (const rows of inPages(db, 'links', key)) {
    for (const row of rows as Tables['links'][]) {
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
}

const whyOf = (why: Unreadable): string =>
  why.kind === 'key_missing'
    ? `its key "${why.keyId}" isn't among ENCRYPTION_KEYS`
    : 'it is damaged';

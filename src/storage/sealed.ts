import { sql } from 'kysely';
import * as z from 'zod';
import { bindingOf as commandBinding } from './accepted-commands.ts';
import { bindingOf as batchBinding } from './batches.ts';
import { bindingOf as connectionBinding } from './connections.ts';
import { inPages } from './in-pages.ts';
import { bindingOf as installationBinding } from './installations.ts';
import { bindingOf as pendingBinding } from './pending-connections.ts';
import { bindingOf as previewBinding } from './previews.ts';
import type { Binding } from './secret-box.ts';
import type { Database, Tables } from './tables.ts';

/** Every encrypted column, and what its secrets are bound to: the row's id, and its scope in tables that have one. */
export const secrets: readonly {
  table: keyof Tables;
  column: string;
  hasScope?: true;
  binding: (id: string, scope: string) => Binding;
}[] = [
  { table: 'installations', column: 'sealedInstallation', binding: installationBinding },
  { table: 'connections', column: 'sealedToken', hasScope: true, binding: connectionBinding },
  { table: 'pendingConnections', column: 'sealedToken', hasScope: true, binding: pendingBinding },
  { table: 'previews', column: 'sealedPreview', binding: previewBinding },
  { table: 'acceptedCommands', column: 'sealedCommand', binding: commandBinding },
  { table: 'batches', column: 'sealedUrls', binding: batchBinding },
];

type Secrets = (typeof secrets)[number];

/** A secret as it is stored; `id` is its row's. */
export type Sealed = { id: string; sealed: string; binding: Binding };

const text = z.string();

/** The secrets of a kind that are stored, in the order of their rows, page by page. */
export async function* sealedPages(
  db: Database,
  { table, column, hasScope, binding }: Secrets,
  size?: number,
): AsyncGenerator<Sealed[]> {
  const only = sql`${sql.ref(column)} is not null`;
  for await (const rows of inPages(db, table, ['id'], { only, ...(size && { size }) })) {
    yield rows.map((row) => {
      const id = text.parse(row.id);
      const scope = hasScope ? text.parse(row.scopeId) : '';
      return { id, sealed: text.parse(row[column]), binding: binding(id, scope) };
    });
  }
}

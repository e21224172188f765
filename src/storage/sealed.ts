import { sql } from 'kysely';
import * as z from 'zod';
import { bindingOf as commandBinding } from './accepted-commands.ts';
import { bindingOf as batchBinding } from './batches.ts';
import { bindingOf as connectionBinding } from './connections.ts';
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

const rowSchema = z.object({ id: z.string(), scope: z.string(), sealed: z.string() });

/** The secrets of a kind that are stored, in the order of their rows; `most` of them, if given. */
export async function readSealed(
  db: Database,
  { table, column, hasScope, binding }: Secrets,
  most?: number,
) {
  const scope = hasScope ? sql.ref('scopeId') : sql.lit('');
  const found = await sql`
    select id, ${scope} as scope, ${sql.ref(column)} as sealed
    from ${sql.table(table)} where ${sql.ref(column)} is not null ${most === undefined ? sql`` : sql`limit ${most}`}
  `.execute(db);
  return found.rows
    .map((row) => rowSchema.parse(row))
    .map(({ id, scope, sealed }) => ({ id, sealed, binding: binding(id, scope) }));
}

import type { Transaction } from 'kysely';
import * as z from 'zod';
import { auditEntry } from '../domain/audit.ts';
import type { Recorder } from './audit.ts';
import { close, isOpen } from './request-changes.ts';
import type { Tables } from './tables.ts';

const rowSchema = z.object({ id: z.string(), teamId: z.string(), organizationId: z.string() });

/**
 * Ends the open requests that a scope's connection served until `at` (epoch milliseconds), but for those to the organization that it
 * is connected to now. A workspace of an Enterprise organization with a connection of its own is served by that.
 */
export async function voidRequests(
  transaction: Transaction<Tables>,
  { append }: Recorder,
  scopeId: string,
  at: number,
  connectedTo = '',
): Promise<void> {
  const found = await transaction
    .selectFrom('requests')
    .select(['id', 'teamId', 'organizationId'])
    .where(isOpen)
    .where('organizationId', '!=', connectedTo)
    .where(({ or, and, eb, selectFrom }) =>
      or([
        eb('teamId', '=', scopeId),
        and([
          eb('enterpriseId', '=', scopeId),
          eb('teamId', 'not in', selectFrom('connections').select('scopeId')),
        ]),
      ]),
    )
    .execute();
  for (const row of found) {
    const { id, teamId, organizationId } = rowSchema.parse(row);
    const isEnded = await close(transaction, id, { kind: 'void', why: 'disconnected', at });
    if (!isEnded) continue;
    const entry = auditEntry({
      workspace: teamId,
      at,
      actor: 'app',
      action: 'decide',
      subject: id,
      surface: 'clock',
      outcome: 'void',
      details: { organization: organizationId, why: 'disconnected' },
    });
    await append(transaction, [entry]);
  }
}

import { scopeId, type WorkspaceRef } from '../domain/connection.ts';
import type { Connected } from './find-connection.ts';
import { noteExport } from './note-export.ts';
import type { Audit, Records } from './ports/audit.ts';
import type { SendRecord } from './ports/exports.ts';

export type ExportRecord = ReturnType<typeof createExportRecord>;

/**
 * Sends somebody the record of their workspace; of an Enterprise organization whose connection the workspace has, its own, too. Nothing
 * leaves before the record says who asked for it.
 */
export function createExportRecord(deps: {
  records: Records;
  audit: Audit;
  send: SendRecord;
  now: () => number;
}) {
  const { records, send } = deps;

  return async (request: {
    workspace: WorkspaceRef;
    connected: Connected;
    /** Slack user ID of somebody who may have it. */
    by: string;
    mayStill: () => Promise<boolean>;
    reference?: string | undefined;
  }): Promise<{ kind: 'started'; entries: number } | { kind: 'busy' | 'nothing' }> => {
    const { workspace, connected, by, mayStill, reference } = request;
    const whole = scopeId(connected.connection.scope) || workspace.teamId;
    const spans = await Promise.all(
      [...new Set([workspace.teamId, whole])].map(async (id) => ({
        id,
        span: await records.span(id),
      })),
    );
    const total = spans.reduce((sum, { span }) => sum + span.upTo - span.behind, 0);
    if (total === 0) return { kind: 'nothing' };

    async function* pages() {
      for (const { id, span } of spans) yield* records.read(id, span);
    }
    const begun = send({
      workspace,
      userId: by,
      total,
      pages: pages(),
      mayStill,
      ...noteExport(
        deps,
        { workspace: workspace.teamId, actor: by, subject: whole, reference },
        { what: 'record', rows: `${total}` },
      ),
    });
    return begun === 'busy' ? { kind: 'busy' } : { kind: 'started', entries: total };
  };
}

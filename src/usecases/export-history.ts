import { scopeId, type WorkspaceRef } from '../domain/connection.ts';
import type { HistoryEntry, HistoryFilters, HistoryTurn } from '../domain/history.ts';
import { othersTurn } from '../utils/in-slices.ts';
import type { Connected } from './find-connection.ts';
import { exports as limits } from './limits.ts';
import { noteExport } from './note-export.ts';
import type { Audit } from './ports/audit.ts';
import type { SendHistory } from './ports/exports.ts';
import type { History } from './ports/history.ts';
import { sightOf } from './search-history.ts';

export type ExportHistory = ReturnType<typeof createExportHistory>;

/** Sends somebody all invites that a search finds, however far back that leads. The record has by what was searched, but not for what. */
export function createExportHistory(deps: {
  history: History;
  audit: Audit;
  send: SendHistory;
  now: () => number;
}) {
  const { history, send } = deps;

  return (request: {
    workspace: WorkspaceRef;
    connected: Connected;
    filters: HistoryFilters;
    /** Slack user ID of somebody who may have all that there is. */
    by: string;
    /** The connection, for as long as they may have that. */
    connectedStill: () => Promise<Connected | undefined>;
    reference?: string | undefined;
  }): 'started' | 'busy' => {
    const { workspace, connected, filters, by, connectedStill, reference } = request;
    const sightThrough = (through: Connected) =>
      sightOf({ workspace: { ref: workspace }, connected: through, by, seesAll: true });
    const sight = sightThrough(connected);
    const { organization } = connected.connection;

    async function* pages(): AsyncGenerator<HistoryEntry[]> {
      let turn: HistoryTurn | undefined;
      do {
        const page = await history.search(sight, filters, turn, limits.rowsPerLook);
        yield page.entries;
        turn = page.older;
        await othersTurn();
      } while (turn);
    }

    return send({
      workspace,
      organization,
      userId: by,
      pages: pages(),
      mayStill: async () => {
        const through = await connectedStill();
        const now = through && sightThrough(through);
        return (
          now?.organizationId === sight.organizationId &&
          scopeId(now.scope) === scopeId(sight.scope)
        );
      },
      ...noteExport(
        deps,
        { workspace: workspace.teamId, actor: by, subject: scopeId(sight.scope), reference },
        { what: 'history', organization: organization.id, by: kindsOf(filters) },
      ),
    });
  };
}

const kindsOf = (filters: HistoryFilters): string =>
  Object.entries(filters)
    .flatMap(([kind, value]) => (value === undefined ? [] : [kind]))
    .join(' ');

import type { WorkspaceRef } from '../domain/connection.ts';
import type { HistoryFilters, HistoryPage, HistoryTurn } from '../domain/history.ts';
import type { Connected } from './find-connection.ts';
import type { History } from './ports/history.ts';

/** Searches what was submitted through a connection, as far as somebody may see it. */
export const searchHistory = (
  { history }: { history: History },
  viewer: {
    workspace: { ref: WorkspaceRef };
    connected: Pick<Connected, 'connection' | 'isFixed'>;
    by: string;
    seesAll: boolean;
  },
  filters: HistoryFilters,
  turn?: HistoryTurn,
): Promise<HistoryPage> => {
  const { workspace, by: viewerId, seesAll } = viewer;
  const { connection, isFixed } = viewer.connected;
  return history.search(
    {
      organizationId: connection.organization.id,
      // What serves every workspace gives nobody a say in the others.
      scope: isFixed ? { teamId: workspace.ref.teamId } : connection.scope,
      viewerId,
      seesAll,
    },
    filters,
    turn,
  );
};

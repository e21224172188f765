import type { WorkspaceRef } from '../domain/connection.ts';
import type { HistoryFilters, HistoryPage, HistorySight, HistoryTurn } from '../domain/history.ts';
import type { Connected } from './find-connection.ts';
import type { History } from './ports/history.ts';

/** Somebody who looks at what was submitted through a connection. */
export type HistoryViewer = {
  workspace: { ref: WorkspaceRef };
  connected: Pick<Connected, 'connection' | 'isFixed'>;
  /** Slack user ID. */
  by: string;
  seesAll: boolean;
};

/** Searches what was submitted through a connection, as far as somebody may see it. */
export const searchHistory = (
  { history }: { history: History },
  viewer: HistoryViewer,
  filters: HistoryFilters,
  turn?: HistoryTurn,
): Promise<HistoryPage> => history.search(sightOf(viewer), filters, turn);

export const sightOf = ({ workspace, connected, by, seesAll }: HistoryViewer): HistorySight => ({
  organizationId: connected.connection.organization.id,
  // What serves every workspace gives nobody a say in the others.
  scope: connected.isFixed ? { teamId: workspace.ref.teamId } : connected.connection.scope,
  viewerId: by,
  seesAll,
});

import type { ModalView } from '@slack/types';
import type { HistoryFilters, HistoryTurn } from '../../domain/history.ts';
import { slack } from '../../limits.ts';
import { history as text } from '../../text/index.ts';
import { searchHistory } from '../../usecases/search-history.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { historyModal, historyResultsModal } from '../../views/history-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Searcher } from '../guards/require-searcher.ts';
import { formatFilters } from '../payloads/history.ts';
import type { Workspace } from '../workspace.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';

/** Opens the form that asks what to look for in the past. */
export const openHistory = (guard: Guard<Searcher>): OpenForm =>
  guardedForm(guard, waitingModal(text.titlePlain), async ({ connection, piper, seesAll }) => {
    const roles = await withTimeout(piper.roles(), slack.lookupBeforeAnswer);
    return historyModal({
      organization: connection.organization,
      roles: roles?.ok ? roles.value : [],
      seesAll,
    });
  });

/** A page of what was found, or why there is none. */
export async function historyPage(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Searcher>,
  by: string,
  filters: HistoryFilters,
  turn?: HistoryTurn,
): Promise<ModalView> {
  const found = await guard(deps, workspace, by);
  if (!found.ok) return messageModal(found.error, text.titlePlain, text.backPlain);
  const viewer = { workspace, connected: found.value, by, seesAll: found.value.seesAll };
  return historyResultsModal({
    metadata: formatFilters(filters),
    organization: found.value.connection.organization,
    reader: workspace.ref,
    page: await searchHistory(deps, viewer, filters, turn),
    mayExport: viewer.seesAll,
  });
}

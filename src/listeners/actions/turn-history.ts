import { history as text } from '../../text/index.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Searcher } from '../guards/require-searcher.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { historyPage } from '../modals/open-history.ts';
import { updateModal, viewOrError } from '../modals/update-modal.ts';
import { historyTurnSchema } from '../payloads/history.ts';

/** The buttons that turn the page of what was found: the modal is replaced with the other page. */
export const turnHistory =
  (deps: ListenerDeps, guard: Guard<Searcher>, to: 'notOlderThan' | 'olderThan') =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { userId, viewId, filters, place } = historyTurnSchema.parse(body);
    await ack();
    const turn = to === 'olderThan' ? { olderThan: place } : { notOlderThan: place };
    const page = historyPage(deps, deps.workspaceOf(context), guard, userId, filters, turn);
    const view = await viewOrError(deps, page, (message) =>
      messageModal(message, text.titlePlain, text.backPlain),
    );
    await updateModal(deps, client, { view_id: viewId }, view);
  };

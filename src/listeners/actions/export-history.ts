import type { HistoryFilters } from '../../domain/history.ts';
import { history as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { historyAnswer, historyNotGranted } from '../../views/history-file.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { guardedForm, type OpenForm } from '../modals/open-modal.ts';
import { historyExportSchema } from '../payloads/history.ts';

/** The button that has all that was found sent to whoever pressed it; a modal on top says what comes of it. */
export const exportHistory =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, filters } = historyExportSchema.parse(body);
    await ack();
    const connectedStill = async () => {
      const found = await guard(deps, deps.workspaceOf(context), opener.userId);
      return found.ok ? found.value : undefined;
    };
    const begin = answerOf(guard, filters, connectedStill);
    return begin(deps, deps.workspaceOf(context), client, opener);
  };

const answerOf = (
  guard: Guard<Connected>,
  filters: HistoryFilters,
  connectedStill: () => Promise<Connected | undefined>,
): OpenForm =>
  guardedForm(
    guard,
    waitingModal(text.titlePlain),
    (connected, deps, { ref, optionalFeatures }, { userId }) => {
      if (!optionalFeatures.includes('results')) {
        return messageModal(historyNotGranted(ref.teamId), text.titlePlain, text.backPlain);
      }
      const answer = deps.exportHistory({
        workspace: ref,
        connected,
        filters,
        by: userId,
        connectedStill,
        reference: currentReference(),
      });
      const message = historyAnswer(connected.connection.organization, answer);
      return messageModal(message, text.titlePlain, text.backPlain);
    },
  );

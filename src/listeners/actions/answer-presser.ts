import type { Connected } from '../../usecases/find-connection.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Homes } from '../home/homes.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { requestsModal } from '../modals/open-requests.ts';
import { updateModal } from '../modals/update-modal.ts';
import type { RequestButton } from '../payloads/buttons.ts';

/** Tells whoever pressed a button about a request what came of it. */
export type AnswerPresser = (
  args: Pick<ActionArgs, 'client' | 'context'>,
  pressed: RequestButton,
  message: Message,
) => Promise<void>;

/** Where it was pressed: on their Home or in the list, which shows what there is now, or privately beside the message. */
export const answerPresser =
  (deps: ListenerDeps, homes: Homes, guard: Guard<Connected>): AnswerPresser =>
  async ({ client, context }, { userId, responseUrl, home, modalId }, message) => {
    // Read anew, since the button may have changed something.
    const workspace = deps.workspaceOf(context);
    if (home) return homes.changed(context, userId, home, message);
    if (modalId) {
      const view = await requestsModal(deps, workspace, guard, userId, message);
      await updateModal(deps, client, { view_id: modalId }, view);
    } else {
      await workspace.messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
    }
    await homes.changed(context, userId, undefined);
  };

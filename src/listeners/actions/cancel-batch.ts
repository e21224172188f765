import { mayCancel, reachOf } from '../../domain/policy.ts';
import { batchButtons } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { cancelledMessage, mayNotCancelMessage } from '../../views/batch-buttons.ts';
import { textMessage } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { batchButtonSchema } from '../payloads/buttons.ts';

/** The "Cancel" button of a batch. */
export const cancelBatch =
  (deps: ListenerDeps) =>
  async ({ body, ack, context }: ActionArgs): Promise<unknown> => {
    const { userId, responseUrl, batchId, isPrivate } = batchButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const { messenger, ref } = workspace;
    const [found, state] = await Promise.all([deps.batches.find(batchId, ref), workspace.find()]);
    const to = { userId, ...(responseUrl && { responseUrl }) };
    if (!found) return messenger.tell(to, textMessage([batchButtons.noneToCancel]));
    const { batch } = found;
    const reach = state.kind === 'connected' ? reachOf(state.connection) : 'workspace';
    const toConnect = await deps.authorize.toConnect(workspace, userId, reach);
    if (!mayCancel(userId, batch.inviterId, toConnect).allowed) {
      return messenger.tell(to, mayNotCancelMessage(batch.inviterId, reach));
    }
    const count = await deps.cancelBatch(batch, { userId, reference: currentReference() });
    const message = cancelledMessage(count);
    // A private message is replaced with its button; the one in the conversation is updated with the batch.
    return isPrivate && responseUrl
      ? messenger.replace({ userId, responseUrl }, message)
      : messenger.tell(to, message);
  };

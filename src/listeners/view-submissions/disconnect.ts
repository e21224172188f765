import { connecting } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { disconnectedMessage, startAgainMessage } from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { disconnectSchema } from '../payloads/connection-forms.ts';

/** Disconnecting was confirmed. */
export const disconnectSubmission =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  (args: SubmissionArgs): Promise<void> => {
    const { userId, connectionId } = disconnectSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const say = (message: Message): Answer => ({
      view: messageModal(message, connecting.disconnectTitlePlain),
    });
    const work = async (): Promise<Answer> => {
      const found = await guard(deps, workspace, userId);
      if (!found.ok) return say(found.error);
      const { connection } = found.value;
      if (connection.id !== connectionId) return say(startAgainMessage('disconnect'));
      const actor = { userId, surface: 'form' as const, reference: currentReference() };
      const waiting = await deps.invitationQueries.countWaiting(connection);
      const isEnded = await deps.connectWorkspace.disconnect(connection, actor);
      return say(
        isEnded
          ? disconnectedMessage(connection.organization, waiting)
          : startAgainMessage('disconnect'),
      );
    };
    return answerSubmission(deps, args, work(), waitingModal(connecting.disconnectTitlePlain));
  };

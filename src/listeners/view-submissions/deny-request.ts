import { requests as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { notDecidedMessage } from '../../views/request-answers.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { denialSchema } from '../payloads/request-forms.ts';

/** A request is denied, with words for whoever asked. */
export const denySubmission =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  (args: SubmissionArgs): Promise<void> => {
    const { userId: by, requestId, ...seen } = denialSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const say = (message: Message): Answer => ({
      view: messageModal(message, text.denyTitlePlain),
    });
    const work = async (): Promise<Answer> => {
      const found = await guard(deps, workspace, by);
      if (!found.ok) return say(found.error);
      const reference = currentReference();
      const decider = { workspace, connected: found.value, requestId, by, reference };
      const denied = await deps.decideRequest.deny(decider, seen);
      return say(
        denied.ok ? textMessage([text.pressed.denied]) : notDecidedMessage(denied.error, reference),
      );
    };
    return answerSubmission(deps, args, work(), waitingModal(text.denyTitlePlain));
  };

import type { ModalView } from '@slack/types';
import { slack } from '../../limits.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { updateModal, viewOrError } from './update-modal.ts';

/** What a submission is answered with: problems under their fields (`late` says them when Slack waits no more), or a view. */
export type Answer = { errors: Record<string, string>; late: ModalView } | { view: ModalView };

/**
 * Answers a submission with what `work` gives. When that takes longer than Slack waits, `meanwhile` shows, and the answer comes
 * in its place. `whenClosed` is for where the person had closed the form by then.
 */
export async function answerSubmission(
  deps: Pick<ListenerDeps, 'log' | 'wait'>,
  args: SubmissionArgs,
  work: Promise<Answer>,
  meanwhile: ModalView,
  whenClosed: () => Promise<unknown> = async () => {},
): Promise<void> {
  const { ack } = args;
  const answer = await withTimeout(work, slack.lookupBeforeAnswer);
  if (answer && 'errors' in answer) {
    return ack({ response_action: 'errors', errors: answer.errors });
  }
  if (answer) return ack({ response_action: 'update', view: answer.view });
  const late = work.then((given) => ('errors' in given ? given.late : given.view));
  const isShown = await answerLate(deps, args, late, {
    meanwhile,
    errorView: (message) => messageModal(message, meanwhile.title.text),
  });
  if (!isShown) await whenClosed();
}

/**
 * Answers a submission with `meanwhile` at once, and puts what `work` gives in its place: in the place of the form, or on top of
 * it where `meanwhile` has an `external_id`. False when the person had closed it by then.
 */
export async function answerLate(
  deps: Pick<ListenerDeps, 'log' | 'wait'>,
  { ack, body, client }: SubmissionArgs,
  work: Promise<ModalView>,
  { meanwhile, errorView }: { meanwhile: ModalView; errorView: (message: Message) => ModalView },
): Promise<boolean> {
  const view = viewOrError(deps, work, errorView);
  const { external_id } = meanwhile;
  await ack({ response_action: external_id ? 'push' : 'update', view: meanwhile });
  const shown = external_id ? { external_id } : { view_id: body.view.id };
  return updateModal(deps, client, shown, await view);
}

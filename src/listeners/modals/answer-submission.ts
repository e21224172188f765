import type { ModalView } from '@slack/types';
import { slack } from '../../limits.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { updateModal, viewOrError } from './update-modal.ts';

/** What has an `external_id` is pushed on top of the form, anything else takes its place. */
const actionFor = ({ external_id }: ModalView) => (external_id ? 'push' : 'update');

/**
 * The response to a submission: a view, errors under their fields, or nothing, which leads back to the modal beneath. `late` is shown
 * instead of the latter two once Slack has timed out.
 */
export type Answer =
  | { view: ModalView }
  | { errors: Record<string, string>; late: ModalView }
  | { isBack: true; late: ModalView };

/**
 * Answers a submission with the result of `work`. If that takes longer than Slack waits, shows `meanwhile` first and replaces it
 * when the result is there; see `actionFor`. `whenClosed` is called if the person has closed the modal by then.
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
  if (answer && 'isBack' in answer) return ack();
  if (answer) return ack({ response_action: actionFor(meanwhile), view: answer.view });
  const late = work.then((answer) => ('view' in answer ? answer.view : answer.late));
  const isShown = await answerLate(deps, args, late, {
    meanwhile,
    errorView: (message) => messageModal(message, meanwhile.title.text),
  });
  if (!isShown) await whenClosed();
}

/**
 * Answers a submission with `meanwhile` immediately (see `actionFor`), and replaces that with the result of `work`. False when the
 * person had closed it by then.
 */
export async function answerLate(
  deps: Pick<ListenerDeps, 'log' | 'wait'>,
  { ack, body, client }: SubmissionArgs,
  work: Promise<ModalView>,
  { meanwhile, errorView }: { meanwhile: ModalView; errorView: (message: Message) => ModalView },
): Promise<boolean> {
  const view = viewOrError(deps, work, errorView);
  const { external_id } = meanwhile;
  await ack({ response_action: actionFor(meanwhile), view: meanwhile });
  const shown = external_id ? { external_id } : { view_id: body.view.id };
  return updateModal(deps, client, shown, await view);
}

import type { ModalView } from '@slack/types';
import { slack } from '../../limits.ts';
import { slackErrorWord } from '../../slack/client.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { sentences } from '../../views/message.ts';
import { noPreviewModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';

/**
 * Answers a submission with a modal on top of it that shows until `work` is done, and then what that gives. Slack does not tell
 * the id of what it pushed, so `meanwhile` has to have an `external_id`.
 * https://docs.slack.dev/reference/methods/views.update
 */
export async function pushModal(
  { log, wait }: Pick<ListenerDeps, 'log' | 'wait'>,
  { ack, client }: SubmissionArgs,
  work: Promise<ModalView>,
  meanwhile: ModalView & { external_id: string },
): Promise<void> {
  const made = work.catch((error: unknown) => {
    log.error({ err: error }, 'a preview could not be made');
    return noPreviewModal(sentences([errors.nothingDone], currentReference()));
  });
  await ack({ response_action: 'push', view: meanwhile });
  const view = await made;
  const { looks, pause } = slack.pushed;
  for (let look = 1; ; look += 1) {
    try {
      await client.views.update({ external_id: meanwhile.external_id, view });
      return;
    } catch (error) {
      if (slackErrorWord(error) !== 'not_found') throw error;
      // Slack may not have shown it yet, or the person has closed it meanwhile.
      if (look === looks) return log.info('a modal was closed before it was ready');
      await wait(pause);
    }
  }
}

import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { slack } from '../../limits.ts';
import { slackErrorWord } from '../../slack/client.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { type Message, sentences } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';

/** A modal that is shown: by its id, or by the `external_id` that the product gave one whose id Slack doesn't tell. */
export type ShownModal = { view_id: string; hash?: string } | { external_id: string };

/**
 * Puts a view in the place of a modal that is shown. False when the person has closed it.
 * https://docs.slack.dev/reference/methods/views.update
 */
export async function updateModal(
  { log, wait }: Pick<ListenerDeps, 'log' | 'wait'>,
  client: webApi.WebClient,
  shown: ShownModal,
  view: ModalView,
): Promise<boolean> {
  // Slack may take a moment to show what was pushed; what was opened is there.
  const looks = 'external_id' in shown ? slack.pushed.looks : 1;
  for (let look = 1; ; look += 1) {
    try {
      await client.views.update({ ...shown, view });
      return true;
    } catch (error) {
      if (slackErrorWord(error) !== 'not_found') throw error;
      if (look === looks) {
        log.info('modal was closed before it was ready');
        return false;
      }
      await wait(slack.pushed.pause);
    }
  }
}

/** Nobody waits in front of a loading view for ever: what goes wrong is said in its place. */
export async function viewOrError(
  { log }: Pick<ListenerDeps, 'log'>,
  work: Promise<ModalView>,
  errorView: (message: Message) => ModalView,
): Promise<ModalView> {
  try {
    return await work;
  } catch (error) {
    log.error({ err: error }, 'modal could not be filled in');
    return errorView(sentences([errors.nothingDone], currentReference()));
  }
}

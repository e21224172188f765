import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { UnclearError } from '../../domain/unclear-error.ts';
import { slack } from '../../limits.ts';
import { slackErrorWord } from '../../slack/error-word.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { type Message, textMessage } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';

/** An open modal, by its id. Slack does not return the id of a pushed one, so that has an `external_id`. */
export type ShownModal = { view_id: string; hash?: string } | { external_id: string };

/**
 * Replaces the view of an open modal. False when the person has closed it.
 * https://docs.slack.dev/reference/methods/views.update
 */
export async function updateModal(
  { log, wait }: Pick<ListenerDeps, 'log' | 'wait'>,
  client: webApi.WebClient,
  shown: ShownModal,
  view: ModalView,
): Promise<boolean> {
  // A pushed modal may take a moment to exist; an opened one exists already.
  const attempts = 'external_id' in shown ? slack.pushedModal.attempts : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.views.update({ ...shown, view });
      return true;
    } catch (error) {
      if (slackErrorWord(error) !== 'not_found') throw error;
      if (attempt === attempts) {
        log.info('modal was closed before it was ready');
        return false;
      }
      await wait(slack.pushedModal.interval);
    }
  }
}

/** Turns an error into a view, so that nobody is left with a loading view. */
export async function viewOrError(
  { log }: Pick<ListenerDeps, 'log'>,
  work: Promise<ModalView>,
  errorView: (message: Message) => ModalView,
): Promise<ModalView> {
  try {
    return await work;
  } catch (error) {
    log.error({ err: error }, 'modal could not be filled in');
    const text = error instanceof UnclearError ? errors.perhapsDone : errors.nothingDone;
    return errorView(textMessage([text], currentReference()));
  }
}

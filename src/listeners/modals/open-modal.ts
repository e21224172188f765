import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { slack } from '../../limits.ts';
import { slackErrorWord } from '../../slack/client.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';

/** Somebody who did something that opens a modal. */
export type Opener = {
  userId: string;
  triggerId: string;
  responseUrl?: string | undefined;
  /** Whether it was done in a modal, on top of which the new one comes. */
  isInModal?: boolean;
};

/**
 * Opens a modal. No request goes out before the call that spends the trigger, which lives 3 s: what is not `ready` is asked for
 * while `loading` shows. False when nothing could be opened, which the person was told.
 * https://docs.slack.dev/reference/methods/views.open
 */
export async function openModal(
  { log }: Pick<ListenerDeps, 'log'>,
  { messenger }: Workspace,
  client: webApi.WebClient,
  opener: Opener,
  modal: { ready: ModalView | undefined; loading: ModalView; ask: () => Promise<ModalView> },
): Promise<boolean> {
  const { triggerId, userId, responseUrl, isInModal = false } = opener;
  const { ready, loading, ask } = modal;
  const call = { trigger_id: triggerId, view: ready ?? loading };
  let opened: webApi.ViewsOpenResponse;
  try {
    opened = await (isInModal ? client.views.push(call) : client.views.open(call));
  } catch (error) {
    log.error({ err: error, reason: slackErrorWord(error) }, 'a form could not be opened');
    const message = sentences([errors.formTooLate], currentReference());
    await messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
    return false;
  }
  if (!ready) {
    const { id = '', hash } = opened.view ?? {};
    const view = await viewOrError({ log }, ask(), loading);
    await updateModal({ log }, client, { view_id: id, ...(hash && { hash }) }, view);
  }
  return true;
}

/** What a submission is answered with: problems under their fields (`late` says them when Slack waits no more), or a view. */
export type Answer = { errors: Record<string, string>; late: ModalView } | { view: ModalView };

/**
 * Answers a submission with what `work` gives. When that takes longer than Slack waits, `meanwhile` shows, and the answer comes
 * in its place. `whenClosed` is for where the person had closed the form by then.
 */
export async function answerSubmission(
  { log }: Pick<ListenerDeps, 'log'>,
  { ack, body, client }: SubmissionArgs,
  work: Promise<Answer>,
  meanwhile: ModalView,
  whenClosed: () => Promise<void> = async () => {},
): Promise<void> {
  const answer = await withTimeout(work, slack.lookupBeforeAnswer);
  if (answer && 'errors' in answer) {
    return ack({ response_action: 'errors', errors: answer.errors });
  }
  if (answer) return ack({ response_action: 'update', view: answer.view });

  await ack({ response_action: 'update', view: meanwhile });
  const late = work.then((given) => ('errors' in given ? given.late : given.view));
  const view = await viewOrError({ log }, late, meanwhile);
  const isShown = await updateModal({ log }, client, { view_id: body.view.id }, view);
  if (!isShown) await whenClosed();
}

/** Whoever looks at `meanwhile` must not wait for ever: what goes wrong is said in its place. */
async function viewOrError(
  { log }: Pick<ListenerDeps, 'log'>,
  work: Promise<ModalView>,
  meanwhile: ModalView,
): Promise<ModalView> {
  try {
    return await work;
  } catch (error) {
    log.error({ err: error }, 'a modal could not be filled in');
    const message = sentences([errors.nothingDone], currentReference());
    return messageModal(message, meanwhile.title.text);
  }
}

async function updateModal(
  { log }: Pick<ListenerDeps, 'log'>,
  client: webApi.WebClient,
  which: { view_id: string; hash?: string },
  view: ModalView,
): Promise<boolean> {
  try {
    await client.views.update({ ...which, view });
    return true;
  } catch (error) {
    // The person has closed the modal meanwhile.
    if (slackErrorWord(error) !== 'not_found') throw error;
    log.info('a modal was closed before it was ready');
    return false;
  }
}

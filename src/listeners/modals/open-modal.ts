import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { slackErrorWord } from '../../slack/client.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';
import { updateModal, viewOrError } from './update-modal.ts';

/** Somebody who did something that opens a modal. */
export type Opener = {
  userId: string;
  triggerId: string;
  responseUrl?: string | undefined;
  /** Whether it was done in a modal, on top of which the new one comes. */
  isInModal?: boolean;
};

/** Opens one of the product's forms for whoever asked for it. */
export type OpenForm = (
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  opener: Opener,
) => Promise<void>;

/**
 * Opens a modal. No request goes out before the call that spends the trigger, which lives 3 s: what is not `ready` is asked for
 * while `loading` shows. False when nothing could be opened, which the person was told.
 * https://docs.slack.dev/reference/methods/views.open
 */
export async function openModal(
  deps: Pick<ListenerDeps, 'log' | 'wait'>,
  { messenger }: Workspace,
  client: webApi.WebClient,
  opener: Opener,
  modal: { ready?: ModalView | undefined; loading: ModalView; ask: () => Promise<ModalView> },
): Promise<boolean> {
  const { triggerId, userId, responseUrl, isInModal = false } = opener;
  const { ready, loading, ask } = modal;
  const call = { trigger_id: triggerId, view: ready ?? loading };
  let opened: webApi.ViewsOpenResponse;
  try {
    opened = await (isInModal ? client.views.push(call) : client.views.open(call));
  } catch (error) {
    deps.log.error({ err: error, reason: slackErrorWord(error) }, 'modal could not be opened');
    const message = sentences([errors.formTooLate], currentReference());
    await messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
    return false;
  }
  if (!ready) {
    const { id = '', hash } = opened.view ?? {};
    const view = await viewOrError(deps, ask(), (message) =>
      messageModal(message, loading.title.text),
    );
    await updateModal(deps, client, { view_id: id, ...(hash && { hash }) }, view);
  }
  return true;
}

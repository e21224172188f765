import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { slackErrorWord } from '../../slack/error-word.ts';
import { errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Workspace } from '../workspace.ts';
import { updateModal, viewOrError } from './update-modal.ts';

/** Who opens a modal, and the interaction that lets them. */
export type Opener = {
  userId: string;
  triggerId: string;
  responseUrl?: string | undefined;
  /** The interaction was in a modal; the new one is pushed on top of it. */
  isInModal?: boolean;
};

/** Opens one of the forms. */
export type OpenForm = (
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  opener: Opener,
) => Promise<void>;

/** A form for whoever passes the guard: `loading` is shown until `load` returns it. Everybody else is told why not. */
export const guardedForm =
  <T>(
    guard: Guard<T>,
    loading: ModalView,
    load: (
      value: T,
      deps: ListenerDeps,
      workspace: Workspace,
      opener: Opener,
    ) => ModalView | Promise<ModalView>,
  ): OpenForm =>
  async (deps, workspace, client, opener) => {
    await openModal(deps, workspace, client, opener, {
      loading,
      load: async () => {
        const found = await guard(deps, workspace, opener.userId);
        return found.ok
          ? load(found.value, deps, workspace, opener)
          : messageModal(found.error, loading.title.text);
      },
    });
  };

/**
 * Opens a modal. The trigger expires after 3 s, so no other request is made before it is used: if the view is not `ready`,
 * `loading` is shown until `load` returns it. False when the modal could not be opened; the person has been notified then.
 * https://docs.slack.dev/reference/methods/views.open
 */
export async function openModal(
  deps: Pick<ListenerDeps, 'log' | 'wait'>,
  { messenger }: Workspace,
  client: webApi.WebClient,
  opener: Opener,
  modal: { ready?: ModalView | undefined; loading: ModalView; load: () => Promise<ModalView> },
): Promise<boolean> {
  const { triggerId, userId, responseUrl, isInModal = false } = opener;
  const { ready, loading, load } = modal;
  const call = { trigger_id: triggerId, view: ready ?? loading };
  let opened: webApi.ViewsOpenResponse;
  try {
    opened = await (isInModal ? client.views.push(call) : client.views.open(call));
  } catch (error) {
    deps.log.error({ err: error, reason: slackErrorWord(error) }, 'modal could not be opened');
    const message = textMessage([errors.formNotShown], currentReference());
    await messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
    return false;
  }
  if (!ready) {
    const { id = '', hash } = opened.view ?? {};
    const view = await viewOrError(deps, load(), (message) =>
      messageModal(message, loading.title.text),
    );
    await updateModal(deps, client, { view_id: id, ...(hash && { hash }) }, view);
  }
  return true;
}

import { groupByRole, pageOfGroups } from '../../domain/role-groups.ts';
import { preview as limits } from '../../limits.ts';
import { preview as text } from '../../text/index.ts';
import { textMessage } from '../../views/message.ts';
import {
  noPreviewPageModal,
  previewPageLoadingModal,
  previewPageModal,
} from '../../views/preview-page.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { openModal } from '../modals/open-modal.ts';
import { updateModal, viewOrError } from '../modals/update-modal.ts';
import { type ModalPageButton, modalPageButtonSchema } from '../payloads/buttons.ts';
import type { Workspace } from '../workspace.ts';

/** The button of a preview that shows everybody, on top of the preview. */
export const previewAll =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const pressed = modalPageButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const { userId, triggerId } = pressed;
    await openModal(
      deps,
      workspace,
      client,
      { userId, triggerId, isInModal: true },
      {
        loading: previewPageLoadingModal(),
        load: () => loadPage(deps, guard, workspace, pressed),
      },
    );
  };

/** The buttons that page through everybody: the modal is replaced with the other page. */
export const previewPage =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const pressed = modalPageButtonSchema.parse(body);
    await ack();
    const page = loadPage(deps, guard, deps.workspaceOf(context), pressed);
    const view = await viewOrError(deps, page, noPreviewPageModal);
    await updateModal(deps, client, { view_id: pressed.viewId }, view);
  };

/** A page of the stored preview, which only its author can see. */
async function loadPage(
  deps: ListenerDeps,
  guard: Guard<Inviter>,
  workspace: Workspace,
  { userId, listId: previewId, offset }: ModalPageButton,
) {
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return noPreviewPageModal(found.error);
  const { teamId } = workspace.ref;
  const preview = await deps.previews.find(previewId, { teamId, userId }, deps.now());
  if (!preview) return noPreviewPageModal(textMessage([text.allGone]));
  const page = pageOfGroups(groupByRole(preview.invitations), offset, limits.pageSize);
  return previewPageModal(previewId, page);
}

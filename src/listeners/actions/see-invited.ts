import { confirmation as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { invitedPageModal, noInvitedPage } from '../../views/invited-page.ts';
import { textMessage } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { openModal } from '../modals/open-modal.ts';
import { updateModal, viewOrError } from '../modals/update-modal.ts';
import { modalPageButtonSchema, seeInvitedSchema } from '../payloads/buttons.ts';
import type { Workspace } from '../workspace.ts';

/** The button of a confirmation that shows everybody who was invited, to those who may see who is pending. */
export const seeInvited =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, batchId } = seeInvitedSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    await openModal(deps, workspace, client, opener, {
      loading: waitingModal(text.everybody.titlePlain),
      load: () => loadPage(deps, guard, workspace, { userId: opener.userId, batchId, offset: 0 }),
    });
  };

/** The buttons that page through everybody: the modal is replaced with the other page. */
export const invitedPage =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { userId, listId: batchId, offset, viewId } = modalPageButtonSchema.parse(body);
    await ack();
    const page = loadPage(deps, guard, deps.workspaceOf(context), { userId, batchId, offset });
    await updateModal(
      deps,
      client,
      { view_id: viewId },
      await viewOrError(deps, page, noInvitedPage),
    );
  };

async function loadPage(
  deps: ListenerDeps,
  guard: Guard<Connected>,
  workspace: Workspace,
  { userId, batchId, offset }: { userId: string; batchId: string; offset: number },
) {
  const reader = await guard(deps, workspace, userId);
  if (!reader.ok) return noInvitedPage(reader.error);
  const { connection } = reader.value;
  const { organization } = connection;
  const found = await deps.batches.find(batchId, workspace.ref);
  if (!found) return noInvitedPage(textMessage([text.everybody.gone]));
  if (found.batch.organization.id !== organization.id) {
    return noInvitedPage(textMessage([text.everybody.otherOrganization(organization.name)]));
  }
  const changer = await deps.authorize.toChangeRoles(workspace, userId, connection);
  return invitedPageModal(found.report, offset, changer.allowed);
}

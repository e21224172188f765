import type { ModalView } from '@slack/types';
import { requests as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { requests as limits } from '../../usecases/limits.ts';
import { listRequests } from '../../usecases/list-requests.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { requestsMessage } from '../../views/request-messages.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Workspace } from '../workspace.ts';
import { type OpenForm, openModal } from './open-modal.ts';

/** Opens the list of the open requests that somebody may see. */
export const openRequests =
  (guard: Guard<Connected>): OpenForm =>
  async (deps, workspace, client, opener) => {
    await openModal(deps, workspace, client, opener, {
      loading: waitingModal(text.listTitlePlain),
      load: () => requestsModal(deps, workspace, guard, opener.userId),
    });
  };

/** The list as it is now; `notice` is what came of a button in it. */
export async function requestsModal(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Connected>,
  by: string,
  notice?: Message,
): Promise<ModalView> {
  const found = await guard(deps, workspace, by);
  if (!found.ok) return messageModal(found.error, text.listTitlePlain);
  const viewer = { workspace, connected: found.value, by };
  const list = requestsMessage(await listRequests(deps, viewer, limits.listed));
  const blocks = [...(notice?.blocks ?? []), ...list.blocks];
  return messageModal({ ...list, blocks }, text.listTitlePlain);
}

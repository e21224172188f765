import type { webApi } from '@slack/bolt';
import type { Workspace } from '../../slack/workspaces.ts';
import { connecting } from '../../text/index.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { disconnectModal } from '../../views/disconnect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { changeable } from '../guards/require-connection-admin.ts';
import { type Opener, openModal } from './open-modal.ts';

/** Asks whether to end the connection, those who may. */
export async function openDisconnectForm(
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  opener: Opener,
): Promise<void> {
  await openModal(deps, workspace, client, opener, {
    ready: undefined,
    loading: waitingModal(connecting.disconnectTitlePlain),
    ask: async () => {
      const found = await changeable(deps, workspace, opener.userId);
      return 'denial' in found
        ? messageModal(found.denial, connecting.disconnectTitlePlain)
        : disconnectModal(found.connection);
    },
  });
}

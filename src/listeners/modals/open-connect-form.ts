import type { webApi } from '@slack/bolt';
import { reachOf } from '../../domain/policy.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { connecting } from '../../text/index.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { connectModal, waitingModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { whyNotConnect } from '../guards/require-connection-admin.ts';
import { type Opener, openModal } from './open-modal.ts';

/** Opens the form that takes a platform token, for those who may connect the workspace. */
export async function openConnectForm(
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  opener: Opener,
): Promise<void> {
  await openModal(deps, workspace, client, opener, {
    ready: undefined,
    loading: waitingModal(connecting.titlePlain),
    ask: async () => {
      const [denial, state] = await Promise.all([
        whyNotConnect(deps, workspace, opener.userId),
        workspace.find(),
      ]);
      return denial
        ? messageModal(denial, connecting.titlePlain)
        : connectModal({ isRenewal: isOwn(state) });
    },
  });
}

/** Whether the workspace has a connection of its own, whose place a new one takes. */
const isOwn = (state: ConnectionState): boolean =>
  state.kind === 'connected' && reachOf(state.connection) === 'workspace';

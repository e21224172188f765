import { reachOf } from '../../domain/policy.ts';
import { connecting } from '../../text/index.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { connectModal, waitingModal } from '../../views/connect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { Guard } from '../guards/guard.ts';
import { type OpenForm, openModal } from './open-modal.ts';

/** Opens the form that takes a platform token. */
export const openConnectForm =
  (guard: Guard<ConnectionState>): OpenForm =>
  async (deps, workspace, client, opener) => {
    await openModal(deps, workspace, client, opener, {
      loading: waitingModal(connecting.titlePlain),
      load: async () => {
        const state = await guard(deps, workspace, opener.userId);
        return state.ok
          ? connectModal({ isRenewal: isOwn(state.value) })
          : messageModal(state.error, connecting.titlePlain);
      },
    });
  };

/** Whether the workspace has a connection of its own, which a new one would replace. */
const isOwn = (state: ConnectionState): boolean =>
  state.kind === 'connected' && reachOf(state.connection) === 'workspace';

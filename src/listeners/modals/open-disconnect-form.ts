import { connecting } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { disconnectModal } from '../../views/disconnect-modal.ts';
import { messageModal } from '../../views/modal.ts';
import type { Guard } from '../guards/guard.ts';
import { type OpenForm, openModal } from './open-modal.ts';

/** Opens the form that asks for confirmation. */
export const openDisconnectForm =
  (guard: Guard<Connected>): OpenForm =>
  async (deps, workspace, client, opener) => {
    await openModal(deps, workspace, client, opener, {
      loading: waitingModal(connecting.disconnectTitlePlain),
      load: async () => {
        const found = await guard(deps, workspace, opener.userId);
        return found.ok
          ? disconnectModal(found.value.connection)
          : messageModal(found.error, connecting.disconnectTitlePlain);
      },
    });
  };

import { connecting } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { disconnectModal } from '../../views/disconnect-modal.ts';
import type { Guard } from '../guards/guard.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';

/** Opens the form that asks for confirmation. */
export const openDisconnectForm = (guard: Guard<Connected>): OpenForm =>
  guardedForm(
    guard,
    waitingModal(connecting.disconnectTitlePlain),
    async ({ connection }, { invitationQueries }) =>
      disconnectModal(connection, await invitationQueries.countWaiting(connection)),
  );

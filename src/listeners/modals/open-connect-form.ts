import { reachOf } from '../../domain/policy.ts';
import { connecting } from '../../text/index.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { connectModal, waitingModal } from '../../views/connect-modal.ts';
import type { Guard } from '../guards/guard.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';

/** Opens the form that takes a platform token. */
export const openConnectForm = (guard: Guard<ConnectionState>): OpenForm =>
  guardedForm(guard, waitingModal(connecting.titlePlain), (state) =>
    connectModal({ isRenewal: isOwn(state) }),
  );

/** Whether the workspace has a connection of its own, which a new one would replace. */
const isOwn = (state: ConnectionState): boolean =>
  state.kind === 'connected' && reachOf(state.connection) === 'workspace';

import type { PiperFailure } from '../domain/failures.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { FindConnection } from '../usecases/find-connection.ts';
import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';

/** What an invitation is sent through: the connection that its workspace has now, if it leads to the same organization. */
export const createOpenForDelivery =
  (findConnection: FindConnection) =>
  async ({
    workspace,
    organization,
  }: ClaimedInvitation): Promise<Result<PiperOrganization, PiperFailure>> => {
    const state = await findConnection(workspace);
    switch (state.kind) {
      case 'connected':
        return state.connection.organization.id === organization.id
          ? ok(state.piper)
          : err({ kind: 'not_connected' });
      case 'none':
        return err({ kind: 'not_connected' });
      case 'unreadable':
        // Whoever runs the product can still bring the key.
        return err({ kind: 'unavailable', contact: 'not_sent', detail: 'the token is unreadable' });
    }
  };

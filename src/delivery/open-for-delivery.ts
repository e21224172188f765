import type { PiperFailure } from '../domain/failures.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { FindConnection } from '../usecases/find-connection.ts';
import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';

/** Opens the organization that an invitation is sent to: through the connection that its workspace has now, if it is the same one. */
export const createOpenForDelivery =
  (findConnection: FindConnection) =>
  async ({
    workspace,
    organization,
  }: ClaimedInvitation): Promise<Result<PiperOrganization, PiperFailure>> => {
    const state = await findConnection(workspace);
    // The operator can still provide the key, or undo what was altered.
    if (state.kind === 'unreadable') {
      return err({
        kind: 'unavailable',
        contact: 'not_sent',
        detail: `the connection is ${state.why.kind === 'altered' ? 'altered' : 'unreadable'}`,
      });
    }
    const isSame =
      state.kind === 'connected' && state.connection.organization.id === organization.id;
    return isSame ? ok(state.piper) : err({ kind: 'not_connected' });
  };

import type { Connected } from '../../usecases/find-connection.ts';
import { requests as limits } from '../../usecases/limits.ts';
import { listRequests } from '../../usecases/list-requests.ts';
import { requestsMessage } from '../../views/request-messages.ts';
import type { Guard } from '../guards/guard.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite requests`: what waits for a decision, of one's own and of those that one may decide about. */
export const requestsCommand =
  (guard: Guard<Connected>): Subcommand<'requests'> =>
  async ({ deps, workspace, command, ack }) => {
    const { userId, responseUrl } = command;
    await ack();
    const to = { userId, responseUrl };
    const found = await guard(deps, workspace, userId);
    if (!found.ok) return workspace.messenger.tell(to, found.error);
    const seen = await listRequests(
      deps,
      { workspace, connected: found.value, by: userId },
      limits.listed,
    );
    return workspace.messenger.tell(to, requestsMessage(seen));
  };

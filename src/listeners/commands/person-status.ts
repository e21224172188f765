import type { Connected } from '../../usecases/find-connection.ts';
import type { Guard } from '../guards/guard.ts';
import { inviteeNamed } from '../modals/find-invitee.ts';
import { statusOf } from '../modals/status-of.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite status WHO`: whether somebody is in Piper now, and what became of their latest invite. */
export const personStatus =
  (guard: Guard<Connected>): Subcommand<'status_of'> =>
  async (request, { who }) => {
    const { workspace, command, ack } = request;
    await ack();
    const found = await guard(request.deps, workspace, command.userId);
    const message = found.ok
      ? await statusOf(
          request.deps,
          workspace,
          command.userId,
          found.value,
          inviteeNamed(workspace, who),
        )
      : found.error;
    return workspace.messenger.tell(command, message);
  };

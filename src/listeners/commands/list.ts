import type { Connected } from '../../usecases/find-connection.ts';
import type { Guard } from '../guards/guard.ts';
import { listedPage } from '../modals/listed-page.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite list`: who is pending in Piper, and which invites wait to be sent. */
export const list =
  (guard: Guard<Connected>): Subcommand<'list'> =>
  async ({ deps, workspace, command, ack }) => {
    await ack();
    const page = await listedPage(deps, workspace, guard, command.userId, 0);
    return workspace.messenger.tell(command, page);
  };

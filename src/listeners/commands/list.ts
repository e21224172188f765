import type { Connected } from '../../usecases/find-connection.ts';
import { listOpenInvites } from '../../usecases/list-open-invites.ts';
import { openInvitesMessage } from '../../views/lookup.ts';
import type { Guard } from '../guards/guard.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite list`: who is pending in Piper, and which invites wait to be sent. */
export const list =
  (guard: Guard<Connected>): Subcommand<'list'> =>
  async ({ deps, workspace, command, ack }) => {
    await ack();
    const { messenger, ref } = workspace;
    const found = await guard(deps, workspace, command.userId);
    if (!found.ok) return messenger.tell(command, found.error);
    const { organization } = found.value.connection;
    const page = await listOpenInvites(deps, found.value, 0);
    return messenger.tell(command, openInvitesMessage({ ...page, reader: ref, organization }));
  };

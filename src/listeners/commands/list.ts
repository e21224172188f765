import { lists } from '../../limits.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { openInvitesMessage } from '../../views/lookup.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Workspace } from '../workspace.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite list`: invites that are pending or waiting to be sent. */
export const list =
  (guard: Guard<Connected>): Subcommand<'list'> =>
  async ({ deps, workspace, command, ack }) => {
    await ack();
    const message = await openInvites(deps, workspace, guard, {
      userId: command.userId,
      offset: 0,
    });
    return workspace.messenger.tell(command, message);
  };

/** A page of the list, or the last page if the list has become shorter than `offset`. */
export async function openInvites(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Connected>,
  { userId, offset }: { userId: string; offset: number },
): Promise<Message> {
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return found.error;
  const { organization } = found.value.connection;
  const read = (from: number) =>
    deps.invitationQueries.open(organization.id, { offset: from, limit: lists.page });
  const requested = await read(offset);
  const last = Math.max(0, Math.ceil(requested.total / lists.page) - 1) * lists.page;
  const from = Math.min(offset, last);
  const { invitations, total } = from === offset ? requested : await read(from);
  return openInvitesMessage({
    reader: workspace.ref,
    organization,
    invitations,
    offset: from,
    total,
  });
}

import { lists } from '../../limits.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { openInvitesMessage } from '../../views/lookup.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import { connectionForInviter } from '../guards/require-inviter.ts';
import type { CommandPayload } from '../payloads/invite-form.ts';
import { organizationOf } from '../submit-batch.ts';

/** Tells who is pending or waits to be sent. */
export async function tellOpenInvites(
  deps: ListenerDeps,
  workspace: Workspace,
  command: CommandPayload,
): Promise<void> {
  const message = await openInvites(deps, workspace, command.userId, 0);
  return workspace.messenger.tell(command, message);
}

/** A page of it; the last one where there is none so far behind any more. */
export async function openInvites(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
  offset: number,
): Promise<Message> {
  const found = await connectionForInviter(deps, workspace, userId, { isReading: true });
  if ('denial' in found) return found.denial;
  const read = (from: number) =>
    deps.invitationQueries.open(found.connection.organization.id, {
      offset: from,
      limit: lists.page,
    });
  const [organization, asked] = await Promise.all([organizationOf(found), read(offset)]);
  const last = Math.max(0, Math.ceil(asked.total / lists.page) - 1) * lists.page;
  const from = Math.min(offset, last);
  const { invitations, total } = from === offset ? asked : await read(from);
  return openInvitesMessage({
    reader: workspace.ref,
    organization,
    invitations,
    offset: from,
    total,
  });
}

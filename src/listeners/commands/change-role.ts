import type { PersonRef } from '../../domain/people-list.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import type { ListenerDeps } from '../deps.ts';
import { connectionForInviter } from '../guards/require-inviter.ts';
import { changeRole } from '../modals/change-role-response.ts';
import { inviteeNamed } from '../modals/find-invitee.ts';
import type { CommandPayload } from '../payloads/invite-form.ts';
import { organizationOf } from '../submit-batch.ts';

/** `/piper-invite role WHO ROLE` */
export async function changeRoleAtOnce(
  deps: ListenerDeps,
  workspace: Workspace,
  command: CommandPayload,
  { who, role }: { who: PersonRef; role: string },
): Promise<void> {
  const { messenger } = workspace;
  const found = await connectionForInviter(deps, workspace, command.userId, { isReading: false });
  if ('denial' in found) return messenger.tell(command, found.denial);
  const invitee = await inviteeNamed(workspace, who)(await organizationOf(found));
  if ('denial' in invitee) return messenger.tell(command, invitee.denial);
  const { message } = await changeRole(deps, workspace, found, {
    invitee,
    wanted: { typed: role },
    by: command.userId,
    surface: 'command',
  });
  return messenger.tell(command, message);
}

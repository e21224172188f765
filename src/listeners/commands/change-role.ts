import type { Message } from '../../views/message.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { changeRoleResponse } from '../modals/change-role-response.ts';
import { inviteeNamed } from '../modals/find-invitee.ts';
import { openRoleForm } from '../modals/open-role-form.ts';
import type { CommandIntent } from '../payloads/command-text.ts';
import { accept, conclude, type StandingCommand } from './accept.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite role WHO ROLE`: changes a role immediately, or opens a form if no role is given. */
export const changeRole =
  (guard: Guard<Inviter>): Subcommand<'role'> =>
  async (request, { who, role }) => {
    const { deps, workspace, client, command, ack } = request;
    if (role === undefined) {
      await ack();
      return openRoleForm(guard, inviteeNamed(workspace, who))(deps, workspace, client, command);
    }
    await accept(request);
    return conclude(request, await changeAtOnce(request, guard, { who, role }));
  };

/** Changes a role, or does not; gives what the person is told. */
export async function changeAtOnce(
  { deps, workspace, command }: StandingCommand,
  guard: Guard<Inviter>,
  { who, role }: { who: Extract<CommandIntent, { kind: 'role' }>['who']; role: string },
): Promise<Message> {
  const found = await guard(deps, workspace, command.userId);
  if (!found.ok) return found.error;
  const invitee = await inviteeNamed(workspace, who)(found.value.connection.organization);
  if (!invitee.ok) return invitee.error;
  const { message } = await changeRoleResponse(deps, workspace, found.value, {
    invitee: invitee.value,
    wanted: { typed: role },
    by: command.userId,
    surface: 'command',
  });
  return message;
}

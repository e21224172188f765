import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { inviteeNamed } from '../modals/find-invitee.ts';
import { openRoleForm } from '../modals/open-role-form.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite role WHO ROLE`: shows what would be changed, to be confirmed, or opens a form if no role is given. */
export const changeRole =
  (guard: Guard<Inviter>): Subcommand<'role'> =>
  async ({ deps, workspace, client, command, ack }, { who, role }) => {
    await ack();
    const open = openRoleForm(guard, inviteeNamed(workspace, who), role);
    return open(deps, workspace, client, command);
  };

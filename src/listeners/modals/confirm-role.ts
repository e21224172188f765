import type { ModalView } from '@slack/types';
import type { Invitee } from '../../domain/invitation.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { RoleProblem } from '../../domain/role-change.ts';
import type { WantedRole } from '../../usecases/change-role.ts';
import type { Message } from '../../views/message.ts';
import { roleConfirmModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { formatRoleChange } from '../payloads/role-form.ts';
import { type RoleGiver, roleProblem } from './role-problem.ts';

/** The modal in which a change is confirmed, or why it can't be made; `isAlone` where no form is behind it. */
export async function confirmRole(
  { changeRole }: Pick<ListenerDeps, 'changeRole'>,
  giver: RoleGiver,
  { invitee, wanted }: { invitee: Invitee; wanted: WantedRole },
  { isAlone }: { isAlone: boolean },
): Promise<Result<ModalView, { problem: RoleProblem; message: Message }>> {
  const { connected } = giver;
  const { organization } = connected.connection;
  const planned = await changeRole.plan(connected, invitee.address, wanted);
  if (!planned.ok) {
    const problem = planned.error;
    return err({ problem, message: await roleProblem(giver, invitee, problem) });
  }
  const { member, role } = planned.value;
  const target = { organizationId: organization.id, ...invitee };
  return ok(
    roleConfirmModal({
      metadata: formatRoleChange({ target, from: member.roleId, to: role.id }),
      organization,
      invitee,
      from: member.roleName,
      to: role.name,
      isAlone,
    }),
  );
}

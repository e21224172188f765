import type { ModalView } from '@slack/types';
import { role } from '../../text/index.ts';
import { messageModal } from '../../views/modal.ts';
import { roleLoadingModal, roleModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { formatRoleTarget } from '../payloads/role-form.ts';
import { confirmRole } from './confirm-role.ts';
import type { FindInvitee } from './find-invitee.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';
import { type RoleGiver, roleProblem } from './role-problem.ts';

/**
 * Opens the form that changes somebody's role or, if the new one was `typed`, what confirms the change. It says so if the role
 * cannot be changed.
 */
export const openRoleForm = (guard: Guard<Inviter>, find: FindInvitee, typed?: string): OpenForm =>
  guardedForm(guard, roleLoadingModal(), (connected, deps, workspace, { userId }) =>
    loadRoleForm(deps, { workspace, userId, connected }, find, typed),
  );

async function loadRoleForm(
  deps: ListenerDeps,
  giver: RoleGiver,
  find: FindInvitee,
  typed: string | undefined,
): Promise<ModalView> {
  const { connected } = giver;
  const { organization } = connected.connection;
  const invitee = await find(organization);
  if (!invitee.ok) return messageModal(invitee.error, role.titlePlain);
  if (typed !== undefined) {
    const about = { invitee: invitee.value, wanted: { typed } };
    const confirmation = await confirmRole(deps, giver, about, { isAlone: true });
    return confirmation.ok
      ? confirmation.value
      : messageModal(confirmation.error.message, role.titlePlain);
  }
  const prepared = await deps.changeRole.prepare(connected, invitee.value.address);
  if (!prepared.ok) {
    return messageModal(await roleProblem(giver, invitee.value, prepared.error), role.titlePlain);
  }
  const { member, roles } = prepared.value;
  return roleModal({
    metadata: formatRoleTarget({ organizationId: organization.id, ...invitee.value }),
    organization,
    invitee: invitee.value,
    roleId: member.roleId,
    roleName: member.roleName,
    roles,
  });
}

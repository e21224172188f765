import type { ModalView } from '@slack/types';
import { role } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { messageModal } from '../../views/modal.ts';
import { roleProblemMessage } from '../../views/role-messages.ts';
import { roleLoadingModal, roleModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { formatRoleTarget } from '../payloads/role-form.ts';
import { confirmRole } from './confirm-role.ts';
import type { FindInvitee } from './find-invitee.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';

/**
 * Opens the form that changes somebody's role or, if the new one was `typed`, what confirms the change. It says so if the role
 * cannot be changed.
 */
export const openRoleForm = (guard: Guard<Inviter>, find: FindInvitee, typed?: string): OpenForm =>
  guardedForm(guard, roleLoadingModal(), (connected, deps) =>
    loadRoleForm(deps, connected, find, typed),
  );

async function loadRoleForm(
  deps: ListenerDeps,
  connected: Inviter,
  find: FindInvitee,
  typed: string | undefined,
): Promise<ModalView> {
  const { organization } = connected.connection;
  const invitee = await find(organization);
  if (!invitee.ok) return messageModal(invitee.error, role.titlePlain);
  if (typed !== undefined) {
    const about = { invitee: invitee.value, wanted: { typed } };
    const confirmation = await confirmRole(deps, connected, about, { isAlone: true });
    return confirmation.ok
      ? confirmation.value
      : messageModal(confirmation.error.message, role.titlePlain);
  }
  const prepared = await deps.changeRole.prepare(connected, invitee.value.address);
  if (!prepared.ok) {
    const { error } = prepared;
    const message = roleProblemMessage(
      connected.connection,
      invitee.value,
      error,
      currentReference(),
    );
    return messageModal(message, role.titlePlain);
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

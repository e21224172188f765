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
import type { FindInvitee } from './find-invitee.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';

/** Opens the form that changes somebody's role. It says so if the role cannot be changed. */
export const openRoleForm = (guard: Guard<Inviter>, find: FindInvitee): OpenForm =>
  guardedForm(guard, roleLoadingModal(), (connected, deps) => loadRoleForm(deps, connected, find));

async function loadRoleForm(
  { changeRole }: ListenerDeps,
  connected: Inviter,
  find: FindInvitee,
): Promise<ModalView> {
  const { organization } = connected.connection;
  const invitee = await find(organization);
  if (!invitee.ok) return messageModal(invitee.error, role.titlePlain);
  const prepared = await changeRole.prepare(connected, invitee.value.address);
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

import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Workspace } from '../../slack/workspaces.ts';
import { role } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { roleProblemMessage } from '../../views/role-messages.ts';
import { roleLoadingModal, roleModal } from '../../views/role-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { connectionForInviter } from '../guards/require-inviter.ts';
import { formatRoleTarget } from '../payloads/invite-form.ts';
import { organizationOf } from '../submit-batch.ts';
import type { FindWhom } from './find-invitee.ts';
import { type Opener, openModal } from './open-modal.ts';

/** Opens the modal that changes somebody's role, for those who may, or says why it cannot be changed. */
export async function openRoleForm(
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  opener: Opener,
  findWhom: FindWhom,
): Promise<void> {
  await openModal(deps, workspace, client, opener, {
    ready: undefined,
    loading: roleLoadingModal(),
    ask: () => roleFormFor(deps, workspace, opener.userId, findWhom),
  });
}

async function roleFormFor(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
  findWhom: FindWhom,
): Promise<ModalView> {
  const say = (message: Message) => messageModal(message, role.titlePlain);
  const found = await connectionForInviter(deps, workspace, userId, { isReading: false });
  if ('denial' in found) return say(found.denial);
  const organization = await organizationOf(found);
  const invitee = await findWhom(organization);
  if ('denial' in invitee) return say(invitee.denial);
  const prepared = await deps.changeRole.prepare(found, invitee.address);
  if (!prepared.ok) {
    return say(roleProblemMessage(organization, invitee, prepared.error, currentReference()));
  }
  const { member, roles } = prepared.value;
  return roleModal({
    metadata: formatRoleTarget({ organizationId: organization.id, ...invitee }),
    organization,
    invitee,
    roleName: member.roleName,
    roles,
  });
}

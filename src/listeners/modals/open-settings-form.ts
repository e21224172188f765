import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Workspace } from '../../slack/workspaces.ts';
import { connecting, errors } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { tokenRejectedMessage } from '../../views/connection-messages.ts';
import { sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { settingsModal } from '../../views/settings-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { changeable } from '../guards/require-connection-admin.ts';
import { formatSettingsTarget } from '../payloads/connection-forms.ts';
import { type Opener, openModal } from './open-modal.ts';

/** Opens the settings of the connection, for those who may change it. */
export async function openSettingsForm(
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  opener: Opener,
): Promise<void> {
  await openModal(deps, workspace, client, opener, {
    ready: undefined,
    loading: waitingModal(connecting.settingsTitlePlain),
    ask: () => settingsFormFor(deps, workspace, opener.userId),
  });
}

async function settingsFormFor(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
): Promise<ModalView> {
  const found = await changeable(deps, workspace, userId);
  if ('denial' in found) return messageModal(found.denial, connecting.settingsTitlePlain);
  const { connection, piper } = found;
  const [roles, userGroups] = await Promise.all([piper.roles(), workspace.userGroups.list()]);
  if (!roles.ok) {
    deps.log.error({ failure: roles.error }, 'the settings have no roles to show');
    const isRejected = roles.error.kind === 'unauthorized' || roles.error.kind === 'forbidden';
    const message = isRejected
      ? tokenRejectedMessage({ connection, mayConnect: true })
      : sentences([errors.noForm(roles.error)], currentReference());
    return messageModal(message, connecting.settingsTitlePlain);
  }
  return settingsModal({
    metadata: formatSettingsTarget({ connectionId: connection.id }),
    organization: connection.organization,
    settings: connection.settings,
    roles: roles.value,
    userGroups: groupsOf(userGroups),
    isNew: false,
    enterprise: { isOffered: false, isWide: 'enterpriseId' in connection.scope },
  });
}

/** Where Slack cannot tell the groups for the moment, the field is absent, and what was chosen stays. */
export const groupsOf = (groups: Awaited<ReturnType<Workspace['userGroups']['list']>>) => {
  if (groups.ok) return groups.value;
  return groups.error === 'not_granted' ? undefined : [];
};

import type { ModalView } from '@slack/types';
import { connecting, errors } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { tokenRejectedMessage } from '../../views/connection-messages.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { settingsModal } from '../../views/settings-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import { formatSettingsTarget } from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';

/** Opens the form with the connection's settings. */
export const openSettingsForm = (guard: Guard<Connected>): OpenForm =>
  guardedForm(guard, waitingModal(connecting.settingsTitlePlain), loadSettingsForm);

async function loadSettingsForm(
  { connection, piper }: Connected,
  { log }: ListenerDeps,
  workspace: Workspace,
): Promise<ModalView> {
  const [roles, userGroups] = await Promise.all([piper.roles(), workspace.userGroups.list()]);
  if (!roles.ok) {
    log.error({ failure: roles.error }, 'roles could not be read for the settings form');
    const isRejected = roles.error.kind === 'unauthorized' || roles.error.kind === 'forbidden';
    const message = isRejected
      ? tokenRejectedMessage({ connection, mayConnect: true })
      : textMessage([errors.noForm(roles.error)], currentReference());
    return messageModal(message, connecting.settingsTitlePlain);
  }
  return settingsModal({
    metadata: formatSettingsTarget({ connectionId: connection.id }),
    organization: connection.organization,
    settings: connection.settings,
    roles: roles.value,
    userGroups: offeredGroups(userGroups),
    isNew: false,
    enterprise: { isOffered: false, isWide: 'enterpriseId' in connection.scope },
  });
}

/** The user groups to choose from: undefined without the scope for them, empty if Slack cannot list them at the moment. */
export const offeredGroups = (groups: Awaited<ReturnType<Workspace['userGroups']['list']>>) => {
  if (groups.ok) return groups.value;
  return groups.error === 'not_granted' ? undefined : [];
};

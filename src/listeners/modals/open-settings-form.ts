import type { ModalView } from '@slack/types';
import type { ConnectionSettings } from '../../domain/connection.ts';
import { connecting, errors } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import type { Risk } from '../../views/fields.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { tokenRejectedMessage } from '../../views/renewal-messages.ts';
import { settingsModal } from '../../views/settings-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import { formatSettingsTarget } from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';
import { settingsVersion } from './settings-version.ts';

/** What a form has in it when it is shown again: see `settingsModal`. Its version is kept where only what is around it changes. */
export type Again = {
  settings?: ConnectionSettings;
  version?: string;
  notice?: string;
  risk?: Risk;
};

/** Opens the form with the connection's settings. */
export const openSettingsForm = (guard: Guard<Connected>): OpenForm =>
  guardedForm(guard, waitingModal(connecting.settingsTitlePlain), (connected, deps, workspace) =>
    settingsForm(connected, deps, workspace),
  );

/** The form with the settings that there are, or with those that somebody wants to save, and why it is shown again. */
export async function settingsForm(
  { connection, piper }: Connected,
  { log }: ListenerDeps,
  workspace: Workspace,
  {
    settings = connection.settings,
    version = settingsVersion(connection.settings),
    notice,
    risk,
  }: Again = {},
): Promise<ModalView> {
  const [roles, userGroups] = await Promise.all([piper.roles(), workspace.userGroups.list()]);
  if (!roles.ok) {
    if (notice) return messageModal(startAgainMessage('settings'), connecting.settingsTitlePlain);
    log.error({ failure: roles.error }, 'roles could not be read for the settings form');
    const isRejected = roles.error.kind === 'unauthorized' || roles.error.kind === 'forbidden';
    const message = isRejected
      ? tokenRejectedMessage({ connection, remedy: { kind: 'renew', isConnector: false } })
      : textMessage([errors.noForm(roles.error)], currentReference());
    return messageModal(message, connecting.settingsTitlePlain);
  }
  return settingsModal({
    metadata: formatSettingsTarget({ connectionId: connection.id, version }),
    version,
    notice,
    organization: connection.organization,
    settings,
    risk,
    roles: roles.value,
    userGroups: offeredGroups(userGroups),
    isNew: false,
    refusedChannel: connection.refusedChannel,
    enterprise: { isOffered: false, isWide: 'enterpriseId' in connection.scope },
  });
}

/** The user groups to choose from: undefined without the scope for them, empty if Slack cannot list them at the moment. */
export const offeredGroups = (groups: Awaited<ReturnType<Workspace['userGroups']['list']>>) => {
  if (groups.ok) return groups.value;
  return groups.error === 'not_granted' ? undefined : [];
};

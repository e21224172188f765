import type { ModalView } from '@slack/types';
import { connecting, errors } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { tokenRejectedMessage } from '../../views/connection-messages.ts';
import { sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { settingsModal } from '../../views/settings-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import { formatSettingsTarget } from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';
import { type OpenForm, openModal } from './open-modal.ts';

/** Opens the settings of the connection. */
export const openSettingsForm =
  (guard: Guard<Connected>): OpenForm =>
  async (deps, workspace, client, opener) => {
    await openModal(deps, workspace, client, opener, {
      loading: waitingModal(connecting.settingsTitlePlain),
      ask: async () => {
        const found = await guard(deps, workspace, opener.userId);
        return found.ok
          ? settingsFormFor(deps, workspace, found.value)
          : messageModal(found.error, connecting.settingsTitlePlain);
      },
    });
  };

async function settingsFormFor(
  { log }: ListenerDeps,
  workspace: Workspace,
  { connection, piper }: Connected,
): Promise<ModalView> {
  const [roles, userGroups] = await Promise.all([piper.roles(), workspace.userGroups.list()]);
  if (!roles.ok) {
    log.error({ failure: roles.error }, 'settings form has no roles to show');
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
    userGroups: offeredGroups(userGroups),
    isNew: false,
    enterprise: { isOffered: false, isWide: 'enterpriseId' in connection.scope },
  });
}

/** Where Slack cannot list the groups for the moment, the field is absent, and what was chosen stays. */
export const offeredGroups = (groups: Awaited<ReturnType<Workspace['userGroups']['list']>>) => {
  if (groups.ok) return groups.value;
  return groups.error === 'not_granted' ? undefined : [];
};

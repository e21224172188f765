import type { ModalView } from '@slack/types';
import { errors, asking as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { requests as limits } from '../../usecases/limits.ts';
import { digest } from '../../utils/digest.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { askingModal } from '../../views/asking-modal.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Workspace } from '../workspace.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';
import { offeredGroups } from './open-settings-form.ts';

/** Opens the form that says who may ask, and who decides. */
export const openAskingForm = (guard: Guard<Connected>): OpenForm =>
  guardedForm(guard, waitingModal(text.titlePlain), (connected, deps, workspace) =>
    loadAskingForm(connected, deps, workspace),
  );

/** The form as the settings are now; `notice` says why it is shown again. */
export async function loadAskingForm(
  { connection, piper }: Connected,
  { log }: Pick<ListenerDeps, 'log'>,
  workspace: Workspace,
  notice?: string,
): Promise<ModalView> {
  const [roles, userGroups] = await Promise.all([piper.roles(), workspace.userGroups.list()]);
  if (!roles.ok) {
    log.error({ failure: roles.error }, 'roles could not be read for the form of approvals');
    const message = textMessage([errors.noForm(roles.error)], currentReference());
    return messageModal(message, text.titlePlain);
  }
  const { asking } = connection.settings;
  return askingModal({
    metadata: JSON.stringify({ connectionId: connection.id, version: digest(asking) }),
    organization: connection.organization,
    asking,
    expireChoices: limits.expireChoices,
    roles: roles.value,
    userGroups: offeredGroups(userGroups),
    refusedChannel: connection.refusedChannel,
    ...(notice !== undefined && { notice }),
  });
}

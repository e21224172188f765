import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { ConnectionSettings } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Organization, Role } from '../domain/organization.ts';
import { invitersOf } from '../domain/policy.ts';
import { offeredRoles } from '../domain/roles.ts';
import { currentReference } from '../reference.ts';
import { form, trouble } from '../text.ts';
import type { Connected } from '../usecases/find-connection.ts';
import { inviteModal, loadingModal, type Prefill } from '../views/invite-modal.ts';
import { sentences } from '../views/message.ts';
import { messageModal } from '../views/modal.ts';
import { refusalMessage } from '../views/refusal.ts';
import type { Workspace } from '../workspaces.ts';
import type { ListenerDeps } from './deps.ts';
import { openModal } from './modals.ts';
import type { CommandPayload } from './payloads.ts';
import { isReady, whyNotReady } from './why-not-ready.ts';

/**
 * Opens the form, or says why there is none; what has to be asked for is filled in afterwards.
 */
export async function openInviteForm(
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  command: CommandPayload,
  prefill: Prefill,
): Promise<void> {
  const state = await workspace.find();
  if (state.kind !== 'connected') {
    const message = await whyNotReady(deps, workspace, state, command.userId);
    return message && workspace.messenger.tell(command, message);
  }

  const { authorize, operators } = deps;
  const { settings } = state.connection;
  const authorized = authorize.toInviteRemembered(workspace, command.userId, settings);
  const known = state.piper.remembered();
  let ready: ModalView | undefined;
  if (authorized?.allowed === false) {
    ready = messageModal(refusalMessage(authorized.reason, invitersOf(settings, operators)));
  } else if (authorized && known && isReady(state)) {
    ready = formFor({ ...known, settings }, workspace, command, prefill);
  }

  const isOpen = await openModal(deps, workspace, client, command, {
    ready,
    loading: loadingModal(),
    ask: () => askForForm(deps, workspace, state, command, prefill),
  });

  // Read while the form is being filled in, so that sending it has less to wait for.
  if (isOpen && authorized?.allowed !== false && isReady(state)) await state.piper.members();
}

async function askForForm(
  deps: ListenerDeps,
  workspace: Workspace,
  state: Connected,
  command: CommandPayload,
  prefill: Prefill,
): Promise<ModalView> {
  const { authorize, operators, log } = deps;
  const { piper, connection } = state;
  const { settings } = connection;
  const failed = (failure: PiperFailure) => {
    log.error({ failure }, 'the form has no roles to show');
    return messageModal(sentences([trouble.noForm(failure)], currentReference()));
  };

  const notReady = await whyNotReady(deps, workspace, state, command.userId);
  if (notReady) return messageModal(notReady);
  const [authorized, organization, roles] = await Promise.all([
    authorize.toInvite(workspace, command.userId, settings),
    piper.details(),
    piper.roles(),
  ]);
  if (!authorized.allowed) {
    return messageModal(refusalMessage(authorized.reason, invitersOf(settings, operators)));
  }
  if (!organization.ok) return failed(organization.error);
  if (!roles.ok) return failed(roles.error);
  return formFor(
    { organization: organization.value, roles: roles.value, settings },
    workspace,
    command,
    prefill,
  );
}

function formFor(
  {
    organization,
    roles,
    settings,
  }: { organization: Organization; roles: Role[]; settings: ConnectionSettings },
  { sources }: Workspace,
  command: CommandPayload,
  prefill: Prefill,
): ModalView {
  const offered = offeredRoles(roles, settings);
  return offered.length > 0
    ? inviteModal({
        organization,
        roles: offered,
        defaultRoleId: settings.defaultRoleId,
        prefill,
        channel: settings.channel ?? command.channel,
        sources,
      })
    : messageModal(sentences([form.noRoles(organization.name)]));
}

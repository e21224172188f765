import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { ConnectionSettings } from '../../domain/connection.ts';
import type { PiperFailure } from '../../domain/failures.ts';
import type { Organization, Role } from '../../domain/organization.ts';
import { invitersOf } from '../../domain/policy.ts';
import { offeredRoles } from '../../domain/roles.ts';
import { isSource } from '../../ids.ts';
import { slack } from '../../limits.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { errors, form } from '../../text/index.ts';
import type { Connected, ConnectionState } from '../../usecases/find-connection.ts';
import type { PiperOrganization } from '../../usecases/ports/outside.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { denialMessage } from '../../views/denial.ts';
import { inviteModal, loadingModal, type Prefill } from '../../views/invite-modal.ts';
import { sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { isReady, readyConnection, whyNotConnected } from '../guards/require-connection.ts';
import type { CommandPayload } from '../payloads/invite-form.ts';
import { openModal } from './open-modal.ts';

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
  const finding = workspace.find();
  const found = await withTimeout(finding, slack.lookupBeforeOpening);
  if (found && found.kind !== 'connected') {
    const message = await whyNotConnected(deps, workspace, found, command.userId);
    return workspace.messenger.tell(command, message);
  }

  const isOpen = await openModal(deps, workspace, client, command, {
    ready: found && rememberedForm(deps, workspace, found, command, prefill),
    loading: loadingModal(),
    ask: async () => askForForm(deps, workspace, await finding, command, prefill),
  });

  // Read while the form is being filled in, so that sending it has less to wait for.
  // Where it could not be found, the modal says so.
  const state = await finding.catch(() => undefined);
  if (!isOpen || state?.kind !== 'connected' || !isReady(state)) return;
  const { settings } = state.connection;
  const authorized = deps.authorize.toInviteRemembered(workspace, command.userId, settings);
  if (authorized?.allowed !== false) await state.piper.members();
}

/** The form, or why there is none, where nobody need be asked. */
function rememberedForm(
  { authorize, inviteAdmins }: ListenerDeps,
  workspace: Workspace,
  state: Connected,
  command: CommandPayload,
  prefill: Prefill,
): ModalView | undefined {
  const { settings } = state.connection;
  const authorized = authorize.toInviteRemembered(workspace, command.userId, settings);
  if (authorized?.allowed === false) {
    return messageModal(denialMessage(authorized.reason, invitersOf(settings, inviteAdmins)));
  }
  const known = state.piper.remembered();
  return authorized && known && isReady(state)
    ? formFor({ ...known, settings, piper: state.piper }, workspace, command, prefill)
    : undefined;
}

async function askForForm(
  deps: ListenerDeps,
  workspace: Workspace,
  state: ConnectionState,
  command: CommandPayload,
  prefill: Prefill,
): Promise<ModalView> {
  const { authorize, inviteAdmins, log } = deps;
  const failed = (failure: PiperFailure) => {
    log.error({ failure }, 'the form has no roles to show');
    return messageModal(sentences([errors.noForm(failure)], currentReference()));
  };

  const ready = await readyConnection(deps, workspace, state, command.userId);
  if ('instead' in ready) return messageModal(ready.instead);
  const { piper, connection } = ready;
  const { settings } = connection;
  const [authorized, organization, roles] = await Promise.all([
    authorize.toInvite(workspace, command.userId, settings),
    piper.details(),
    piper.roles(),
  ]);
  if (!authorized.allowed) {
    return messageModal(denialMessage(authorized.reason, invitersOf(settings, inviteAdmins)));
  }
  if (!organization.ok) return failed(organization.error);
  if (!roles.ok) return failed(roles.error);
  return formFor(
    { organization: organization.value, roles: roles.value, settings, piper },
    workspace,
    command,
    prefill,
  );
}

function formFor(
  known: {
    organization: Organization;
    roles: Role[];
    settings: ConnectionSettings;
    piper: PiperOrganization;
  },
  { optionalFeatures }: Workspace,
  command: CommandPayload,
  prefill: Prefill,
): ModalView {
  const { organization, roles, settings, piper } = known;
  const offered = offeredRoles(roles, settings);
  return offered.length > 0
    ? inviteModal({
        organization,
        roles: offered,
        defaultRoleId: settings.defaultRoleId,
        prefill,
        channel: settings.channel ?? command.channel,
        isPiperDown: !piper.isAnswering(),
        sources: optionalFeatures.filter(isSource),
      })
    : messageModal(sentences([form.noRoles(organization.name)]));
}

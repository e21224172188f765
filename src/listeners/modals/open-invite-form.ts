import type { ModalView } from '@slack/types';
import type { PiperFailure } from '../../domain/failures.ts';
import type { Organization, Role } from '../../domain/organization.ts';
import { invitersOf, offeredRoles } from '../../domain/policy.ts';
import { isSource } from '../../ids.ts';
import { slack } from '../../limits.ts';
import { errors, form } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { denialMessage } from '../../views/denial.ts';
import { inviteModal, loadingModal, type Prefill } from '../../views/invite-modal.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import { isAccepted } from '../guards/require-connection.ts';
import type { Workspace } from '../workspace.ts';
import { type OpenForm, openModal } from './open-modal.ts';

/** Initial values; `channel` is where confirmations go if the settings name no channel. */
export type InitialValues = { prefill: Prefill; channel: string };

/** Opens the invite form. Whatever is not cached is loaded while the form is already open. */
export const openInviteForm =
  (guard: Guard<Connected>, prefill: Prefill, channel: string): OpenForm =>
  async (deps, workspace, client, opener) => {
    const { userId } = opener;
    const initial = { prefill, channel };
    const found = await withTimeout(workspace.find(), slack.lookupBeforeOpening);
    if (found && found.kind !== 'connected') {
      const denied = await guard(deps, workspace, userId);
      if (!denied.ok) await workspace.messenger.tell(opener, denied.error);
      return;
    }

    const isOpen = await openModal(deps, workspace, client, opener, {
      ready: found && rememberedForm(deps, workspace, found, userId, initial),
      loading: loadingModal(),
      load: async () => {
        const connected = await guard(deps, workspace, userId);
        return connected.ok
          ? loadForm(deps, workspace, connected.value, initial)
          : messageModal(connected.error);
      },
    });

    // Fetches members while the person fills in the form, so that submitting it takes less time.
    // The modal already shows any error.
    const state = await workspace.find().catch(() => undefined);
    if (!isOpen || state?.kind !== 'connected' || !isAccepted(state)) return;
    const { settings } = state.connection;
    const authorized = deps.authorize.toInviteRemembered(workspace, userId, settings);
    if (authorized?.allowed !== false) await state.piper.members();
  };

/** The form, or the reason why there is none, from cached data. Undefined if that does not suffice. */
function rememberedForm(
  { authorize, inviteAdmins }: ListenerDeps,
  workspace: Workspace,
  connected: Connected,
  userId: string,
  initial: InitialValues,
): ModalView | undefined {
  const { settings } = connected.connection;
  const authorized = authorize.toInviteRemembered(workspace, userId, settings);
  if (authorized?.allowed === false) {
    return messageModal(denialMessage(authorized.reason, invitersOf(settings, inviteAdmins)));
  }
  const known = connected.piper.remembered();
  return authorized && known && isAccepted(connected)
    ? buildForm(known, workspace, connected, initial)
    : undefined;
}

/** The form, with what Piper says now. */
export async function loadForm(
  { log }: ListenerDeps,
  workspace: Workspace,
  connected: Connected,
  initial: InitialValues,
): Promise<ModalView> {
  const failed = (failure: PiperFailure) => {
    log.error({ failure }, 'roles could not be read for the invite form');
    return messageModal(textMessage([errors.noForm(failure)], currentReference()));
  };
  const { piper } = connected;
  const [organization, roles] = await Promise.all([piper.details(), piper.roles()]);
  if (!organization.ok) return failed(organization.error);
  if (!roles.ok) return failed(roles.error);
  const known = { organization: organization.value, roles: roles.value };
  return buildForm(known, workspace, connected, initial);
}

function buildForm(
  { organization, roles }: { organization: Organization; roles: Role[] },
  { optionalFeatures }: Workspace,
  { connection: { settings }, piper }: Connected,
  { prefill, channel }: InitialValues,
): ModalView {
  const offered = offeredRoles(roles, settings);
  return offered.length > 0
    ? inviteModal({
        organization,
        roles: offered,
        defaultRoleId: settings.defaultRoleId,
        prefill,
        channel: settings.channel ?? channel,
        isPiperDown: !piper.isAnswering(),
        sources: optionalFeatures.filter(isSource),
      })
    : messageModal(textMessage([form.noRoles(organization.name)]));
}

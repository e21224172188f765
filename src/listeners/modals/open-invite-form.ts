import type { ModalView } from '@slack/types';
import { isTokenRefused, isTransient, type PiperFailure } from '../../domain/failures.ts';
import { type InputProblem, notGivenProblem } from '../../domain/invite-input.ts';
import type { Organization, Role } from '../../domain/organization.ts';
import { invitableRoles, invitersOf, mayInviteOrAsk } from '../../domain/policy.ts';
import { compareRoles } from '../../domain/role-order.ts';
import { matchRole } from '../../domain/roles.ts';
import { isSource } from '../../ids.ts';
import { slack } from '../../limits.ts';
import { errors, form, problemMrkdwn } from '../../text/index.ts';
import { type Authority, invitableBy } from '../../usecases/authority.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { denialMessage } from '../../views/denial.ts';
import { inviteModal, loadingModal, type Prefill } from '../../views/invite-modal.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import { helperFor, isAccepted, tokenRefused } from '../guards/require-connection.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { Workspace } from '../workspace.ts';
import { type OpenForm, openModal } from './open-modal.ts';

/** Initial values; `channel` is where confirmations go if the settings name no channel: without one, to whoever invites. */
export type InitialValues = { prefill: Prefill; channel?: string | undefined };

/**
 * Opens the invite form. Whatever is not cached is loaded while the form is already open, and so is a `prefill` that has to be looked
 * up. Who can't be answered where they are reads in the modal that the workspace isn't connected.
 */
export const openInviteForm =
  (
    guard: Guard<Inviter>,
    prefill: Prefill | (() => Promise<Prefill>),
    channel?: string,
  ): OpenForm =>
  async (deps, workspace, client, opener) => {
    const { userId } = opener;
    const found = await withTimeout(workspace.find(), slack.lookupBeforeOpening);
    const isConnected = found?.kind === 'connected';
    if (found && !isConnected && opener.responseUrl) {
      const denied = await guard(deps, workspace, userId);
      if (!denied.ok) await workspace.messenger.tell(opener, denied.error);
      return;
    }

    const isOpen = await openModal(deps, workspace, client, opener, {
      ready:
        isConnected && typeof prefill !== 'function'
          ? await withTimeout(
              rememberedForm(deps, workspace, found, userId, { prefill, channel }),
              slack.lookupBeforeOpening,
            )
          : undefined,
      loading: loadingModal(),
      load: async () => {
        const connected = await guard(deps, workspace, userId);
        if (!connected.ok) return messageModal(connected.error);
        const known = typeof prefill === 'function' ? await prefill() : prefill;
        return loadForm(deps, workspace, connected.value, userId, { prefill: known, channel });
      },
    });

    // Fetches members while the person fills in the form, so that submitting it takes less time.
    // The modal already shows any error.
    const state = await workspace.find().catch(() => undefined);
    if (!isOpen || state?.kind !== 'connected' || !isAccepted(state)) return;
    const { settings } = state.connection;
    const authorized = deps.authorize.toInviteRemembered(workspace, userId, settings);
    if (!authorized || mayInviteOrAsk(authorized, settings).allowed) await state.piper.members();
  };

/** The form, or the reason why there is none, from cached data and what is stored. Undefined if that does not suffice. */
async function rememberedForm(
  deps: ListenerDeps,
  workspace: Workspace,
  connected: Connected,
  userId: string,
  initial: InitialValues,
): Promise<ModalView | undefined> {
  const { authorize, rememberedAuthority } = deps;
  const { settings } = connected.connection;
  const toInvite = authorize.toInviteRemembered(workspace, userId, settings);
  const authorized = toInvite && mayInviteOrAsk(toInvite, settings);
  if (authorized?.allowed === false) {
    return messageModal(
      denialMessage(authorized.reason, invitersOf(settings, workspace.inviteAdmins), {
        helper: helperFor(userId, connected),
      }),
    );
  }
  const known = connected.piper.remembered();
  const [authority, lastRoleId] = await Promise.all([
    rememberedAuthority(workspace, userId, connected),
    lastRoleOf(deps, connected, userId),
  ]);
  return authorized && known && authority && isAccepted(connected)
    ? buildForm({ ...known, authority, lastRoleId }, workspace, connected, initial)
    : undefined;
}

/** The form, with what Piper says now. */
export async function loadForm(
  deps: ListenerDeps,
  workspace: Workspace,
  connected: Inviter,
  userId: string,
  initial: InitialValues,
): Promise<ModalView> {
  const failed = async (failure: PiperFailure) => {
    deps.log.error({ failure }, 'roles could not be read for the invite form');
    if (isTokenRefused(failure)) {
      return messageModal(
        await tokenRefused(deps, workspace, userId, connected, currentReference()),
      );
    }
    return messageModal(textMessage([errors.noForm(failure)], currentReference()));
  };
  const { piper } = connected;
  const [organization, roles, authority, lastRoleId] = await Promise.all([
    piper.details(),
    piper.roles(),
    connected.authority('recent'),
    lastRoleOf(deps, connected, userId),
  ]);
  if (!organization.ok) return failed(organization.error);
  if (!roles.ok) return failed(roles.error);
  const known = { organization: organization.value, roles: roles.value, authority, lastRoleId };
  return buildForm(known, workspace, connected, initial);
}

/** What a form is made of. `lastRoleId` is what its person chose last. */
type Known = {
  organization: Organization;
  roles: Role[];
  authority: Authority;
  lastRoleId: string | undefined;
};

function buildForm(
  { organization, roles, authority, lastRoleId }: Known,
  { optionalFeatures }: Workspace,
  { connection, piper }: Connected,
  { prefill, channel }: InitialValues,
): ModalView {
  const { settings } = connection;
  const { name } = organization;
  const offered = invitableRoles(roles, settings);
  if (offered.length === 0) return messageModal(textMessage([form.noRoles(name)]));
  const problemOf = (role: Role): InputProblem => {
    const { reasons } = authority.decideRole(role);
    return notGivenProblem(role, { ...connection, organization }, reasons);
  };
  const given = invitableBy(authority, offered);
  const [first] = offered;
  if (first && given.length === 0) {
    const { kind } = authority.own;
    return messageModal(
      textMessage([kind === 'known' ? form.noneGiven(name) : problemMrkdwn(problemOf(first))]),
    );
  }
  const typed = prefill.role === undefined ? undefined : matchRole(offered, prefill.role);
  const isTypedGiven = typed?.kind !== 'one' || given.includes(typed.role);
  const { role: _, ...withoutRole } = prefill;
  return inviteModal({
    organization,
    roles: given.toSorted((a, b) => compareRoles(b, a)),
    notGiven: offered.length - given.length,
    defaultRoleId: given.find(({ id }) => id === lastRoleId)?.id ?? settings.defaultRoleId,
    prefill: isTypedGiven
      ? prefill
      : {
          ...withoutRole,
          problems: [...(prefill.problems ?? []), problemOf(typed.role)],
        },
    channel: settings.channel ?? channel,
    isAsking: given.every((role) => authority.decideRole(role).kind === 'approval'),
    isPiperDown: !piper.isAnswering() || isUndecided(authority),
    hasSources: optionalFeatures.some(isSource),
  });
}

const lastRoleOf = (
  { invitationQueries }: Pick<ListenerDeps, 'invitationQueries'>,
  { connection: { organization } }: Connected,
  inviterId: string,
): Promise<string | undefined> =>
  invitationQueries.lastRole({ organizationId: organization.id, inviterId });

/** Whether what somebody sends now is decided about only when Piper answers again. */
const isUndecided = ({ own }: Authority): boolean =>
  own.kind === 'unread' && isTransient(own.failure);

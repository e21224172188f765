import { isTokenRefused } from '../../domain/failures.ts';
import { invitersOf, isOfFullMember, offeredRoles, reachOf } from '../../domain/policy.ts';
import { ok } from '../../domain/result.ts';
import { givenBy } from '../../usecases/authority.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { denialMessage } from '../../views/denial.ts';
import type { Message } from '../../views/message.ts';
import { statusMessage } from '../../views/status.ts';
import type { Guard } from '../guards/guard.ts';
import { isAccepted } from '../guards/require-connection.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

/** `/piper-invite status`: how the workspace is connected, and what the person may do; for every full member. */
export const workspaceStatus =
  (guard: Guard<Connected>): Subcommand<'status'> =>
  async (request) => {
    const { workspace, command, ack } = request;
    await ack();
    return workspace.messenger.tell(command, await statusFor(request, guard));
  };

async function statusFor(
  { deps, workspace, command }: CommandRequest,
  guard: Guard<Connected>,
): Promise<Message> {
  const { authorize, authorityOf } = deps;
  const { userId } = command;
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return found.error;
  const { connection, isFixed, piper, checkAgain } = found.value;
  const { settings } = connection;
  const inviters = invitersOf(settings, workspace.inviteAdmins);
  const isRejected = !isAccepted(found.value) && !(await checkAgain());
  const [toInvite, toConnect, organization, roles, authority] = await Promise.all([
    authorize.toInvite(workspace, userId, settings),
    authorize.toConnect(workspace, userId, reachOf(connection)),
    piper.details(),
    piper.roles(),
    authorityOf(workspace, userId, found.value, 'recent'),
  ]);
  if (!toInvite.allowed && !isOfFullMember(toInvite.reason)) {
    return denialMessage(toInvite.reason, inviters);
  }
  const token =
    isRejected || (!roles.ok && isTokenRefused(roles.error))
      ? await deps.tokenRemedy(workspace, userId, found.value, true)
      : undefined;
  return statusMessage({
    connection,
    organization: organization.ok ? organization.value : connection.organization,
    pages: deps.piperPages(connection.organization.id),
    isFixed,
    token,
    inviters,
    roles: roles.ok ? ok(offeredRoles(roles.value, settings)) : roles,
    toInvite,
    mayConnect: toConnect.allowed,
    own: authority.own,
    given: roles.ok ? givenBy(authority, roles.value) : [],
    isConnector: connection.connectedBy === userId,
  });
}

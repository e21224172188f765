import { invitersOf, reachOf } from '../../domain/policy.ts';
import { ok } from '../../domain/result.ts';
import { offeredRoles } from '../../domain/roles.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { denialMessage } from '../../views/denial.ts';
import { statusMessage } from '../../views/status.ts';
import type { ListenerDeps } from '../deps.ts';
import { isReady, whyNotConnected } from '../guards/require-connection.ts';
import type { CommandPayload } from '../payloads/invite-form.ts';

/** Tells how the workspace is connected, to its full members. */
export async function tellStatus(
  deps: ListenerDeps,
  workspace: Workspace,
  command: CommandPayload,
): Promise<void> {
  const { authorize, inviteAdmins } = deps;
  const { messenger } = workspace;
  const { userId } = command;
  const state = await workspace.find();
  if (state.kind !== 'connected') {
    return messenger.tell(command, await whyNotConnected(deps, workspace, state, userId));
  }

  const { connection, isFixed, piper } = state;
  const { settings } = connection;
  const inviters = invitersOf(settings, inviteAdmins);
  const isRejected = !isReady(state) && !(await state.checkAgain());
  const [toInvite, toConnect, organization, roles] = await Promise.all([
    authorize.toInvite(workspace, userId, settings),
    authorize.toConnect(workspace, userId, reachOf(connection)),
    piper.details(),
    piper.roles(),
  ]);
  const isFullMember = toInvite.allowed || toInvite.reason === 'not_chosen';
  if (!isFullMember) return messenger.tell(command, denialMessage(toInvite.reason, inviters));
  const known = connection.organization;
  return messenger.tell(
    command,
    statusMessage({
      connection,
      organization: organization.ok
        ? organization.value
        : { ...known, name: known.name || known.id },
      isFixed,
      isRejected,
      inviters,
      roles: roles.ok ? ok(offeredRoles(roles.value, settings)) : roles,
      toInvite,
      mayConnect: toConnect.allowed,
    }),
  );
}

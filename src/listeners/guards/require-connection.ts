import { reachOf } from '../../domain/policy.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import type { Connected, ConnectionState } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import {
  notConnectedMessage,
  tokenRejectedMessage,
  unreadableConnectionMessage,
} from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';

/** Whether invites can be sent, as far as is known without asking anybody. */
export const isReady = ({ connection }: Connected): boolean =>
  connection.rejectedSince === undefined;

/** A connection through which people can be invited, or why there is none, for the person who tried. */
export async function readyConnection(
  deps: ListenerDeps,
  workspace: Workspace,
  state: ConnectionState,
  userId: string,
): Promise<Connected | { instead: Message }> {
  if (state.kind !== 'connected') {
    return { instead: await whyNotConnected(deps, workspace, state, userId) };
  }
  if (isReady(state) || (await state.checkAgain())) return state;
  const { connection } = state;
  const { allowed: mayConnect } = await deps.authorize.toConnect(
    workspace,
    userId,
    reachOf(connection),
  );
  return { instead: tokenRejectedMessage({ connection, mayConnect }) };
}

/** Why a workspace has no connection that can be used. */
export async function whyNotConnected(
  { authorize, inviteAdmins, log }: ListenerDeps,
  workspace: Workspace,
  state: Exclude<ConnectionState, Connected>,
  userId: string,
): Promise<Message> {
  if (state.kind === 'unreadable') {
    log.error({ why: state.why, workspace: workspace.ref }, 'a connection cannot be read');
    return unreadableConnectionMessage(currentReference());
  }
  const { allowed: mayConnect } = await authorize.toConnect(workspace, userId);
  return notConnectedMessage({ mayConnect, inviteAdmins: [...inviteAdmins] });
}

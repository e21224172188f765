import { currentReference } from '../reference.ts';
import type { Connected, ConnectionState } from '../usecases/find-connection.ts';
import {
  notConnectedMessage,
  tokenRefusedMessage,
  unreadableConnectionMessage,
} from '../views/connection-messages.ts';
import type { Message } from '../views/message.ts';
import type { Workspace } from '../workspaces.ts';
import type { ListenerDeps } from './deps.ts';

/** Whether invites can be sent, as far as is known without asking anybody. */
export const isReady = ({ connection }: Connected): boolean =>
  connection.refusedSince === undefined;

/** Why nobody can be invited from a workspace, for the person who tried; undefined when it can be done. */
export async function whyNotReady(
  { authorize, operators, log }: ListenerDeps,
  workspace: Workspace,
  state: ConnectionState,
  userId: string,
): Promise<Message | undefined> {
  if (state.kind === 'connected' && (isReady(state) || (await state.recheck()))) return undefined;
  if (state.kind === 'unreadable') {
    log.error({ why: state.why, workspace: workspace.ref }, 'a connection cannot be read');
    return unreadableConnectionMessage(currentReference());
  }
  const { allowed: mayConnect } = await authorize.toConnect(workspace, userId);
  return state.kind === 'none'
    ? notConnectedMessage({ mayConnect, operators: [...operators] })
    : tokenRefusedMessage({ connection: state.connection, mayConnect });
}

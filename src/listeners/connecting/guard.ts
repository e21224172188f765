import { currentReference } from '../../reference.ts';
import type { Connected, ConnectionState } from '../../usecases/find-connection.ts';
import {
  connectRefusalMessage,
  fixedConnectionMessage,
  nothingToChangeMessage,
  unreadableConnectionMessage,
} from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import type { Workspace } from '../../workspaces.ts';
import type { ListenerDeps } from '../deps.ts';

/** Why somebody may not connect this workspace; undefined when they may. */
export async function whyNotConnect(
  { authorize, operators }: ListenerDeps,
  workspace: Workspace,
  userId: string,
  finding: Promise<ConnectionState> = workspace.find(),
): Promise<Message | undefined> {
  const [state, authorized] = await Promise.all([finding, authorize.toConnect(workspace, userId)]);
  if (!authorized.allowed) return connectRefusalMessage(authorized.reason, [...operators]);
  return state.kind === 'connected' && state.isFixed ? fixedConnectionMessage() : undefined;
}

/** The connection that somebody may change, or why they may not. */
export async function changeable(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
): Promise<Connected | { refusal: Message }> {
  const finding = workspace.find();
  const [refusal, state] = await Promise.all([
    whyNotConnect(deps, workspace, userId, finding),
    finding,
  ]);
  if (refusal) return { refusal };
  switch (state.kind) {
    case 'connected':
      return state;
    case 'unreadable':
      deps.log.error({ why: state.why, workspace: workspace.ref }, 'a connection cannot be read');
      return { refusal: unreadableConnectionMessage(currentReference()) };
    case 'none':
      return { refusal: nothingToChangeMessage({ mayConnect: true }) };
  }
}

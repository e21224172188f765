import { type Reach, reachOf } from '../../domain/policy.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import {
  connectRefusalMessage,
  fixedConnectionMessage,
  nothingToChangeMessage,
  unreadableConnectionMessage,
} from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';

/** Why somebody may not connect this workspace, or all of its Enterprise organization; undefined when they may. */
export async function whyNotConnect(
  { authorize, operators }: ListenerDeps,
  workspace: Workspace,
  userId: string,
  reach: Reach = 'workspace',
): Promise<Message | undefined> {
  const [state, authorized] = await Promise.all([
    workspace.find(),
    authorize.toConnect(workspace, userId, reach),
  ]);
  if (!authorized.allowed) return connectRefusalMessage(authorized.reason, [...operators], reach);
  return state.kind === 'connected' && state.isFixed ? fixedConnectionMessage() : undefined;
}

/** The connection that somebody may change, or why they may not. */
export async function changeable(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
): Promise<Connected | { refusal: Message }> {
  const state = await workspace.find();
  const reach = state.kind === 'connected' ? reachOf(state.connection) : 'workspace';
  const refusal = await whyNotConnect(deps, workspace, userId, reach);
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

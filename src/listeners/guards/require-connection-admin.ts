import { type Reach, reachOf } from '../../domain/policy.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import {
  connectDenialMessage,
  fixedConnectionMessage,
  nothingToChangeMessage,
  unreadableConnectionMessage,
} from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';

/** Why somebody may not connect this workspace, or all of its Enterprise organization; undefined when they may. */
export async function whyNotConnect(
  { authorize, inviteAdmins }: ListenerDeps,
  workspace: Workspace,
  userId: string,
  reach: Reach = 'workspace',
): Promise<Message | undefined> {
  const [state, authorized] = await Promise.all([
    workspace.find(),
    authorize.toConnect(workspace, userId, reach),
  ]);
  if (!authorized.allowed) return connectDenialMessage(authorized.reason, [...inviteAdmins], reach);
  return state.kind === 'connected' && state.isFixed ? fixedConnectionMessage() : undefined;
}

/** The connection that somebody may change, or why they may not. */
export async function changeable(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
): Promise<Connected | { denial: Message }> {
  const state = await workspace.find();
  const reach = state.kind === 'connected' ? reachOf(state.connection) : 'workspace';
  const denial = await whyNotConnect(deps, workspace, userId, reach);
  if (denial) return { denial };
  switch (state.kind) {
    case 'connected':
      return state;
    case 'unreadable':
      deps.log.error({ why: state.why, workspace: workspace.ref }, 'a connection cannot be read');
      return { denial: unreadableConnectionMessage(currentReference()) };
    case 'none':
      return { denial: nothingToChangeMessage({ mayConnect: true }) };
  }
}

import { invitersOf } from '../../domain/policy.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { denialMessage } from '../../views/denial.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import { readyConnection, whyNotConnected } from './require-connection.ts';

/**
 * The workspace's connection, for somebody who may invite; else why they get nothing. What only reads is shown even while Piper
 * refuses the token (`isReading`).
 */
export async function connectionForInviter(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
  { isReading }: { isReading: boolean },
): Promise<Connected | { denial: Message }> {
  const state = await workspace.find();
  if (state.kind !== 'connected') {
    return { denial: await whyNotConnected(deps, workspace, state, userId) };
  }
  if (!isReading) {
    const ready = await readyConnection(deps, workspace, state, userId);
    if ('instead' in ready) return { denial: ready.instead };
  }
  const { settings } = state.connection;
  const authorized = await deps.authorize.toInvite(workspace, userId, settings);
  return authorized.allowed
    ? state
    : { denial: denialMessage(authorized.reason, invitersOf(settings, deps.inviteAdmins)) };
}

import { invitersOf } from '../../domain/policy.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { refusalMessage } from '../../views/denial.ts';
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
): Promise<Connected | { refusal: Message }> {
  const state = await workspace.find();
  if (state.kind !== 'connected') {
    return { refusal: await whyNotConnected(deps, workspace, state, userId) };
  }
  if (!isReading) {
    const ready = await readyConnection(deps, workspace, state, userId);
    if ('instead' in ready) return { refusal: ready.instead };
  }
  const { settings } = state.connection;
  const authorized = await deps.authorize.toInvite(workspace, userId, settings);
  return authorized.allowed
    ? state
    : { refusal: refusalMessage(authorized.reason, invitersOf(settings, deps.operators)) };
}

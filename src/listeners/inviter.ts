import { invitersOf } from '../domain/policy.ts';
import type { Connected } from '../usecases/find-connection.ts';
import type { Message } from '../views/message.ts';
import { refusalMessage } from '../views/refusal.ts';
import type { Workspace } from '../workspaces.ts';
import type { ListenerDeps } from './deps.ts';
import { whyNotReady } from './why-not-ready.ts';

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
  if (state.kind !== 'connected' || !isReading) {
    const refusal = await whyNotReady(deps, workspace, state, userId);
    if (refusal) return { refusal };
  }
  if (state.kind !== 'connected') throw new Error('a workspace is ready without a connection');
  const { settings } = state.connection;
  const authorized = await deps.authorize.toInvite(workspace, userId, settings);
  return authorized.allowed
    ? state
    : { refusal: refusalMessage(authorized.reason, invitersOf(settings, deps.operators)) };
}

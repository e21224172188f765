import { reachOf } from '../../domain/policy.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { renewal } from '../../usecases/limits.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import {
  noRenewalMessage,
  renewalAskedBeforeMessage,
  renewalAskedMessage,
  renewalNotAskedMessage,
  renewalWantedMessage,
} from '../../views/renewal-messages.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Homes } from '../home/homes.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { updateModal } from '../modals/update-modal.ts';
import { renewalButtonSchema } from '../payloads/buttons.ts';
import type { Workspace } from '../workspace.ts';

/**
 * The button that asks whoever connected the workspace for a new token: one message a while, however many press it. It is answered
 * where it was pressed.
 */
export const askRenewal =
  (deps: ListenerDeps, homes: Homes, guard: Guard<Connected>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<unknown> => {
    const { userId, responseUrl, home, modalId, isInDoubt } = renewalButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const found = await guard(deps, workspace, userId);
    const answer = found.ok
      ? await ask(deps, workspace, userId, { ...found.value, isInDoubt })
      : found.error;
    if (home) return homes.changed(context, userId, home, answer);
    if (modalId) return updateModal(deps, client, { view_id: modalId }, messageModal(answer));
    return workspace.messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, answer);
  };

async function ask(
  { connections, tokenRemedy, now }: ListenerDeps,
  workspace: Workspace,
  userId: string,
  { isInDoubt, ...connected }: Connected & { isInDoubt: boolean },
): Promise<Message> {
  const remedy = await tokenRemedy(workspace, userId, connected, isInDoubt || undefined);
  if (remedy.kind !== 'ask') return noRenewalMessage(remedy);
  const { connection } = connected;
  const { connectedBy } = remedy;
  const at = now();
  const asked = await connections.takeRenewalAsk(connection.id, at, at - renewal.askAgainAfter);
  if ('askedAt' in asked) return renewalAskedBeforeMessage(connectedBy, asked.askedAt, isInDoubt);
  const wanted = renewalWantedMessage(userId, connection, asked.waiting);
  if (await workspace.messenger.tell({ userId: connectedBy }, wanted)) {
    return renewalAskedMessage(connectedBy, isInDoubt);
  }
  await connections.dropRenewalAsk(connection.id);
  return renewalNotAskedMessage(connectedBy, [...workspace.inviteAdmins], reachOf(connection));
}

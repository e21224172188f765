import { reachOf } from '../../domain/policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { slack } from '../../limits.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import {
  notConnectedMessage,
  tokenRejectedMessage,
  unreadableConnectionMessage,
} from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';
import type { Guard } from './guard.ts';

/** The workspace's connection, whether or not Piper accepts its token at the moment. */
export const requireConnection: Guard<Connected> = async (deps, workspace, userId) => {
  const { authorize, inviteAdmins } = deps;
  const state = await workspace.find();
  switch (state.kind) {
    case 'connected':
      return ok(await named(state));
    case 'unreadable':
      return err(unreadableConnection(deps, workspace, state));
    case 'none': {
      const { allowed: mayConnect } = await authorize.toConnect(workspace, userId);
      return err(notConnectedMessage({ mayConnect, inviteAdmins: [...inviteAdmins] }));
    }
  }
};

/** A connection through which people can be invited: Piper accepts its token, or does so again. */
export const requireAcceptedConnection: Guard<Connected> = async (deps, workspace, userId) => {
  const found = await requireConnection(deps, workspace, userId);
  return found.ok ? requireAccepted(deps, workspace, userId, found.value) : found;
};

async function requireAccepted(
  { authorize }: ListenerDeps,
  workspace: Workspace,
  userId: string,
  connected: Connected,
): Promise<Result<Connected, Message>> {
  if (isAccepted(connected) || (await connected.checkAgain())) return ok(connected);
  const { connection } = connected;
  const toConnect = await authorize.toConnect(workspace, userId, reachOf(connection));
  return err(tokenRejectedMessage({ connection, mayConnect: toConnect.allowed }));
}

/** Whether Piper accepts the token, as far as is known without asking anybody. */
export const isAccepted = ({ connection }: Connected): boolean =>
  connection.rejectedSince === undefined;

/** Logs why a stored token can't be read, and says so without the reason. */
export function unreadableConnection(
  { log }: ListenerDeps,
  workspace: Workspace,
  { why }: { why: { kind: string } },
): Message {
  log.error({ why, workspace: workspace.ref }, 'stored platform token is unreadable');
  return unreadableConnectionMessage(currentReference());
}

/** A connection from the process's settings has no name of its own; Piper is asked for it, but not waited for. */
async function named(connected: Connected): Promise<Connected> {
  const { connection, piper } = connected;
  const { id, name } = connection.organization;
  if (name) return connected;
  const details = await withTimeout(piper.details(), slack.nameBeforeAnswer);
  const organization = details?.ok ? details.value : { id, name: id };
  return { ...connected, connection: { ...connection, organization } };
}

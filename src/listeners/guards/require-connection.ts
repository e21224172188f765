import { err, ok } from '../../domain/result.ts';
import { slack } from '../../limits.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import {
  notConnectedMessage,
  unreadableConnectionMessage,
} from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import { tokenRejectedMessage } from '../../views/renewal-messages.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';
import type { Guard } from './guard.ts';

/** The workspace's connection, whether or not Piper accepts its token at the moment. */
export const requireConnection: Guard<Connected> = async (deps, workspace, userId) => {
  const state = await workspace.find();
  switch (state.kind) {
    case 'connected':
      return ok(await withName(state));
    case 'unreadable':
      return err(unreadableConnection(deps, workspace, state));
    case 'none': {
      const { allowed: mayConnect } = await deps.authorize.toConnect(workspace, userId);
      return err(notConnectedMessage({ mayConnect, inviteAdmins: [...workspace.inviteAdmins] }));
    }
  }
};

/** The workspace's connection, if Piper accepts its token. A rejected token is checked again first. */
export const requireAcceptedConnection: Guard<Connected> = async (deps, workspace, userId) => {
  const found = await requireConnection(deps, workspace, userId);
  if (!found.ok || isAccepted(found.value) || (await found.value.checkAgain())) return found;
  return err(await tokenRefused(deps, workspace, userId, found.value));
};

/** What somebody can do where Piper refuses the token; with a reference where that was just logged. */
export async function tokenRefused(
  { tokenRemedy }: Pick<ListenerDeps, 'tokenRemedy'>,
  workspace: Workspace,
  userId: string,
  connected: Connected,
  reference?: string,
): Promise<Message> {
  const { connection } = connected;
  const remedy = await tokenRemedy(workspace, userId, connected, true);
  return tokenRejectedMessage({ connection, remedy, reference });
}

/** Whoever connected the workspace, for everybody else. */
export const helperFor = (userId: string, { connection: { connectedBy } }: Connected) =>
  connectedBy === '' || connectedBy === userId ? undefined : connectedBy;

/** Whether no rejection of the token is recorded. Makes no request. */
export const isAccepted = ({ connection }: Connected): boolean =>
  connection.rejectedSince === undefined;

/** The message for a connection whose token cannot be decrypted, or that was altered; the reason is only logged. */
export function unreadableConnection(
  { log }: ListenerDeps,
  workspace: Workspace,
  { why }: { why: { kind: string } },
): Message {
  const isAltered = why.kind === 'altered';
  log.error(
    { why, workspace: workspace.ref },
    isAltered
      ? 'connection was changed in the database, without the product; it is refused'
      : 'stored platform token is unreadable',
  );
  return unreadableConnectionMessage(isAltered, currentReference());
}

/** A connection from the process's configuration has no organization name: asks Piper for it, but does not wait long. */
async function withName(connected: Connected): Promise<Connected> {
  const { connection, piper } = connected;
  const { id, name } = connection.organization;
  if (name) return connected;
  const details = await withTimeout(piper.details(), slack.nameBeforeAnswer);
  const organization = { id, name: details?.ok ? details.value.name : id };
  return { ...connected, connection: { ...connection, organization } };
}

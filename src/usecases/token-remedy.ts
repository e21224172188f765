import type { Connection, WorkspaceRef } from '../domain/connection.ts';
import type { Batch } from '../domain/invitation.ts';
import { reachOf } from '../domain/policy.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { authorize, type Directory } from './authorize.ts';
import type { ConnectionState } from './find-connection.ts';

/** What somebody (a Slack user ID) can do about the token of a connection. */
export async function tokenRemedy(
  directory: Directory,
  userId: string,
  { connection, isFixed }: { connection: Connection; isFixed: boolean },
): Promise<TokenRemedy> {
  if (isFixed) return { kind: 'operator' };
  const { connectedBy, rejectedSince } = connection;
  if (rejectedSince === undefined) return { kind: 'accepted' };
  const reach = reachOf(connection);
  const own = await authorize.toConnect(directory, userId, reach);
  if (own.allowed) return { kind: 'renew', isConnector: userId === connectedBy };
  const theirs = await authorize.toConnect(directory, connectedBy, reach);
  if (!theirs.allowed && theirs.reason !== 'unidentified') {
    return { kind: 'admins', inviteAdmins: [...directory.inviteAdmins], reach };
  }
  const person = await directory.people.find(connectedBy);
  return { kind: 'ask', connectedBy, reach, ...(person.ok && { name: person.value.name }) };
}

export type FindTokenRemedy = typeof tokenRemedy;

/** What the inviter of a batch can do; undefined where its workspace is no longer connected to its organization. */
export type TokenRemedyOf = (
  batch: Pick<Batch, 'inviterId' | 'organization'> & { workspace: WorkspaceRef },
) => Promise<TokenRemedy | undefined>;

export const createTokenRemedyOf =
  (
    workspaceAt: (
      workspace: WorkspaceRef,
    ) => Promise<(Directory & { find(): Promise<ConnectionState> }) | undefined>,
  ): TokenRemedyOf =>
  async ({ workspace: ref, inviterId, organization }) => {
    const workspace = await workspaceAt(ref);
    const state = await workspace?.find();
    if (!workspace || state?.kind !== 'connected') return undefined;
    const isSame = state.connection.organization.id === organization.id;
    return isSame ? tokenRemedy(workspace, inviterId, state) : undefined;
  };

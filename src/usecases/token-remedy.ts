import type { Connection, WorkspaceRef } from '../domain/connection.ts';
import { isTokenRefused, type PiperFailure } from '../domain/failures.ts';
import type { Batch } from '../domain/invitation.ts';
import { reachOf } from '../domain/policy.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { authorize, type Directory } from './authorize.ts';
import type { ConnectionState } from './find-connection.ts';

type HasToken = { connection: Connection; isFixed: boolean };

/**
 * What somebody (a Slack user ID) can do about the token of a connection. `isRefused` where Piper has refused it since the connection
 * was read.
 */
export async function tokenRemedy(
  directory: Directory,
  userId: string,
  { connection, isFixed }: HasToken,
  isRefused: boolean = connection.rejectedSince !== undefined,
): Promise<TokenRemedy> {
  if (isFixed) return { kind: 'operator' };
  if (!isRefused) return { kind: 'accepted' };
  const { connectedBy } = connection;
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

/** The same after a call to Piper has failed; undefined where the token is not why, or nothing has. */
export const remedyAfter = async (
  failure: PiperFailure | undefined,
  ...about: [Directory, userId: string, HasToken]
): Promise<TokenRemedy | undefined> =>
  failure && isTokenRefused(failure) ? tokenRemedy(...about, true) : undefined;

/**
 * What the inviter of a batch can do; undefined where its workspace is no longer connected to its organization. `isRefused` where
 * Piper may have refused one invite for the token's sake, though it takes others.
 */
export type TokenRemedyOf = (
  batch: Pick<Batch, 'inviterId' | 'organization'> & { workspace: WorkspaceRef },
  isRefused?: true,
) => Promise<TokenRemedy | undefined>;

export const createTokenRemedyOf =
  (
    workspaceAt: (
      workspace: WorkspaceRef,
    ) => Promise<(Directory & { find(): Promise<ConnectionState> }) | undefined>,
  ): TokenRemedyOf =>
  async ({ workspace: ref, inviterId, organization }, isRefused) => {
    const workspace = await workspaceAt(ref);
    const state = await workspace?.find();
    if (!workspace || state?.kind !== 'connected') return undefined;
    const isSame = state.connection.organization.id === organization.id;
    return isSame ? tokenRemedy(workspace, inviterId, state, isRefused) : undefined;
  };

import { LRUCache } from 'lru-cache';
import type { Connection, ConnectionWithToken, WorkspaceRef } from '../domain/connection.ts';
import { storage } from '../limits.ts';
import { atMost } from '../utils/at-most.ts';
import type { Connections, UnreadableConnection } from './ports/connections.ts';
import type { PiperOrganization } from './ports/piper.ts';

/** Whether and how a workspace is connected to Piper. */
export type ConnectionState =
  | { kind: 'none' }
  /** There is a connection, but its token cannot be decrypted, or what is stored with it was altered. */
  | { kind: 'unreadable'; why: UnreadableConnection }
  | Connected;

export type Connected = {
  kind: 'connected';
  connection: Connection;
  /** It comes from the process's configuration, so nobody in Slack can change it. */
  isFixed: boolean;
} & OpenConnection;

/** What can be done with a connection's token, without exposing it. */
export type OpenConnection = {
  piper: PiperOrganization;
  /** Asks Piper whether it accepts a rejected token again. */
  checkAgain: () => Promise<boolean>;
};

type Open = (connection: ConnectionWithToken) => OpenConnection;

/**
 * Opens each connection once. Caches about an organization belong to one connection, so that nothing outlives the token that it was
 * read with.
 */
export function openOnce(open: Open): Open {
  const opened = new LRUCache<string, OpenConnection>(atMost(storage.cachedConnections));
  return (connection) => {
    const known = opened.get(connection.id) ?? open(connection);
    opened.set(connection.id, known);
    return known;
  };
}

/** Finds a workspace's connection as it is stored now. */
export function createFindConnection(deps: {
  connections: Pick<Connections, 'find'>;
  /** The connection from the process's configuration, which serves every workspace. */
  fixed?: Connected | undefined;
  open: Open;
}) {
  const { connections, fixed, open } = deps;

  function connected(withToken: ConnectionWithToken): Connected {
    const { token: _, ...connection } = withToken;
    return { kind: 'connected', connection, isFixed: false, ...open(withToken) };
  }

  return async (workspace: WorkspaceRef): Promise<ConnectionState> => {
    if (fixed) return fixed;
    const found = await connections.find(workspace);
    if (!found.ok) return { kind: 'unreadable', why: found.error };
    return found.value ? connected(found.value) : { kind: 'none' };
  };
}

export type FindConnection = ReturnType<typeof createFindConnection>;

/**
 * The connection from the process's configuration, which serves every workspace. Created once, so that what the startup check reads
 * stays cached.
 */
export function fixedConnection(
  settings: { token: string; organizationId: string },
  openOrganization: (connection: ConnectionWithToken) => PiperOrganization,
): Connected {
  const connection: Connection = {
    id: 'fixed',
    scope: { teamId: '' },
    // The name comes from Piper, when it is first needed.
    organization: { id: settings.organizationId, name: '' },
    tokenPreview: '',
    settings: { whoMayInvite: { kind: 'admins' }, domains: [] },
    connectedBy: '',
    connectedAt: 0,
  };
  return {
    kind: 'connected',
    connection,
    isFixed: true,
    piper: openOrganization({ ...connection, token: settings.token }),
    checkAgain: async () => true,
  };
}

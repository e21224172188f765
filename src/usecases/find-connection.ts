import { LRUCache } from 'lru-cache';
import type { Connection, ConnectionWithToken, WorkspaceRef } from '../domain/connection.ts';
import { storage } from '../limits.ts';
import type { Connections, Unreadable } from './ports/connections.ts';
import type { PiperOrganization } from './ports/piper.ts';

/** How a workspace stands with Piper. `isFixed`: by the process's own settings, so that nobody in Slack can change it. */
export type ConnectionState =
  | { kind: 'none' }
  /** There is a connection, but its token cannot be read. */
  | { kind: 'unreadable'; why: Unreadable }
  | Connected;

export type Connected = {
  kind: 'connected';
  connection: Connection;
  isFixed: boolean;
} & OpenConnection;

/** What can be done with a connection's token, without seeing it. */
export type OpenConnection = {
  piper: PiperOrganization;
  /** Asks Piper whether it takes a token again that it refused. True when it does. */
  checkAgain: () => Promise<boolean>;
};

/**
 * Finds a workspace's connection as it is stored at that moment. What is remembered of an organization belongs to one
 * connection, so that nothing of it outlives the token that it was read with.
 */
export function createFindConnection(deps: {
  connections: Pick<Connections, 'find'>;
  /** The connection that the process's settings name: it serves every workspace. */
  fixed?: Connected;
  open: (connection: ConnectionWithToken) => OpenConnection;
}) {
  const { connections, fixed, open } = deps;
  const opened = new LRUCache<string, OpenConnection>({ max: storage.openConnections });

  function connected(withToken: ConnectionWithToken): Connected {
    const { token: _, ...connection } = withToken;
    const known = opened.get(connection.id) ?? open(withToken);
    opened.set(connection.id, known);
    return { kind: 'connected', connection, isFixed: false, ...known };
  }

  return async (workspace: WorkspaceRef): Promise<ConnectionState> => {
    if (fixed) return fixed;
    const found = await connections.find(workspace);
    if (!found.ok) return { kind: 'unreadable', why: found.error };
    return found.value ? connected(found.value) : { kind: 'none' };
  };
}

export type FindConnection = ReturnType<typeof createFindConnection>;

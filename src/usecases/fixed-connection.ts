import type { Connection, ConnectionWithToken } from '../domain/connection.ts';
import type { Connected } from './find-connection.ts';
import type { PiperOrganization } from './ports/piper.ts';

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

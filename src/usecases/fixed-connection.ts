import type { Connection, ConnectionWithToken } from '../domain/connection.ts';
import type { Connected } from './find-connection.ts';
import type { PiperOrganization } from './ports/piper.ts';

/**
 * The connection that the process's settings name, for every workspace. It has one organization object for the check at the start
 * and for later, so that what the check has read is remembered.
 */
export function fixedConnection(
  settings: { token: string; organizationId: string },
  openOrganization: (connection: ConnectionWithToken) => PiperOrganization,
): Connected {
  const connection: Connection = {
    id: 'fixed',
    scope: { teamId: '' },
    // Its name is read from Piper.
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

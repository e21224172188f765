import type { AuditEntry } from '../domain/audit.ts';
import { type ConnectionWithToken, scopeId } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Result } from '../domain/result.ts';
import { connecting } from '../limits.ts';
import type { OpenConnection } from './find-connection.ts';
import type { PiperOrganization, PiperTokens } from './ports.ts';
import type { Connections } from './storage-ports.ts';

/**
 * Watches what Piper says to a connection's token. When Piper refuses it, the connection is marked, so that invites stop,
 * and whoever connected the workspace is told, once; when Piper takes it again, the mark goes.
 */
export function createWatchToken(deps: {
  connections: Pick<Connections, 'markRefused' | 'markAccepted'>;
  tokens: PiperTokens;
  /** Tells whoever connected the workspace; not waited for. */
  onRefused: (connection: ConnectionWithToken) => void;
  now: () => number;
}) {
  const { connections, tokens, onRefused, now } = deps;

  return (connection: ConnectionWithToken, piper: PiperOrganization): OpenConnection => {
    async function watched<T>(
      work: Promise<Result<T, PiperFailure>>,
      isTokenRefused = isRefused,
    ): Promise<Result<T, PiperFailure>> {
      const result = await work;
      if (!result.ok && isTokenRefused(result.error)) {
        const entry = entryOf(connection, now(), 'refused', result.error.kind);
        if (await connections.markRefused(connection.id, entry)) onRefused(connection);
      }
      return result;
    }

    let checkedAt = Number.NEGATIVE_INFINITY;
    async function recheck(): Promise<boolean> {
      if (now() - checkedAt < connecting.recheckEvery) return false;
      checkedAt = now();
      const seen = await tokens.inspect(connection.token);
      const organization = seen.ok
        ? seen.value.find(({ id }) => id === connection.organization.id)
        : undefined;
      if (!organization || organization.missing.length > 0) return false;
      await connections.markAccepted(connection.id, entryOf(connection, now(), 'accepted'));
      return true;
    }

    return {
      recheck,
      piper: {
        remembered: piper.remembered,
        details: () => watched(piper.details()),
        roles: () => watched(piper.roles()),
        members: () => watched(piper.members()),
        membersNow: () => watched(piper.membersNow()),
        addMember: (address, roleId) => watched(piper.addMember(address, roleId)),
        // Who may not change roles may still invite.
        changeRole: (userId, roleId) => watched(piper.changeRole(userId, roleId), isUnauthorized),
      },
    };
  };
}

const isUnauthorized = (failure: PiperFailure): boolean => failure.kind === 'unauthorized';

const isRefused = (failure: PiperFailure): boolean =>
  isUnauthorized(failure) || failure.kind === 'forbidden';

function entryOf(
  { scope, organization }: ConnectionWithToken,
  at: number,
  outcome: string,
  reason?: string,
): AuditEntry {
  return {
    workspace: scopeId(scope),
    at,
    actor: 'app',
    action: 'token',
    subject: organization.id,
    surface: 'piper',
    outcome,
    details: reason === undefined ? {} : { reason },
  };
}

import { auditEntry } from '../domain/audit.ts';
import { type ConnectionWithToken, scopeId } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import { err, type Result } from '../domain/result.ts';
import { platformToken } from '../limits.ts';
import type { OpenConnection } from './find-connection.ts';
import type { Connections } from './ports/connections.ts';
import type { PiperOrganization, PiperTokens } from './ports/piper.ts';

/**
 * Watches whether Piper accepts a connection's token. A rejection is recorded with the connection, which stops invites, and
 * whoever connected the workspace is notified, but not too often. Once Piper accepts the token again, that is recorded as well.
 */
export function createTokenHealth(deps: {
  connections: Pick<Connections, 'markRejected' | 'markAccepted'>;
  tokens: PiperTokens;
  /** Notifies whoever connected the workspace. Not awaited. */
  onRejected: (connection: ConnectionWithToken) => void;
  /** Called when a change cannot be stored, since that error must not replace Piper's answer. */
  onUnstored: (error: unknown) => void;
  /** Identifies the current request in the log. */
  reference: () => string | undefined;
  now: () => number;
}) {
  const { connections, tokens, onRejected, onUnstored, reference, now } = deps;

  return (connection: ConnectionWithToken, piper: PiperOrganization): OpenConnection => {
    let notifiedAt = Number.NEGATIVE_INFINITY;
    let checked: { at: number; isAccepted: Promise<boolean> } | undefined;

    async function watched<T>(
      work: Promise<Result<T, PiperFailure>>,
      isTokenRejected: (failure: PiperFailure) => boolean | Promise<boolean> = isRejected,
    ): Promise<Result<T, PiperFailure>> {
      const result = await work;
      if (result.ok || !(await isTokenRejected(result.error))) return result;
      await markRejected(result.error);
      return result.error.kind === 'forbidden' ? err({ ...result.error, isForAll: true }) : result;
    }

    async function markRejected({ kind }: PiperFailure): Promise<void> {
      if (checked) checked = { ...checked, isAccepted: Promise.resolve(false) };
      try {
        if (!(await connections.markRejected(connection.id, entryOf('rejected', kind)))) return;
      } catch (error) {
        return onUnstored(error);
      }
      if (now() - notifiedAt < platformToken.notifyInterval) return;
      notifiedAt = now();
      onRejected(connection);
    }

    /** `forbidden` may concern just one invite: its role is above the token's own, or there is no seat left. */
    const mayInviteNobody = async (failure: PiperFailure): Promise<boolean> =>
      isUnauthorized(failure) || (failure.kind === 'forbidden' && !(await checkAgain()));

    /** Cached, so that many failing invites cause one check. */
    function checkAgain(): Promise<boolean> {
      if (!checked || now() - checked.at >= platformToken.checkAgainInterval) {
        checked = { at: now(), isAccepted: inspectToken() };
      }
      return checked.isAccepted;
    }

    async function inspectToken(): Promise<boolean> {
      const seen = await tokens.inspect(connection.token);
      const organization = seen.ok
        ? seen.value.find(({ id }) => id === connection.organization.id)
        : undefined;
      if (!organization || organization.missing.length > 0) return false;
      try {
        await connections.markAccepted(connection.id, entryOf('accepted'));
      } catch (error) {
        onUnstored(error);
      }
      return true;
    }

    const entryOf = (outcome: 'rejected' | 'accepted', reason?: string) =>
      auditEntry({
        workspace: scopeId(connection.scope),
        at: now(),
        actor: 'app',
        action: 'token',
        subject: connection.organization.id,
        surface: 'piper',
        outcome,
        reference: reference(),
        details: { reason },
      });

    return {
      checkAgain,
      piper: {
        remembered: piper.remembered,
        isAnswering: piper.isAnswering,
        details: () => watched(piper.details()),
        roles: () => watched(piper.roles()),
        rights: () => watched(piper.rights()),
        members: () => watched(piper.members()),
        membersNow: () => watched(piper.membersNow()),
        addMember: (address, roleId) => watched(piper.addMember(address, roleId), mayInviteNobody),
        // A token that may not change roles can still invite.
        changeRole: (userId, roleId) => watched(piper.changeRole(userId, roleId), isUnauthorized),
      },
    };
  };
}

const isUnauthorized = (failure: PiperFailure): boolean => failure.kind === 'unauthorized';

const isRejected = (failure: PiperFailure): boolean =>
  isUnauthorized(failure) || failure.kind === 'forbidden';

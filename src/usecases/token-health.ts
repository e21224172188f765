import { auditEntry } from '../domain/audit.ts';
import { type ConnectionWithToken, scopeId } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Result } from '../domain/result.ts';
import { connecting } from '../limits.ts';
import type { OpenConnection } from './find-connection.ts';
import type { Connections } from './ports/connections.ts';
import type { PiperOrganization, PiperTokens } from './ports/piper.ts';

/**
 * Watches what Piper says to a connection's token. When Piper refuses it, the connection is marked, so that invites stop,
 * and whoever connected the workspace is told, once and not again soon; when Piper takes it again, the mark goes.
 */
export function createTokenHealth(deps: {
  connections: Pick<Connections, 'markRejected' | 'markAccepted'>;
  tokens: PiperTokens;
  /** Tells whoever connected the workspace; not waited for. */
  onRejected: (connection: ConnectionWithToken) => void;
  /** Told when what Piper said cannot be stored, which must not hide what Piper answered. */
  onUnstored: (error: unknown) => void;
  /** Under which the operator finds in the log what is being done. */
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
      if (!result.ok && (await isTokenRejected(result.error))) await markRejected(result.error);
      return result;
    }

    async function markRejected({ kind }: PiperFailure): Promise<void> {
      if (checked) checked = { ...checked, isAccepted: Promise.resolve(false) };
      try {
        if (!(await connections.markRejected(connection.id, entryOf('rejected', kind)))) return;
      } catch (error) {
        return onUnstored(error);
      }
      if (now() - notifiedAt < connecting.tellEvery) return;
      notifiedAt = now();
      onRejected(connection);
    }

    /** Forbidden may be one invite alone, such as into a role above the token's own, or where there is no seat left. */
    const mayInviteNobody = async (failure: PiperFailure): Promise<boolean> =>
      isUnauthorized(failure) || (failure.kind === 'forbidden' && !(await checkAgain()));

    /** Who asks again soon gets the same answer. */
    function checkAgain(): Promise<boolean> {
      if (!checked || now() - checked.at >= connecting.checkAgainEvery) {
        checked = { at: now(), isAccepted: askAgain() };
      }
      return checked.isAccepted;
    }

    async function askAgain(): Promise<boolean> {
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
        members: () => watched(piper.members()),
        membersNow: () => watched(piper.membersNow()),
        addMember: (address, roleId) => watched(piper.addMember(address, roleId), mayInviteNobody),
        // Who may not change roles may still invite.
        changeRole: (userId, roleId) => watched(piper.changeRole(userId, roleId), isUnauthorized),
      },
    };
  };
}

const isUnauthorized = (failure: PiperFailure): boolean => failure.kind === 'unauthorized';

const isRejected = (failure: PiperFailure): boolean =>
  isUnauthorized(failure) || failure.kind === 'forbidden';

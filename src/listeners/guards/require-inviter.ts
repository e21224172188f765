import type { ConnectionSettings } from '../../domain/connection.ts';
import { type Decision, invitersOf, isOfFullMember, mayInviteOrAsk } from '../../domain/policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Authority } from '../../usecases/authority.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { denialMessage, roleDenialMessage } from '../../views/denial.ts';
import type { Message } from '../../views/message.ts';
import type { Guard } from './guard.ts';
import { helperFor, requireAcceptedConnection, requireConnection } from './require-connection.ts';

/** A connection, and what somebody may have done through it. */
export type Inviter = Connected & {
  /** `list`: whether the member list is read anew, as for everything that is done, or may be a minute old, to show something. */
  authority: (list: 'new' | 'recent') => Promise<Authority>;
};

/** A connection that can be used for inviting, for somebody who may invite at once, or ask for approval. */
export const requireAsker: Guard<Inviter> = async (...request) =>
  authorized(await requireAcceptedConnection(...request), request, mayInviteOrAsk);

/** The same for somebody who may change members' roles, whether or not they may invite. */
export const requireRoleChanger: Guard<Inviter> = async (...request) => {
  const found = await requireAcceptedConnection(...request);
  if (!found.ok) return found;
  const [{ authorize }, workspace, userId] = request;
  const { connection } = found.value;
  const decision = await authorize.toChangeRoles(workspace, userId, connection);
  return decision.allowed
    ? ok(withAuthority(found.value, request))
    : err(
        roleDenialMessage(
          decision.reason,
          [...workspace.inviteAdmins],
          connection,
          helperFor(userId, found.value),
        ),
      );
};

/** The same for every full member, whether or not they may invite. */
export const requireMember: Guard<Inviter> = async (...request) =>
  authorized(await requireConnection(...request), request, (toInvite) =>
    toInvite.allowed || isOfFullMember(toInvite.reason) ? { allowed: true } : toInvite,
  );

/** The same for read-only routes, which work even while Piper rejects the token. */
export const requireReader: Guard<Inviter> = async (...request) =>
  authorized(await requireConnection(...request), request, undefined, 'look');

async function authorized(
  found: Result<Connected, Message>,
  request: Parameters<Guard<Inviter>>,
  widen: (toInvite: Decision, settings: ConnectionSettings) => Decision = (toInvite) => toInvite,
  deed: 'invite' | 'look' = 'invite',
): Promise<Result<Inviter, Message>> {
  if (!found.ok) return found;
  const [{ authorize }, workspace, userId] = request;
  const { settings } = found.value.connection;
  const decision = widen(await authorize.toInvite(workspace, userId, settings), settings);
  return decision.allowed
    ? ok(withAuthority(found.value, request))
    : err(
        denialMessage(decision.reason, invitersOf(settings, workspace.inviteAdmins), {
          deed,
          helper: helperFor(userId, found.value),
        }),
      );
}

const withAuthority = (
  connected: Connected,
  [{ authorityOf }, workspace, userId]: Parameters<Guard<Inviter>>,
): Inviter => ({
  ...connected,
  authority: (list) => authorityOf(workspace, userId, connected, list),
});

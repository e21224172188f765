import { invitersOf, reachOf } from '../../domain/policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Authority } from '../../usecases/authority.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { denialMessage, roleDenialMessage } from '../../views/denial.ts';
import type { Message } from '../../views/message.ts';
import type { Guard } from './guard.ts';
import { requireAcceptedConnection, requireConnection } from './require-connection.ts';

/** A connection, and what somebody may have done through it. */
export type Inviter = Connected & {
  /** `list`: whether the member list is read anew, as for everything that is done, or may be a minute old, to show something. */
  authority: (list: 'new' | 'recent') => Promise<Authority>;
};

/** A connection that can be used for inviting, for somebody who may invite. */
export const requireInviter: Guard<Inviter> = async (...request) =>
  authorized(await requireAcceptedConnection(...request), ...request);

/** The same for somebody who may change members' roles, besides: whoever may change the connection. */
export const requireRoleChanger: Guard<Inviter> = async (deps, workspace, userId) => {
  const found = await requireInviter(deps, workspace, userId);
  if (!found.ok) return found;
  const reach = reachOf(found.value.connection);
  const decision = await deps.authorize.toConnect(workspace, userId, reach);
  return decision.allowed
    ? found
    : err(roleDenialMessage(decision.reason, [...workspace.inviteAdmins], reach));
};

/** The same for read-only routes, which work even while Piper rejects the token. */
export const requireReader: Guard<Inviter> = async (...request) =>
  authorized(await requireConnection(...request), ...request);

async function authorized(
  found: Result<Connected, Message>,
  ...[{ authorize, authorityOf }, workspace, userId]: Parameters<Guard<Inviter>>
): Promise<Result<Inviter, Message>> {
  if (!found.ok) return found;
  const connected = found.value;
  const { settings } = connected.connection;
  const decision = await authorize.toInvite(workspace, userId, settings);
  return decision.allowed
    ? ok({ ...connected, authority: (list) => authorityOf(workspace, userId, connected, list) })
    : err(denialMessage(decision.reason, invitersOf(settings, workspace.inviteAdmins)));
}

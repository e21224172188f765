import { invitersOf } from '../../domain/policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { denialMessage } from '../../views/denial.ts';
import type { Message } from '../../views/message.ts';
import type { Guard } from './guard.ts';
import { requireAcceptedConnection, requireConnection } from './require-connection.ts';

/** A connection that can be used for inviting, for somebody who may invite. */
export const requireInviter: Guard<Connected> = async (...request) =>
  authorized(await requireAcceptedConnection(...request), ...request);

/** The same for read-only routes, which work even while Piper rejects the token. */
export const requireReader: Guard<Connected> = async (...request) =>
  authorized(await requireConnection(...request), ...request);

async function authorized(
  found: Result<Connected, Message>,
  ...[{ authorize, inviteAdmins }, workspace, userId]: Parameters<Guard<Connected>>
): Promise<Result<Connected, Message>> {
  if (!found.ok) return found;
  const { settings } = found.value.connection;
  const decision = await authorize.toInvite(workspace, userId, settings);
  return decision.allowed
    ? ok(found.value)
    : err(denialMessage(decision.reason, invitersOf(settings, inviteAdmins)));
}

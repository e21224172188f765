import { type DenialReason, type Reach, reachOf } from '../../domain/policy.ts';
import { err, ok } from '../../domain/result.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import type { Message } from '../../views/message.ts';
import type { Guard } from './guard.ts';

/** A connection, and whether somebody may change one of its reach. */
export type ConnectedFor = Connected & { mayConnect: boolean };

/** The connection that `find` gives, for those who may change it, and for others whose reason for a no is `enough`. */
export const connectedFor =
  (
    find: Guard<Connected>,
    denied: (reason: DenialReason, inviteAdmins: string[], reach: Reach) => Message,
    enough?: DenialReason,
  ): Guard<ConnectedFor> =>
  async (...request) => {
    const found = await find(...request);
    if (!found.ok) return found;
    const [{ authorize }, workspace, userId] = request;
    const reach = reachOf(found.value.connection);
    const decision = await authorize.toConnect(workspace, userId, reach);
    return decision.allowed || decision.reason === enough
      ? ok({ ...found.value, mayConnect: decision.allowed })
      : err(denied(decision.reason, [...workspace.inviteAdmins], reach));
  };

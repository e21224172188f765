import { type DenialReason, reachOf } from '../../domain/policy.ts';
import { err } from '../../domain/result.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { linkDenialMessage } from '../../views/link-messages.ts';
import type { Guard } from './guard.ts';
import { requireConnection } from './require-connection.ts';

/** The connection, for somebody who may link others to members: whoever may change a connection of that reach. */
export const requireLinker: Guard<Connected> = (...request) => allowed(() => false, request);

/** The connection, for every full member, who may ask to be linked. */
export const requireLinkAsker: Guard<Connected> = (...request) =>
  allowed((reason) => reason === 'not_chosen', request);

async function allowed(
  isEnough: (reason: DenialReason) => boolean,
  request: Parameters<Guard<Connected>>,
): ReturnType<Guard<Connected>> {
  const found = await requireConnection(...request);
  if (!found.ok) return found;
  const [{ authorize }, workspace, userId] = request;
  const reach = reachOf(found.value.connection);
  const decision = await authorize.toConnect(workspace, userId, reach);
  return decision.allowed || isEnough(decision.reason)
    ? found
    : err(linkDenialMessage(decision.reason, [...workspace.inviteAdmins], reach));
}

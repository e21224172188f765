import type { ConnectionSettings } from '../domain/connection.ts';
import { isInDomains } from '../domain/domains.ts';
import { type BatchReport, type Invitee, isWorthRetrying } from '../domain/invitation.ts';
import type { Role } from '../domain/organization.ts';
import { offeredRoles } from '../domain/roles.ts';

/** Of an order, what did not work and can be sent again under a connection's settings and with its roles as they are now. */
export const retriable = (
  { entries }: BatchReport,
  settings: ConnectionSettings,
  roles: readonly Role[],
): { invitee: Invitee; role: Role }[] =>
  entries
    .filter(({ state }) => isWorthRetrying(state))
    .filter(({ role }) => offeredRoles(roles, settings).some(({ id }) => id === role.id))
    .filter(
      ({ invitee }) =>
        settings.domains.length === 0 || isInDomains(invitee.address, settings.domains),
    )
    .map(({ invitee, role }) => ({ invitee, role }));

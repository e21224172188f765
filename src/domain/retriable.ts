import type { ConnectionSettings } from './connection.ts';
import { type BatchReport, type Invitee, isWorthRetrying } from './invitation.ts';
import type { Role } from './organization.ts';
import { mayBeInvited } from './policy.ts';

/** Of a batch, what did not work and can be sent again under a connection's settings and with its roles as they are now. */
export const retriable = (
  { entries }: BatchReport,
  settings: ConnectionSettings,
  roles: readonly Role[],
): { invitee: Invitee; role: Role }[] =>
  entries
    .filter(({ state }) => isWorthRetrying(state))
    .filter(({ role }) => roles.some(({ id }) => id === role.id))
    .filter((entry) => mayBeInvited(entry, settings))
    .map(({ invitee, role }) => ({ invitee, role }));

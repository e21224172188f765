import type { ConnectionSettings } from './connection.ts';
import { type BatchReport, type Invite, isWorthRetrying } from './invitation.ts';
import type { Role } from './organization.ts';
import { mayBeInvited } from './policy.ts';

/** The invites of a batch that did not work and can be sent again, given the connection's present settings and roles. */
export const retriable = (
  { entries }: BatchReport,
  settings: ConnectionSettings,
  roles: readonly Role[],
): Invite[] =>
  entries
    .filter(({ state }) => isWorthRetrying(state))
    .filter(({ role }) => roles.some(({ id }) => id === role.id))
    .filter((entry) => mayBeInvited(entry, settings))
    .map(({ invitee, role }) => ({ invitee, role }));

import type { ConnectionScope } from './connection.ts';
import type { FoundInvitation } from './invitation.ts';
import type { Place } from './open-invites.ts';

/** What has become of an invite, as it is searched for. */
export const historyStates = [
  'waiting',
  'pending',
  'joined',
  'removed',
  'already_member',
  'failed',
  'unknown',
  'cancelled',
] as const;
export type HistoryState = (typeof historyStates)[number];

/** Which invites somebody looks for: those that everything named here is true of. */
export type HistoryFilters = {
  /** How the address begins, in the form in which addresses are compared. */
  address?: string | undefined;
  /** Slack user ID. */
  inviterId?: string | undefined;
  /** The role that they were invited with. */
  roleId?: string | undefined;
  state?: HistoryState | undefined;
  /** When they were submitted: from here, and before there, in epoch milliseconds. */
  from?: number | undefined;
  until?: number | undefined;
};

/** Whose invites are searched; `viewerId` is a Slack user ID. */
export type HistorySight = {
  organizationId: string;
  /** The workspaces that they were submitted in. */
  scope: ConnectionScope;
  viewerId: string;
  /** Whether the viewer sees all of them; others see what is open, and what they submitted themselves. */
  seesAll: boolean;
};

/** Where a page begins: right after a place, which is older than it, or with it, or with the next one that is newer. */
export type HistoryTurn = { olderThan: Place } | { notOlderThan: Place };

/** An invitation that was found; `reference` leads the operator to what is logged of its batch. */
export type HistoryEntry = FoundInvitation & { id: string; reference?: string | undefined };

/** A page of what was found, newest first. */
export type HistoryPage = {
  entries: HistoryEntry[];
  /** Where the neighboring pages begin. */
  newer?: { notOlderThan: Place } | undefined;
  older?: { olderThan: Place } | undefined;
  /** The look ended before the page was full, since it had read enough: there may be more in this direction. */
  cut?: 'newer' | 'older' | undefined;
};

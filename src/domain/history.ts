import { beginningOfAddress } from './address.ts';
import type { ConnectionScope } from './connection.ts';
import type { FoundInvitation, InvitationState } from './invitation.ts';
import type { Place } from './open-invites.ts';
import { err, ok, type Result } from './result.ts';

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

/** By which of them an invite is found. */
export function historyStateOf(state: InvitationState): HistoryState {
  if (state.kind !== 'invited') return state.kind;
  if (state.removedAt !== undefined) return 'removed';
  const hasJoined = state.joinedAt !== undefined || state.member.status.kind === 'joined';
  return hasJoined ? 'joined' : 'pending';
}

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

/** The same as somebody filled it in: days such as `2026-05-03`, of which the last one counts, too. */
export type HistoryInput = Pick<HistoryFilters, 'inviterId' | 'roleId' | 'state'> & {
  address: string;
  from?: string | undefined;
  to?: string | undefined;
};

/** What can't be searched for: what is no beginning of an address, or a last day before the first one. */
export type HistoryProblem = 'address' | 'to';

/** `utcOffset` is how far the clock of whoever searches is ahead of UTC now, in seconds: their days begin by it. */
export function historyFiltersOf(
  { address: typed, from: firstDay, to: lastDay, ...chosen }: HistoryInput,
  utcOffset: number,
): Result<HistoryFilters, HistoryProblem[]> {
  const address = beginningOfAddress(typed);
  const problems: HistoryProblem[] = [
    ...(typed.trim() !== '' && address === undefined ? (['address'] as const) : []),
    ...(firstDay && lastDay && firstDay > lastDay ? (['to'] as const) : []),
  ];
  if (problems.length > 0) return err(problems);
  const at = (day: string, time: string) => Date.parse(`${day}T${time}Z`) - utcOffset * 1_000;
  return ok({
    ...chosen,
    address,
    from: firstDay === undefined ? undefined : at(firstDay, '00:00'),
    until: lastDay === undefined ? undefined : at(lastDay, '24:00'),
  });
}

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

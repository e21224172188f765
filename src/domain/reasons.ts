import type { Connection } from './connection.ts';
import type { NeverReason } from './person.ts';
import type { Unmatched } from './piper-person.ts';

/** Why an invite is decided as it is. */
export type Reason =
  | { kind: 'never'; why: NeverReason }
  | { kind: 'unidentified' }
  /** The rule with this id is about it. */
  | { kind: 'rule'; id: string }
  | { kind: 'no_rule' }
  | { kind: 'two_approvals' }
  /** The role can do more than the person's own; `own` is that role's name. */
  | { kind: 'above'; own: string }
  | { kind: 'not_comparable' }
  | { kind: 'unmatched'; why: Unmatched }
  | { kind: 'quota'; used: number; limit: number }
  /** It depends on who is in these user groups (Slack IDs), which Slack doesn't tell. */
  | { kind: 'groups_unread'; userGroupIds: string[] }
  | { kind: 'nobody_approves' };

/** What Slack doesn't tell, so that something may be decided otherwise once it does. */
export type Untold = Extract<Reason, { kind: 'unidentified' | 'groups_unread' }>;

export const untoldIn = (reasons: readonly Reason[]): Untold | undefined =>
  reasons.find(
    (reason): reason is Untold => reason.kind === 'unidentified' || reason.kind === 'groups_unread',
  );

/** Why a role is not given, and who can help: the organization's name, and whoever connected the workspace to it, if anybody did. */
export type NotGiven = { reasons: Reason[]; organization: string; connectedBy?: string };

export const whyNotGiven = (
  reasons: Reason[],
  { organization, connectedBy }: Pick<Connection, 'organization' | 'connectedBy'>,
): NotGiven => ({ reasons, organization: organization.name, ...(connectedBy && { connectedBy }) });

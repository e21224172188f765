import type { Organization } from './organization.ts';

/**
 * What something in Slack belongs to: one workspace (`teamId`, `T…`), or a whole Enterprise organization (`enterpriseId`,
 * `E…`). A workspace of an Enterprise organization has both.
 */
export type WorkspaceRef = { teamId: string; enterpriseId?: string };

/** Whom a connection serves: one workspace, or every workspace of an Enterprise organization that has none of its own. */
export type ConnectionScope = { teamId: string } | { enterpriseId: string };

/** Who may invite, besides admins and owners of the workspace. */
export type WhoMayInvite =
  | { kind: 'admins' }
  /** Slack user IDs and user group IDs. */
  | { kind: 'chosen'; userIds: string[]; userGroupIds: string[] }
  /** Every full member. */
  | { kind: 'members' };

export type ConnectionSettings = {
  whoMayInvite: WhoMayInvite;
  /** The role that the form begins with. */
  defaultRoleId?: string;
  /** The roles that may be given from Slack; absent means all. */
  roleIds?: string[];
  /** Where confirmations go unless somebody chooses another conversation. */
  channel?: string;
  /** E-mail domains that may be invited, lower case; none means all. */
  domains: string[];
};

/** A workspace's tie to its Piper organization. */
export type Connection = {
  scope: ConnectionScope;
  organization: Organization;
  /** The platform token, `pat_…`. */
  token: string;
  settings: ConnectionSettings;
  /** Slack user ID of who connected it; times are epoch milliseconds. */
  connectedBy: string;
  connectedAt: number;
  /** When the token expires, where Piper tells. */
  expiresAt?: number;
  /** Since when Piper refuses the token; invites stop until it is renewed. */
  refusedSince?: number;
};

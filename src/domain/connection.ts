import type { Organization } from './organization.ts';

/**
 * What something in Slack belongs to: one workspace (`teamId`, `T…`), or a workspace of an Enterprise organization, which has
 * both.
 */
export type WorkspaceRef = { teamId: string; enterpriseId?: string };

/** Whom a connection serves: one workspace, or every workspace of an Enterprise organization that has none of its own. */
export type ConnectionScope = { teamId: string } | { enterpriseId: string };

/** The Slack id of a scope (`T…` or `E…`): what its connection and its record are kept under. */
export const scopeId = (scope: ConnectionScope): string =>
  'teamId' in scope ? scope.teamId : scope.enterpriseId;

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
  /** After how many days an inviter is reminded of who is pending; 0 is never, absent what the product does by itself. */
  remindAfterDays?: number;
};

/** A workspace's tie to its Piper organization, without its token. */
export type Connection = {
  /** Names this connection; connecting again or renewing the token makes a new one. */
  id: string;
  scope: ConnectionScope;
  /** The Enterprise organization that the scope is in, or is. */
  enterpriseId?: string;
  organization: Organization;
  /** The token as it may be shown, such as `pat_abc...xyz`. */
  tokenPreview: string;
  settings: ConnectionSettings;
  /** Slack user ID of who connected it; times are epoch milliseconds. */
  connectedBy: string;
  connectedAt: number;
  /** When the token expires, where Piper tells. */
  expiresAt?: number;
  /** Since when Piper refuses the token; invites stop until it is renewed. */
  rejectedSince?: number;
};

/** A connection with its platform token, `pat_…`: for whoever talks to Piper. */
export type ConnectionWithToken = Connection & { token: string };

import type { Asking } from './asking.ts';
import type { Organization } from './organization.ts';
import type { Quota, Rule } from './rule.ts';

/** The Slack workspace (`teamId`, `T…`) that something belongs to, and its Enterprise organization (`E…`) if it is in one. */
export type WorkspaceRef = { teamId: string; enterpriseId?: string | undefined };

/** Whom a connection serves: one workspace, or every workspace of an Enterprise organization without a connection of its own. */
export type ConnectionScope = { teamId: string } | { enterpriseId: string };

/** The Slack ID of a scope (`T…` or `E…`), under which its connection and its audit entries are stored. */
export const scopeId = (scope: ConnectionScope): string =>
  'teamId' in scope ? scope.teamId : scope.enterpriseId;

/** Who may invite, besides workspace admins and owners. */
export type WhoMayInvite =
  | { kind: 'admins' }
  /** Slack user IDs and user group IDs. */
  | { kind: 'chosen'; userIds: string[]; userGroupIds: string[] }
  /** Every full member. */
  | { kind: 'members' };

export type ConnectionSettings = {
  whoMayInvite: WhoMayInvite;
  /** The role preselected in the form. */
  defaultRoleId?: string;
  /** Roles that may be given from Slack; absent means all of them. */
  roleIds?: string[];
  /** `roleIds` are given even by those who couldn't in Piper. Only with `roleIds`. */
  beyondOwnRole?: true;
  /** Where confirmations go unless the inviter chooses another conversation. */
  channel?: string;
  /** E-mail domains that may be invited, in lower case; empty means all of them. */
  domains: string[];
  /** Days until an inviter is reminded of who is still pending; 0 means never, absent means the product's default. */
  remindAfterDays?: number;
  /** Per person. */
  quota?: Quota;
  /** Who may change members' roles besides those who may change the connection; Slack user IDs and user group IDs. */
  roleChangers?: { userIds: string[]; userGroupIds: string[] };
  /** Absent where nobody can ask. */
  asking?: Asking;
  /** What holds besides the above; their order decides nothing. */
  rules?: Rule[];
};

/** Connects a workspace to its Piper organization; without the token. */
export type Connection = {
  /** Unique to this connection; connecting again or renewing the token creates a new one. */
  id: string;
  scope: ConnectionScope;
  /** The Enterprise organization that the scope is in, or is. */
  enterpriseId?: string | undefined;
  organization: Organization;
  /** The token as it may be displayed, such as `pat_abc...xyz`. */
  tokenPreview: string;
  settings: ConnectionSettings;
  /** Slack user ID. */
  connectedBy: string;
  /** Epoch milliseconds, like the other times. */
  connectedAt: number;
  /** When the token expires, if Piper says. */
  expiresAt?: number | undefined;
  /** Piper says that it never does. */
  neverExpires?: true;
  /** Since when Piper has been rejecting the token; nobody can be invited until it is renewed. */
  rejectedSince?: number;
  /** The channel of those who decide, where it did not take the last request. */
  refusedChannel?: string | undefined;
};

/** A connection with its platform token, `pat_…`. Only for code that talks to Piper. */
export type ConnectionWithToken = Connection & { token: string };

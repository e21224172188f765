import type { Kysely, Transaction } from 'kysely';

/**
 * The tables, the same in both engines. Times are epoch milliseconds, JSON is text, columns named `sealed_…` hold what
 * `secret-box.ts` encrypted. Rows are parsed where they are read.
 */
export type Tables = {
  installations: {
    /** Slack team ID, or enterprise ID where the app was installed org-wide. */
    id: string;
    /** Bolt's `Installation`. */
    sealed_installation: string;
    /** Until when a process has the refreshing of its token to itself. */
    refreshing_until: number | null;
    /** When the app was installed; a refreshed token does not change it. */
    updated_at: number;
  };
  oauth_states: { hash: string; browser_hash: string; expires_at: number };
  connections: {
    id: string;
    /** Slack team or enterprise ID; `is_enterprise` (0 or 1) says which. */
    scope_id: string;
    is_enterprise: number;
    /** The Enterprise organization of the workspace, or the one that the scope is. */
    enterprise_id: string | null;
    organization_id: string;
    organization_name: string;
    sealed_token: string;
    token_preview: string;
    settings: string;
    connected_by: string;
    connected_at: number;
    expires_at: number | null;
    rejected_since: number | null;
    /** The fewest days before the expiry of which somebody was told. */
    warned_days: number | null;
  };
  pending_connections: {
    id: string;
    scope_id: string;
    is_enterprise: number;
    user_id: string;
    sealed_token: string;
    expires_at: number;
  };
  /** What somebody looks at before they send it. */
  previews: {
    id: string;
    team_id: string;
    user_id: string;
    /** JSON. */
    sealed_preview: string;
    expires_at: number;
  };
  batches: {
    id: string;
    submission: string;
    team_id: string;
    enterprise_id: string | null;
    organization_id: string;
    organization_name: string;
    inviter_id: string;
    surface: string;
    reference: string | null;
    note: string | null;
    channel: string;
    /** Response URLs as JSON; gone once everything is told. */
    sealed_urls: string | null;
    created_at: number;
    /** Slack user ID of who called off what had not been sent. */
    cancelled_by: string | null;
    posted_channel: string | null;
    posted_ts: string | null;
    is_announced: number;
    is_inviter_notified: number;
    is_delay_notified: number;
    notified_at: number | null;
    /** Until when a process has the telling to itself, or when it is to be tried again. */
    notify_after: number;
    /** When the inviter was reminded of who is pending. */
    reminded_at: number | null;
  };
  invitations: {
    id: string;
    batch_id: string;
    /** The place in its order, from 0. */
    position: number;
    organization_id: string;
    address: string;
    /** How addresses are compared. */
    address_key: string;
    user_id: string | null;
    role_id: string;
    role_name: string;
    state: string;
    is_unclear: number;
    attempts: number;
    next_attempt_at: number;
    lease_owner: string | null;
    lease_until: number | null;
    /** The member that Piper told of, as JSON. */
    member: string | null;
    /** The failure of the last try, as JSON. */
    failure: string | null;
    created_at: number;
    ended_at: number | null;
    /** Slack user ID of who called it off. */
    cancelled_by: string | null;
    joined_at: number | null;
    /** When it is to be looked whether the person has joined. */
    check_at: number | null;
    /** The role that somebody gave afterwards, as JSON. */
    role_change: string | null;
  };
  /** Each organization that anybody was invited to: its row is locked while work for it is given out. */
  queues: { organization_id: string; paused_until: number };
  audit_entries: {
    workspace: string;
    number: number;
    /** The entry as JSON, whose exact text is hashed. */
    entry: string;
    previous_hash: string;
    hash: string;
  };
  /** The last entry of each workspace, so that one that is cut off at the end shows. */
  audit_heads: { workspace: string; number: number; hash: string };
};

export type Database = Kysely<Tables>;
/** A database, or a transaction on it. */
export type Queries = Database | Transaction<Tables>;

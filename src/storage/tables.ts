import type { Kysely, Transaction } from 'kysely';

/**
 * The tables, the same in both engines. Times are epoch milliseconds, booleans are 0 or 1, JSON is text, and `sealed_…` columns
 * hold what `secret-box.ts` encrypted. Rows are parsed with zod wherever they are read.
 */
export type Tables = {
  installations: {
    /** Slack team ID, or enterprise ID where the app was installed org-wide. */
    id: string;
    /** Bolt's `Installation`. */
    sealed_installation: string;
    /** Until when one process has the exclusive right to refresh its token. */
    refreshing_until: number | null;
    /** Refreshing the token does not change it. */
    installed_at: number;
  };
  oauth_states: { hash: string; browser_hash: string; expires_at: number };
  connections: {
    id: string;
    /** Slack team or enterprise ID; `is_enterprise` says which. */
    scope_id: string;
    is_enterprise: number;
    /** The Enterprise organization that the scope is in, or is. */
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
    /** How many days before expiry the last warning was for. */
    warned_days_left: number | null;
  };
  pending_connections: {
    id: string;
    scope_id: string;
    is_enterprise: number;
    user_id: string;
    sealed_token: string;
    expires_at: number;
  };
  /** What somebody is reviewing before they submit it. */
  previews: {
    id: string;
    team_id: string;
    user_id: string;
    sealed_preview: string;
    expires_at: number;
  };
  batches: {
    id: string;
    /** What the person did, so that it counts once. */
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
    /** Response URLs as JSON; null once everybody has been notified. */
    sealed_urls: string | null;
    created_at: number;
    /** Slack user ID of whoever cancelled what had not been sent. */
    cancelled_by: string | null;
    posted_channel: string | null;
    posted_ts: string | null;
    is_announced: number;
    is_inviter_notified: number;
    is_delay_notified: number;
    notified_at: number | null;
    /** Until when one process has the exclusive right to notify people, or when to try again. */
    notify_after: number;
    /** When the inviter was reminded of who has not joined. */
    reminded_at: number | null;
  };
  invitations: {
    id: string;
    batch_id: string;
    /** Its place in the batch, from 0. */
    position: number;
    organization_id: string;
    address: string;
    /** The address in the form in which addresses are compared. */
    address_key: string;
    user_id: string | null;
    role_id: string;
    role_name: string;
    state: string;
    /** An attempt may have taken effect without an answer. */
    is_unclear: number;
    attempts: number;
    next_attempt_at: number;
    lease_owner: string | null;
    lease_until: number | null;
    /** The member that Piper returned, as JSON. */
    member: string | null;
    /** The failure of the last attempt, as JSON. */
    failure: string | null;
    created_at: number;
    ended_at: number | null;
    /** Slack user ID of whoever cancelled it. */
    cancelled_by: string | null;
    joined_at: number | null;
    /** When to check whether the person has joined. */
    check_at: number | null;
    /** The role that somebody in Slack assigned later, as JSON. */
    role_change: string | null;
  };
  /** One row for each organization that anybody was invited to, locked while its invitations are claimed. */
  queues: { organization_id: string; paused_until: number };
  audit_entries: {
    workspace: string;
    number: number;
    /** The entry as JSON, whose exact text is hashed. */
    entry: string;
    previous_hash: string;
    hash: string;
  };
  /** The last entry of each workspace, so that a record truncated at its end is detected. */
  audit_heads: { workspace: string; number: number; hash: string };
};

export type Database = Kysely<Tables>;
/** A database, or a transaction on it. */
export type Queries = Database | Transaction<Tables>;

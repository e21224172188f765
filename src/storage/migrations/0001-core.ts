import { type Kysely, PostgresAdapter, sql } from 'kysely';

/** SQL that both engines read alike: see `tables.ts` for what the columns hold. */
const tables = [
  `create table installations (
    id text primary key,
    sealed_installation text not null,
    refreshing_until bigint,
    installed_at bigint not null
  )`,
  `create table oauth_states (
    hash text primary key,
    browser_hash text not null,
    expires_at bigint not null
  )`,
  `create table connections (
    id text primary key,
    scope_id text not null unique,
    is_enterprise integer not null,
    enterprise_id text,
    organization_id text not null,
    organization_name text not null,
    sealed_token text not null,
    token_preview text not null,
    settings text not null,
    connected_by text not null,
    connected_at bigint not null,
    expires_at bigint,
    rejected_since bigint,
    warned_days_left integer
  )`,
  'create index connections_by_expiry on connections (expires_at)',
  `create table pending_connections (
    id text primary key,
    scope_id text not null,
    is_enterprise integer not null,
    user_id text not null,
    sealed_token text not null,
    expires_at bigint not null
  )`,
  `create table previews (
    id text primary key,
    team_id text not null,
    user_id text not null,
    sealed_preview text not null,
    expires_at bigint not null
  )`,
  `create table batches (
    id text primary key,
    submission text not null unique,
    team_id text not null,
    enterprise_id text,
    organization_id text not null,
    organization_name text not null,
    inviter_id text not null,
    surface text not null,
    reference text,
    note text,
    channel text not null,
    sealed_urls text,
    created_at bigint not null,
    cancelled_by text,
    posted_channel text,
    posted_ts text,
    is_announced integer not null,
    is_inviter_notified integer not null,
    is_delay_notified integer not null,
    notified_at bigint,
    notify_after bigint not null,
    reminded_at bigint
  )`,
  'create index batches_to_notify on batches (notify_after) where notified_at is null',
  `create table invitations (
    id text primary key,
    batch_id text not null references batches (id),
    position integer not null,
    organization_id text not null,
    address text not null,
    address_key text not null,
    user_id text,
    role_id text not null,
    role_name text not null,
    state text not null,
    is_unclear integer not null,
    attempts integer not null,
    next_attempt_at bigint not null,
    lease_owner text,
    lease_until bigint,
    member text,
    failure text,
    created_at bigint not null,
    ended_at bigint,
    cancelled_by text,
    joined_at bigint,
    check_at bigint,
    role_change text
  )`,
  'create index invitations_of_batch on invitations (batch_id, position)',
  'create index invitations_by_address on invitations (organization_id, address_key, created_at)',
  // At most one invitation per organization and address is being sent, whichever process sends it.
  `create unique index invitations_being_sent on invitations (organization_id, address_key)
    where state = 'sending'`,
  `create index invitations_open on invitations (organization_id, position, created_at)
    where state in ('waiting', 'sending')`,
  'create index invitations_to_check on invitations (check_at) where check_at is not null',
  'create table queues (organization_id text primary key, paused_until bigint not null)',
  `create table audit_entries (
    workspace text not null,
    number bigint not null,
    entry text not null,
    previous_hash text not null,
    hash text not null,
    constraint audit_entries_key primary key (workspace, number)
  )`,
  `create table audit_heads (
    workspace text primary key,
    number bigint not null,
    hash text not null
  )`,
];

/** The database itself refuses to change or delete an entry of the record. */
const onlyGrows = {
  postgres: [
    `create function refuse_to_change_audit() returns trigger language plpgsql as
           $$ begin raise exception 'the record only grows'; end $$`,
    `create trigger audit_entries_only_grow before update or delete or truncate on audit_entries
      for each statement execute function refuse_to_change_audit()`,
  ],
  sqlite: ['update', 'delete'].map(
    (act) => `create trigger audit_entries_no_${act} before ${act} on audit_entries
      begin select raise(abort, 'the record only grows'); end`,
  ),
};

export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  for (const statement of [...tables, ...onlyGrows[isPostgres ? 'postgres' : 'sqlite']]) {
    await sql.raw(statement).execute(db);
  }
}

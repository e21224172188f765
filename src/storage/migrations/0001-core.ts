import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { onlyGrows } from './0001-only-grows.ts';

/** SQL that both engines read alike: see `tables.ts` for what the columns hold. */
const tables = [
  `create table installations (
    id text primary key,
    sealed_installation text not null,
    refreshing_until bigint,
    installed_at bigint not null
  )`,
  'create table uninstalled (id text primary key, at bigint not null)',
  'create table oauth_states (hash text primary key, expires_at bigint not null)',
  'create index oauth_states_by_expiry on oauth_states (expires_at)',
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
    known text,
    stamp text not null,
    connected_by text not null,
    connected_at bigint not null,
    expires_at bigint,
    never_expires integer not null,
    rejected_since bigint,
    refused_channel text,
    warned_days_left integer,
    renewal_asked_at bigint
  )`,
  'create index connections_by_expiry on connections (expires_at)',
  `create table links (
    scope_id text not null,
    organization_id text not null,
    user_id text not null,
    member_id text not null,
    address text not null,
    address_key text not null,
    linked_by text not null,
    linked_at bigint not null,
    stamp text not null,
    constraint links_key primary key (scope_id, organization_id, user_id),
    constraint links_by_member unique (scope_id, organization_id, member_id)
  )`,
  `create table pending_connections (
    id text primary key,
    scope_id text not null,
    is_enterprise integer not null,
    user_id text not null,
    sealed_token text not null,
    expires_at bigint not null
  )`,
  'create index pending_connections_by_expiry on pending_connections (expires_at)',
  `create table previews (
    id text primary key,
    team_id text not null,
    user_id text not null,
    sealed_preview text not null,
    expires_at bigint not null
  )`,
  'create index previews_by_expiry on previews (expires_at)',
  `create table accepted_commands (
    id text primary key,
    team_id text not null,
    enterprise_id text,
    user_id text not null,
    sealed_command text not null,
    created_at bigint not null,
    lease_until bigint not null
  )`,
  'create index accepted_commands_by_lease on accepted_commands (lease_until)',
  `create table requests (
    id text primary key,
    submission text not null unique,
    team_id text not null,
    enterprise_id text,
    organization_id text not null,
    organization_name text not null,
    requester_id text not null,
    surface text not null,
    reference text,
    reason text not null,
    note text,
    channel text not null,
    state text not null,
    ended_by text,
    ended_at bigint,
    words text,
    why text,
    revision integer not null,
    changed_by text,
    created_at bigint not null,
    expires_at bigint not null,
    remind_at bigint,
    version integer not null,
    shown_version integer not null,
    posted text,
    asked text,
    is_asked_told integer not null,
    is_end_told integer not null,
    notify_after bigint not null,
    batch_id text
  )`,
  'create index requests_of_team on requests (team_id, id)',
  'create index requests_by_age on requests (created_at)',
  "create index requests_open on requests (team_id, organization_id, created_at) where state = 'open'",
  "create index requests_open_of_person on requests (organization_id, requester_id) where state = 'open'",
  'create index requests_of_person on requests (requester_id, team_id, organization_id, created_at)',
  "create index requests_by_expiry on requests (expires_at) where state = 'open'",
  `create index requests_to_remind on requests (remind_at)
    where state = 'open' and remind_at is not null`,
  'create index requests_to_show on requests (notify_after) where shown_version < version',
  'create index requests_by_batch on requests (batch_id) where batch_id is not null',
  `create table request_people (
    request_id text not null references requests (id),
    position integer not null,
    organization_id text not null,
    address text not null,
    address_key text not null,
    user_id text,
    name text,
    role_id text not null,
    role_name text not null,
    asked_role_id text not null,
    asked_role_name text not null,
    is_open integer not null,
    is_left_out integer not null,
    constraint request_people_key primary key (request_id, position)
  )`,
  // One open request for an address at most, in whichever workspace.
  'create unique index request_people_open on request_people (organization_id, address_key) where is_open = 1',
  'create index request_people_by_address on request_people (address_key)',
  `create table request_votes (
    request_id text not null references requests (id),
    user_id text not null,
    at bigint not null,
    is_lapsed integer not null,
    constraint request_votes_key primary key (request_id, user_id)
  )`,
  `create table batches (
    id text primary key,
    submission text not null unique,
    team_id text not null,
    enterprise_id text,
    organization_id text not null,
    organization_name text not null,
    inviter_id text not null,
    approved_by text,
    surface text not null,
    reference text,
    note text,
    channel text not null,
    sealed_urls text,
    created_at bigint not null,
    cancelled_by text,
    posted_channel text,
    posted_ts text,
    is_post_unclear integer not null,
    is_announced integer not null,
    is_inviter_notified integer not null,
    is_delay_notified integer not null,
    notice_channel text,
    notice_ts text,
    notified_at bigint,
    notify_after bigint not null,
    reminded_at bigint
  )`,
  'create index batches_by_age on batches (created_at)',
  'create index batches_of_team on batches (team_id, id)',
  `create index batches_of_enterprise on batches (enterprise_id, team_id)
    where enterprise_id is not null`,
  'create index batches_with_urls on batches (id) where sealed_urls is not null',
  'create index batches_to_notify on batches (notify_after) where notified_at is null',
  `create table invitations (
    id text primary key,
    batch_id text not null references batches (id),
    position integer not null,
    organization_id text not null,
    submitted_by text not null,
    address text not null,
    address_key text not null,
    user_id text,
    name text,
    role_id text not null,
    role_name text not null,
    state text not null,
    is_unclear integer not null,
    is_asked integer not null,
    settles_at bigint,
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
    removed_at bigint,
    check_at bigint,
    is_shown integer not null,
    role_change text
  )`,
  'create index invitations_of_batch on invitations (batch_id, position)',
  'create index invitations_by_address on invitations (organization_id, address_key, created_at)',
  // At most one invitation per organization and address is being sent, whichever process sends it.
  `create unique index invitations_being_sent on invitations (organization_id, address_key)
    where state = 'sending'`,
  `create index invitations_open on invitations (organization_id, position, created_at)
    where state in ('waiting', 'sending')`,
  `create index invitations_open_of_person on invitations (organization_id, submitted_by)
    where state in ('waiting', 'sending')`,
  // The condition is true of all of them. It keeps the index for queries that say it: others would walk through the past for its order.
  `create index invitations_by_age on invitations (organization_id, created_at, id)
    where id <> ''`,
  'create index invitations_of_person on invitations (organization_id, submitted_by, created_at, id)',
  `create index invitations_pending on invitations (organization_id, created_at, id)
    where check_at is not null and joined_at is null and removed_at is null`,
  `create index invitations_followed on invitations (organization_id, check_at)
    where check_at is not null`,
  `create index invitations_to_check on invitations (check_at, organization_id)
    where check_at is not null`,
  'create table queues (organization_id text primary key, paused_until bigint not null)',
  `create table audit_entries (
    workspace text not null,
    number bigint not null,
    entry text not null,
    previous_hash text not null,
    hash text not null,
    stamp text not null,
    constraint audit_entries_key primary key (workspace, number)
  )`,
  `create table audit_people (
    pseudonym text primary key,
    workspace text not null,
    salt text not null,
    address text not null,
    address_key text not null,
    last_at bigint not null,
    constraint audit_people_once unique (address_key, workspace)
  )`,
  'create index audit_people_by_age on audit_people (workspace, last_at)',
  `create table audit_marks (
    workspace text not null,
    kind text not null,
    number bigint not null,
    hash text not null,
    stamp text not null,
    constraint audit_marks_key primary key (workspace, kind)
  )`,
];

/** SQLite compares bytes; PostgreSQL by the language of the database, where a range of an index would hold no beginnings. */
const bytewise = ['alter table invitations alter column address_key type text collate "C"'];

export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  for (const statement of [...tables, ...onlyGrows(isPostgres), ...(isPostgres ? bytewise : [])]) {
    await sql.raw(statement).execute(db);
  }
}

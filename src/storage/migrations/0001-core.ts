import { type Kysely, PostgresAdapter, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('installations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('sealed_installation', 'text', (column) => column.notNull())
    .addColumn('refreshing_until', 'bigint')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('oauth_states')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('browser_hash', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('connections')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('scope_id', 'text', (column) => column.notNull().unique())
    .addColumn('is_enterprise', 'integer', (column) => column.notNull())
    .addColumn('enterprise_id', 'text')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('organization_name', 'text', (column) => column.notNull())
    .addColumn('sealed_token', 'text', (column) => column.notNull())
    .addColumn('token_preview', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('connected_by', 'text', (column) => column.notNull())
    .addColumn('connected_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('rejected_since', 'bigint')
    .addColumn('warned_days', 'integer')
    .execute();
  await db.schema
    .createIndex('connections_by_expiry')
    .on('connections')
    .column('expires_at')
    .execute();
  await db.schema
    .createTable('pending_connections')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('scope_id', 'text', (column) => column.notNull())
    .addColumn('is_enterprise', 'integer', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('sealed_token', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('previews')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('sealed_preview', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('batches')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('submission', 'text', (column) => column.notNull().unique())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('enterprise_id', 'text')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('organization_name', 'text', (column) => column.notNull())
    .addColumn('inviter_id', 'text', (column) => column.notNull())
    .addColumn('surface', 'text', (column) => column.notNull())
    .addColumn('reference', 'text')
    .addColumn('note', 'text')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('sealed_urls', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('posted_channel', 'text')
    .addColumn('posted_ts', 'text')
    .addColumn('cancelled_by', 'text')
    .addColumn('is_announced', 'integer', (column) => column.notNull())
    .addColumn('is_inviter_notified', 'integer', (column) => column.notNull())
    .addColumn('is_delay_notified', 'integer', (column) => column.notNull())
    .addColumn('notified_at', 'bigint')
    .addColumn('notify_after', 'bigint', (column) => column.notNull())
    .addColumn('reminded_at', 'bigint')
    .execute();
  await sql`create index batches_to_notify on batches (notify_after) where notified_at is null`.execute(
    db,
  );
  await db.schema
    .createTable('invitations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('batch_id', 'text', (column) => column.notNull().references('batches.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('address_key', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('role_id', 'text', (column) => column.notNull())
    .addColumn('role_name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('is_unclear', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_attempt_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('member', 'text')
    .addColumn('failure', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('cancelled_by', 'text')
    .addColumn('joined_at', 'bigint')
    .addColumn('check_at', 'bigint')
    .addColumn('role_change', 'text')
    .execute();
  await db.schema
    .createIndex('invitations_of_batch')
    .on('invitations')
    .columns(['batch_id', 'position'])
    .execute();
  await db.schema
    .createIndex('invitations_by_address')
    .on('invitations')
    .columns(['organization_id', 'address_key', 'created_at'])
    .execute();
  // Of an organization and address one is being sent at a time, whoever sends it.
  await sql`create unique index invitations_being_sent on invitations (organization_id, address_key) where state = 'sending'`.execute(
    db,
  );
  await sql`create index invitations_open on invitations (organization_id, position, created_at) where state in ('waiting', 'sending')`.execute(
    db,
  );
  await sql`create index invitations_to_check on invitations (check_at) where check_at is not null`.execute(
    db,
  );
  await db.schema
    .createTable('queues')
    .addColumn('organization_id', 'text', (column) => column.primaryKey())
    .addColumn('paused_until', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_entries')
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entries_key', ['workspace', 'number'])
    .execute();
  for (const statement of onlyGrows(db)) await sql.raw(statement).execute(db);
  await db.schema
    .createTable('audit_heads')
    .addColumn('workspace', 'text', (column) => column.primaryKey())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
}

/** The database itself refuses to change what is in the record. */
const onlyGrows = (db: Kysely<unknown>): string[] =>
  db.getExecutor().adapter instanceof PostgresAdapter
    ? [
        `create function refuse_to_change_audit() returns trigger language plpgsql as
           $$ begin raise exception 'the record only grows'; end $$`,
        `create trigger audit_entries_only_grow before update or delete or truncate on audit_entries
           for each statement execute function refuse_to_change_audit()`,
      ]
    : ['update', 'delete'].map(
        (act) => `create trigger audit_entries_no_${act} before ${act} on audit_entries
          begin select raise(abort, 'the record only grows'); end`,
      );

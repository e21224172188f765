import { type ColumnDefinitionBuilder, type Kysely, PostgresAdapter, sql } from 'kysely';

const primaryKey = (column: ColumnDefinitionBuilder) => column.primaryKey();
const notNull = (column: ColumnDefinitionBuilder) => column.notNull();
const unique = (column: ColumnDefinitionBuilder) => column.notNull().unique();

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('installations')
    .addColumn('id', 'text', primaryKey)
    .addColumn('sealed_installation', 'text', notNull)
    .addColumn('refreshing_until', 'bigint')
    .addColumn('installed_at', 'bigint', notNull)
    .execute();
  await db.schema
    .createTable('oauth_states')
    .addColumn('hash', 'text', primaryKey)
    .addColumn('browser_hash', 'text', notNull)
    .addColumn('expires_at', 'bigint', notNull)
    .execute();
  await db.schema
    .createTable('connections')
    .addColumn('id', 'text', primaryKey)
    .addColumn('scope_id', 'text', unique)
    .addColumn('is_enterprise', 'integer', notNull)
    .addColumn('enterprise_id', 'text')
    .addColumn('organization_id', 'text', notNull)
    .addColumn('organization_name', 'text', notNull)
    .addColumn('sealed_token', 'text', notNull)
    .addColumn('token_preview', 'text', notNull)
    .addColumn('settings', 'text', notNull)
    .addColumn('connected_by', 'text', notNull)
    .addColumn('connected_at', 'bigint', notNull)
    .addColumn('expires_at', 'bigint')
    .addColumn('rejected_since', 'bigint')
    .addColumn('warned_days_left', 'integer')
    .execute();
  await db.schema
    .createIndex('connections_by_expiry')
    .on('connections')
    .column('expires_at')
    .execute();
  await db.schema
    .createTable('pending_connections')
    .addColumn('id', 'text', primaryKey)
    .addColumn('scope_id', 'text', notNull)
    .addColumn('is_enterprise', 'integer', notNull)
    .addColumn('user_id', 'text', notNull)
    .addColumn('sealed_token', 'text', notNull)
    .addColumn('expires_at', 'bigint', notNull)
    .execute();
  await db.schema
    .createTable('previews')
    .addColumn('id', 'text', primaryKey)
    .addColumn('team_id', 'text', notNull)
    .addColumn('user_id', 'text', notNull)
    .addColumn('sealed_preview', 'text', notNull)
    .addColumn('expires_at', 'bigint', notNull)
    .execute();
  await db.schema
    .createTable('batches')
    .addColumn('id', 'text', primaryKey)
    .addColumn('submission', 'text', unique)
    .addColumn('team_id', 'text', notNull)
    .addColumn('enterprise_id', 'text')
    .addColumn('organization_id', 'text', notNull)
    .addColumn('organization_name', 'text', notNull)
    .addColumn('inviter_id', 'text', notNull)
    .addColumn('surface', 'text', notNull)
    .addColumn('reference', 'text')
    .addColumn('note', 'text')
    .addColumn('channel', 'text', notNull)
    .addColumn('sealed_urls', 'text')
    .addColumn('created_at', 'bigint', notNull)
    .addColumn('cancelled_by', 'text')
    .addColumn('posted_channel', 'text')
    .addColumn('posted_ts', 'text')
    .addColumn('is_announced', 'integer', notNull)
    .addColumn('is_inviter_notified', 'integer', notNull)
    .addColumn('is_delay_notified', 'integer', notNull)
    .addColumn('notified_at', 'bigint')
    .addColumn('notify_after', 'bigint', notNull)
    .addColumn('reminded_at', 'bigint')
    .execute();
  await sql`create index batches_to_notify on batches (notify_after) where notified_at is null`.execute(
    db,
  );
  await db.schema
    .createTable('invitations')
    .addColumn('id', 'text', primaryKey)
    .addColumn('batch_id', 'text', (column) => column.notNull().references('batches.id'))
    .addColumn('position', 'integer', notNull)
    .addColumn('organization_id', 'text', notNull)
    .addColumn('address', 'text', notNull)
    .addColumn('address_key', 'text', notNull)
    .addColumn('user_id', 'text')
    .addColumn('role_id', 'text', notNull)
    .addColumn('role_name', 'text', notNull)
    .addColumn('state', 'text', notNull)
    .addColumn('is_unclear', 'integer', notNull)
    .addColumn('attempts', 'integer', notNull)
    .addColumn('next_attempt_at', 'bigint', notNull)
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('member', 'text')
    .addColumn('failure', 'text')
    .addColumn('created_at', 'bigint', notNull)
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
  // At most one invitation per organization and address is being sent, whichever process sends it.
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
    .addColumn('organization_id', 'text', primaryKey)
    .addColumn('paused_until', 'bigint', notNull)
    .execute();
  await db.schema
    .createTable('audit_entries')
    .addColumn('workspace', 'text', notNull)
    .addColumn('number', 'bigint', notNull)
    .addColumn('entry', 'text', notNull)
    .addColumn('previous_hash', 'text', notNull)
    .addColumn('hash', 'text', notNull)
    .addPrimaryKeyConstraint('audit_entries_key', ['workspace', 'number'])
    .execute();
  for (const statement of onlyGrows(db)) await sql.raw(statement).execute(db);
  await db.schema
    .createTable('audit_heads')
    .addColumn('workspace', 'text', primaryKey)
    .addColumn('number', 'bigint', notNull)
    .addColumn('hash', 'text', notNull)
    .execute();
}

/** The database itself refuses to change or delete an entry of the record. */
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

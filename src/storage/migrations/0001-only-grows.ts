const noSuchEntry = `not exists (select 1 from audit_entries
  where workspace = new.workspace and number = new.number and hash = new.hash)`;

/**
 * The database itself refuses to change the record, except at its old end: entries may go up to the mark where the record begins,
 * and marks only move forward, the one at the beginning onto an entry that there is. Each condition says what is refused.
 */
const refusals = {
  audit_entries: {
    // In SQLite, `insert or replace` deletes without asking a trigger.
    insert: `exists (select 1 from audit_entries
      where workspace = new.workspace and number = new.number)`,
    update: 'true',
    delete: `not exists (select 1 from audit_marks
      where workspace = old.workspace and kind = 'start' and number >= old.number)`,
  },
  audit_marks: {
    insert: `new.kind = 'start' and ${noSuchEntry}`,
    update: `new.workspace <> old.workspace or new.kind <> old.kind or new.number < old.number
      or (new.number = old.number and new.hash <> old.hash)
      or (new.number > old.number and new.kind = 'start' and ${noSuchEntry})`,
    delete: 'true',
  },
};

/** The statements that make the database refuse it, for one of the engines. */
export function onlyGrows(isPostgres: boolean): string[] {
  const refuse = 'the record only grows';
  return Object.entries(refusals).flatMap(([table, conditions]) => {
    const triggers = Object.entries(conditions).flatMap(([act, condition]) => {
      const name = `${table}_${act}`;
      if (!isPostgres) {
        return `create trigger ${name} before ${act} on ${table} when ${condition}
          begin select raise(abort, '${refuse}'); end`;
      }
      return [
        `create function refuse_${name}() returns trigger language plpgsql as $$ begin
          if ${condition} then raise exception '${refuse}'; end if;
          return ${act === 'delete' ? 'old' : 'new'};
        end $$`,
        `create trigger ${name} before ${act} on ${table} for each row execute function refuse_${name}()`,
      ];
    });
    if (!isPostgres) return triggers;
    return [
      ...triggers,
      `create function refuse_${table}_truncate() returns trigger language plpgsql as $$ begin
        raise exception '${refuse}';
      end $$`,
      `create trigger ${table}_truncate before truncate on ${table}
        for each statement execute function refuse_${table}_truncate()`,
    ];
  });
}

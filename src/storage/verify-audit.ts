import { sql } from 'kysely';
import { deployment } from '../domain/audit.ts';
import { othersTurn } from '../utils/in-slices.ts';
import { goneSince } from './audit-notes.ts';
import { verifyPeople } from './audit-people.ts';
import type { Stamps } from './stamps.ts';
import type { Database, Queries } from './tables.ts';
import { type EntryRow, verifyRecord } from './verify-record.ts';

/** What is wrong with the record of a workspace, in words that complete "in the record of T1, …". */
export type AuditBreak = { workspace: string; what: string };

export type AuditVerdict = {
  workspaces: number;
  entries: number;
  breaks: number;
  /** Whether an entry has the expected hash. */
  isExpectedFound: boolean;
};

export type VerifyOptions = {
  onBreak: (found: AuditBreak) => void;
  /** Where a record was shortened: it begins behind the entry `start`. */
  onShortened: (record: { workspace: string; start: number }) => void;
  /** Told how many entries are checked so far. */
  onChecked?: (entries: number) => void;
  /** The hash of an entry, noted outside of the database. */
  expected?: string | undefined;
};

/**
 * Reads every record, page by page, and reports whatever was changed, inserted or removed since it was stamped, and workspaces that
 * are gone though they were noted.
 */
export const verifyAudit = (
  db: Database,
  stamps: Stamps,
  options: VerifyOptions,
): Promise<AuditVerdict> =>
  // One snapshot, so that entries being appended meanwhile do not look like errors.
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((transaction) => verifyRecords(transaction, stamps, options));

/** The same in a transaction that there is. */
export async function verifyRecords(
  db: Queries,
  stamps: Stamps,
  { onBreak, onShortened, onChecked, expected }: VerifyOptions,
): Promise<AuditVerdict> {
  const verdict = { workspaces: 0, entries: 0, breaks: 0, isExpectedFound: false };
  const report = (workspace: string, what: string) => {
    verdict.breaks += 1;
    onBreak({ workspace, what });
  };
  const gone = new Set<string>();
  const checkNote = async (row: EntryRow) => {
    for (const { workspace, number, at } of await goneSince(db, row)) {
      if (gone.has(workspace)) continue;
      gone.add(workspace);
      report(workspace, `entry ${number} is gone, which was noted on ${dayOf(at)}`);
    }
  };

  for await (const workspace of workspacesOf(db)) {
    const { marks } = await verifyRecord(db, stamps, workspace, {
      flaw: (what) => report(workspace, what),
      rows: async (rows) => {
        verdict.entries += rows.length;
        onChecked?.(verdict.entries);
        verdict.isExpectedFound ||= rows.some(({ hash }) => hash === expected);
        if (workspace === deployment) for (const row of rows) await checkNote(row);
      },
    });
    verdict.workspaces += 1;
    if (marks.start) onShortened({ workspace, start: marks.start.number });
  }
  await verifyPeople(db, report);
  return verdict;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Every workspace that has marks or entries, in order. */
export async function* workspacesOf(db: Queries): AsyncGenerator<string> {
  let last = '';
  for (;;) {
    const next = (table: string) =>
      sql`select * from (select workspace from ${sql.table(table)}
        where workspace > ${last} order by workspace limit 1) as ${sql.ref(table)}`;
    const { rows } = await sql<{ workspace: string }>`
      ${next('auditMarks')} union ${next('auditEntries')} order by workspace limit 1
    `.execute(db);
    const [first] = rows;
    if (!first) return;
    last = first.workspace;
    await othersTurn();
    yield last;
  }
}

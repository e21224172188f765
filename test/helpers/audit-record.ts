import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';

/** An entry as it is stored: numbered within its workspace from 1, and tied to the one before it by its hash. */
type AuditRecord = AuditEntry & { number: number; previousHash: string; hash: string };

type Row = Record<string, unknown>;

/** A workspace's record, newest first, with the addresses of whom it is about, read beside whoever has the database open. */
export async function auditRecord(
  location: StorageLocation,
  workspace: string,
): Promise<AuditRecord[]> {
  const rows = await rowsOf(location, 'select * from audit_entries order by number desc');
  const people = await rowsOf(location, 'select * from audit_people');
  const entries = rows
    .filter((row) => row.workspace === workspace)
    .map(({ number, entry, previous_hash, hash }) => ({
      ...JSON.parse(String(entry)),
      number: Number(number),
      previousHash: previous_hash,
      hash,
    }));
  return withAddresses(entries, people);
}

/** Entries with addresses in the place of pseudonyms; `people` are the rows that tell whose they are. */
export const withAddresses = <Entry extends AuditEntry>(
  entries: readonly Entry[],
  people: readonly Row[],
): Entry[] => {
  const addresses = new Map(people.map(({ pseudonym, address }) => [pseudonym, String(address)]));
  return entries.map((entry) => ({
    ...entry,
    subject: addresses.get(entry.subject) ?? entry.subject,
  }));
};

async function rowsOf(location: StorageLocation, query: string): Promise<Row[]> {
  if (location.kind === 'postgres') {
    const client = new Client({ connectionString: location.url });
    await client.connect();
    const { rows } = await client.query(query).finally(() => client.end());
    return rows;
  }
  const database = new DatabaseSync(join(location.directory, 'piper-invite.db'), {
    readOnly: true,
  });
  try {
    return database.prepare(query).all();
  } finally {
    database.close();
  }
}

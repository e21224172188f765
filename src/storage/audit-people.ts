import { createHash, randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { addressKey } from '../domain/address.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { storage } from '../limits.ts';
import { inPages } from './in-pages.ts';
import { inSteps } from './in-steps.ts';
import type { Database, Queries, Tables } from './tables.ts';

const personSchema = z.object({
  pseudonym: z.coerce.string(),
  workspace: z.coerce.string(),
  salt: z.coerce.string(),
  address: z.coerce.string(),
  addressKey: z.coerce.string(),
});
type Person = z.infer<typeof personSchema>;

/**
 * The pseudonym is a hash that nobody can guess without the salt. While there is a row, it proves whom the entries are about; when
 * the row is gone, the entries still hold together, and are about nobody.
 */
const pseudonymOf = (workspace: string, salt: string, address: string): string => {
  const hash = createHash('sha256').update(JSON.stringify([workspace, salt, address]));
  return `person-${hash.digest('hex').slice(0, 32)}`;
};

const isGenuine = (row: Person): boolean =>
  row.pseudonym === pseudonymOf(row.workspace, row.salt, row.address) &&
  row.addressKey === addressKey(row.address);

/**
 * Puts a pseudonym in the place of each address, the same one for the same person in a workspace. Throws when somebody gave that
 * to another address in the database, since the entry would be about the wrong person.
 */
export async function withPseudonyms(
  transaction: Transaction<Tables>,
  workspace: string,
  entries: readonly AuditEntry[],
): Promise<AuditEntry[]> {
  const people = new Map<string, { address: string; lastAt: number }>();
  for (const { subject, at } of entries) {
    if (isAddress(subject)) people.set(addressKey(subject), { address: subject, lastAt: at });
  }
  const pseudonyms = new Map<string, string>();
  const all = [...people];
  for (let from = 0; from < all.length; from += storage.rowsPerInsert) {
    const values = all.slice(from, from + storage.rowsPerInsert).map(([key, person]) => {
      const salt = randomBytes(16).toString('base64url');
      const pseudonym = pseudonymOf(workspace, salt, person.address);
      return { pseudonym, workspace, salt, addressKey: key, ...person };
    });
    const rows = await transaction
      .insertInto('auditPeople')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['addressKey', 'workspace']).doUpdateSet({
          lastAt: sql<number>`case when excluded.last_at > audit_people.last_at
            then excluded.last_at else audit_people.last_at end`,
        }),
      )
      .returningAll()
      .execute();
    for (const row of rows.map((each) => personSchema.parse(each))) {
      if (!isGenuine(row)) throw new Error(`${row.pseudonym} was altered in the database`);
      pseudonyms.set(row.addressKey, row.pseudonym);
    }
  }
  return entries.map((entry) => {
    const pseudonym = isAddress(entry.subject) && pseudonyms.get(addressKey(entry.subject));
    return pseudonym ? { ...entry, subject: pseudonym } : entry;
  });
}

/** No ID of Slack's or Piper's has such a sign in it. */
const isAddress = (subject: string): boolean => subject.includes('@');

/** Addresses by pseudonym, as far as they were not erased. */
export async function addressesOf(
  db: Queries,
  pseudonyms: readonly string[],
): Promise<Map<string, string>> {
  if (pseudonyms.length === 0) return new Map();
  const rows = await db
    .selectFrom('auditPeople')
    .selectAll()
    .where('pseudonym', 'in', pseudonyms)
    .execute();
  return new Map(
    rows.map((row) => {
      const { pseudonym, address } = personSchema.parse(row);
      return [pseudonym, address];
    }),
  );
}

/** Reports whose address was changed, or given to another pseudonym. */
export async function verifyPeople(
  db: Queries,
  report: (workspace: string, what: string) => void,
): Promise<void> {
  for await (const rows of inPages(db, 'auditPeople', ['pseudonym'])) {
    for (const row of rows.map((each) => personSchema.parse(each))) {
      if (isGenuine(row)) continue;
      report(row.workspace, `the address of ${row.pseudonym} is not the one that was recorded`);
    }
  }
}

/** Erases the addresses of a workspace that no entry after `until` (epoch milliseconds) is about. Resolves with how many. */
export const erasePeople = (db: Database, workspace: string, until: number): Promise<number> =>
  inSteps(async (limit) => {
    const rows = await db
      .selectFrom('auditPeople')
      .select('pseudonym')
      .where('workspace', '=', workspace)
      .where('lastAt', '<=', until)
      .orderBy('lastAt')
      .limit(limit)
      .execute();
    const pseudonyms = rows.map(({ pseudonym }) => pseudonym);
    if (pseudonyms.length === 0) return 0;
    await db
      .deleteFrom('auditPeople')
      .where('pseudonym', 'in', pseudonyms)
      // An entry may have been made about them meanwhile.
      .where('lastAt', '<=', until)
      .execute();
    return pseudonyms.length;
  });

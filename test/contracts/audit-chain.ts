import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import type { Database } from '../../src/storage/tables.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { entry } from '../helpers/stored.ts';

/** Of a row, from the description of the record rather than from its code. */
const hashOf = (row: { number: number; previousHash: string; entry: string }) =>
  createHash('sha256').update(`${row.number}\n${row.previousHash}\n${row.entry}`).digest('hex');

/** A workspace's record of three entries, in the hands of somebody who rules the database. */
function recordOf(db: Database, workspace: string) {
  const row = (number: number) =>
    db
      .selectFrom('auditEntries')
      .selectAll()
      .where('workspace', '=', workspace)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
  const set = (number: number, values: { entry?: string; hash?: string; number?: number }) =>
    db
      .updateTable('auditEntries')
      .set(values)
      .where('workspace', '=', workspace)
      .where('number', '=', number)
      .execute();
  return {
    change: (number: number) => set(number, { entry: forged(workspace) }),
    /** Changes an entry together with its hash. */
    rewrite: async (number: number, text = forged(workspace)) =>
      set(number, { entry: text, hash: hashOf({ ...(await row(number)), entry: text }) }),
    renumber: (from: number, to: number) => set(from, { number: to }),
    remove: (number: number) =>
      db
        .deleteFrom('auditEntries')
        .where('workspace', '=', workspace)
        .where('number', '=', number)
        .execute(),
    /** Puts an entry behind another one, with a hash that fits. */
    insertAfter: async (number: number) => {
      const { hash } = await row(number);
      const added = { number: number + 1, entry: forged(workspace), previousHash: hash };
      await db
        .insertInto('auditEntries')
        .values({ ...added, workspace, hash: hashOf(added) })
        .execute();
    },
    removeHead: () => db.deleteFrom('auditHeads').where('workspace', '=', workspace).execute(),
  };
}

const forged = (workspace: string) => JSON.stringify(entry({ workspace, actor: 'UMALLORY' }));

type Tampering = {
  act: (record: ReturnType<typeof recordOf>) => Promise<unknown>;
  /** At which entry it shows, and how. */
  number: number;
  why: string;
};
const changed = 'it was changed';
const missing = 'it is missing';
const unlinked = 'it does not follow the one before it';
const noEnd = 'the record does not end here';

/** What was done to the record of each workspace. */
const tamperings: Record<string, Tampering> = {
  changed: { act: ({ change }) => change(2), number: 2, why: changed },
  changed_last: { act: ({ change }) => change(3), number: 3, why: changed },
  rewritten: { act: ({ rewrite }) => rewrite(2), number: 3, why: unlinked },
  rewritten_last: { act: ({ rewrite }) => rewrite(3), number: 3, why: noEnd },
  garbled: { act: ({ rewrite }) => rewrite(3, '{"actor":'), number: 3, why: 'it cannot be read' },
  of_another: {
    act: ({ rewrite }) => rewrite(1, forged('T2')),
    number: 1,
    why: 'it belongs to another workspace',
  },
  removed_first: { act: ({ remove }) => remove(1), number: 1, why: missing },
  removed: { act: ({ remove }) => remove(2), number: 2, why: missing },
  removed_and_closed_up: {
    act: async ({ remove, renumber }) => {
      await remove(2);
      await renumber(3, 2);
    },
    number: 2,
    why: unlinked,
  },
  cut_off: { act: ({ remove }) => remove(3), number: 3, why: missing },
  inserted: {
    act: async ({ renumber, insertAfter }) => {
      await renumber(3, 4);
      await insertAfter(2);
    },
    number: 4,
    why: unlinked,
  },
  added: { act: ({ insertAfter }) => insertAfter(3), number: 4, why: noEnd },
  beheaded: {
    act: ({ removeHead }) => removeHead(),
    number: 0,
    why: 'the note of where the record ends is missing',
  },
};

/** What holds the record together, whatever engine is behind it. */
export function auditChainContract(freshLocation: () => Promise<StorageLocation>): void {
  async function recorded(workspaces: readonly string[]): Promise<StorageLocation> {
    const location = await freshLocation();
    const { audit, close } = await openForTest(location);
    for (const workspace of workspaces) {
      for (const subject of ['first', 'second', 'third']) {
        await audit.append(entry({ workspace, subject }));
      }
    }
    await close();
    return location;
  }

  describe('the database', () => {
    it('refuses to change or remove what is in the record', async () => {
      const location = await recorded(['T1']);
      await inDatabase(location, async (db) => {
        const refused = /the record only grows/;
        await expect(recordOf(db, 'T1').change(2)).rejects.toThrow(refused);
        await expect(recordOf(db, 'T1').remove(3)).rejects.toThrow(refused);
        if (location.kind === 'postgres') {
          await expect(sql`truncate audit_entries`.execute(db)).rejects.toThrow(refused);
        }
      });
      const { verifyAudit } = await openForTest(location);
      expect(await verifyAudit()).toEqual({ workspaces: 1, entries: 3, breaks: [] });
    });
  });

  describe('an entry with words that this version does not know', () => {
    it('is still whole, but is not written any more', async () => {
      const location = await recorded(['T1']);
      const unknown = { action: 'order', surface: 'pager', outcome: 'placed' };
      await inDatabase(location, async (db) => {
        const last = await db.selectFrom('auditHeads').selectAll().executeTakeFirstOrThrow();
        const text = JSON.stringify({ ...entry(), ...unknown });
        const row = { number: 4, previousHash: last.hash, entry: text };
        const hash = hashOf(row);
        await db
          .insertInto('auditEntries')
          .values({ workspace: 'T1', ...row, hash })
          .execute();
        await db.updateTable('auditHeads').set({ number: 4, hash }).execute();
      });
      const { audit, verifyAudit } = await openForTest(location);
      const whole = { workspaces: 1, entries: 4, breaks: [] };
      expect(await verifyAudit()).toEqual(whole);
      const made = { ...entry(), ...unknown } as unknown as AuditEntry;
      await expect(audit.append(made)).rejects.toThrow(/action/);
      expect(await verifyAudit()).toEqual(whole);
    });
  });

  describe('a record that was tampered with', () => {
    it('shows where and how, and no other does', async () => {
      const location = await recorded([...Object.keys(tamperings), 'untouched']);
      await inDatabase(location, async (db) => {
        await allowChanges(db, location);
        for (const [workspace, { act }] of Object.entries(tamperings)) {
          await act(recordOf(db, workspace));
        }
      });
      const { breaks } = await (await openForTest(location)).verifyAudit();
      const found = breaks.map(({ workspace, ...where }) => [workspace, where]);
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(
          Object.entries(tamperings).map(([workspace, { number, why }]) => [
            workspace,
            { number, why },
          ]),
        ),
      );
      expect(breaks).toHaveLength(Object.keys(tamperings).length);
    });

    it('shows it far behind the beginning', async () => {
      const location = await freshLocation();
      await (await openForTest(location)).close();
      await inDatabase(location, async (db) => {
        const workspace = 'T1';
        const rows: { number: number; previousHash: string; entry: string; hash: string }[] = [];
        for (let number = 1; number <= 1_010; number += 1) {
          const row = { number, previousHash: rows.at(-1)?.hash ?? '', entry: forged(workspace) };
          rows.push({ ...row, hash: hashOf(row) });
        }
        const head = { workspace, number: 1_010, hash: rows.at(-1)?.hash ?? '' };
        await db
          .insertInto('auditEntries')
          .values(rows.map((row) => ({ workspace, ...row })))
          .execute();
        await db.insertInto('auditHeads').values(head).execute();
      });
      const whole = await openForTest(location);
      expect(await whole.verifyAudit()).toEqual({ workspaces: 1, entries: 1_010, breaks: [] });
      await whole.close();

      await inDatabase(location, async (db) => {
        await allowChanges(db, location);
        await recordOf(db, 'T1').remove(1_005);
      });
      expect(await (await openForTest(location)).verifyAudit()).toEqual({
        workspaces: 1,
        entries: 1_004,
        breaks: [{ workspace: 'T1', number: 1_005, why: missing }],
      });
    });
  });
}

/** How somebody who rules the database gets past what refuses changes. */
async function allowChanges(db: Database, { kind }: StorageLocation): Promise<void> {
  const triggers =
    kind === 'sqlite'
      ? ['audit_entries_no_update', 'audit_entries_no_delete']
      : ['audit_entries_only_grow on audit_entries'];
  for (const trigger of triggers) await sql.raw(`drop trigger ${trigger}`).execute(db);
}

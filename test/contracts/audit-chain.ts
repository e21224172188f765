import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import type { Database, Tables } from '../../src/storage/tables.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';
import { batch, entry } from '../helpers/stored.ts';

type Row = Tables['auditEntries'];

/** Of a row, from the description of the record rather than from its code. */
const hashOf = ({ workspace, number, previousHash, entry }: Omit<Row, 'hash' | 'stamp'>) =>
  createHash('sha256')
    .update(JSON.stringify([workspace, number, previousHash, entry]))
    .digest('hex');

/** A workspace's record of three entries, in the hands of somebody who rules the database, but has no key. */
function recordOf(db: Database, workspace: string) {
  const row = (number: number) =>
    db
      .selectFrom('auditEntries')
      .selectAll()
      .where('workspace', '=', workspace)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
  const set = (number: number, values: Partial<Row>) =>
    db
      .updateTable('auditEntries')
      .set(values)
      .where('workspace', '=', workspace)
      .where('number', '=', number)
      .execute();
  const setMark = (kind: string, values: Partial<Tables['auditMarks']>) =>
    db
      .updateTable('auditMarks')
      .set(values)
      .where('workspace', '=', workspace)
      .where('kind', '=', kind)
      .execute();
  const record = {
    row,
    set,
    setMark,
    change: (number: number) => set(number, { entry: forged(workspace) }),
    /** Changes an entry together with its hash. */
    rewrite: async (number: number) => {
      const changed = { ...(await row(number)), entry: forged(workspace) };
      await set(number, { ...changed, hash: hashOf(changed) });
    },
    renumber: (from: number, to: number) => set(from, { number: to }),
    remove: (number: number) =>
      db
        .deleteFrom('auditEntries')
        .where('workspace', '=', workspace)
        .where('number', '=', number)
        .execute(),
    /** Puts an entry behind another one, with a hash that fits and the stamp of the other one. */
    insertAfter: async (number: number) => {
      const { hash, stamp } = await row(number);
      const added = { workspace, number: number + 1, entry: forged(workspace), previousHash: hash };
      await db
        .insertInto('auditEntries')
        .values({ ...added, hash: hashOf(added), stamp })
        .execute();
    },
    /** Computes every hash from an entry on anew, and puts the last one where the record ends. */
    rechain: async (from: number) => {
      for (let number = from; number <= 3; number += 1) {
        const { hash: previousHash } = number > 1 ? await row(number - 1) : { hash: '' };
        const linked = { ...(await row(number)), previousHash };
        await set(number, { previousHash, hash: hashOf(linked) });
      }
      await setMark('end', { hash: (await row(3)).hash });
    },
    removeMark: (kind: string) =>
      db
        .deleteFrom('auditMarks')
        .where('workspace', '=', workspace)
        .where('kind', '=', kind)
        .execute(),
    removeAll: async () => {
      for (const table of ['auditEntries', 'auditMarks'] as const) {
        await db.deleteFrom(table).where('workspace', '=', workspace).execute();
      }
    },
  };
  return record;
}

const forged = (workspace: string) => JSON.stringify(entry({ workspace, actor: 'UMALLORY' }));

type Tampering = {
  act: (record: ReturnType<typeof recordOf>) => Promise<unknown>;
  /** What is said of it. */
  shows: string[];
};

/** What was done to the record of each workspace. */
const tamperings: Record<string, Tampering> = {
  changed: { act: ({ change }) => change(2), shows: ['entry 2 is not genuine'] },
  changed_last: { act: ({ change }) => change(3), shows: ['entry 3 is not genuine'] },
  rewritten: {
    act: ({ rewrite }) => rewrite(2),
    shows: ['entry 2 is not genuine', "entry 3 doesn't follow the one before it"],
  },
  rewritten_with_all_hashes_and_the_end: {
    act: async ({ change, rechain }) => {
      await change(1);
      await rechain(1);
    },
    shows: ['the mark where it ends is not genuine', 'entries 1 to 3 are not genuine'],
  },
  rewritten_last_with_the_end: {
    act: async ({ change, rechain }) => {
      await change(3);
      await rechain(3);
    },
    shows: ['the mark where it ends is not genuine', 'entry 3 is not genuine'],
  },
  garbled: { act: ({ set }) => set(3, { entry: '{"actor":' }), shows: ['entry 3 is not genuine'] },
  stamped_with_rubbish: {
    act: ({ set }) => set(2, { stamp: 'rubbish' }),
    shows: [`entry 2 can't be checked: the key "rubbish" isn't among ENCRYPTION_KEYS`],
  },
  stamped_with_nothing: {
    act: ({ set }) => set(2, { stamp: '' }),
    shows: ['entry 2 is not genuine'],
  },
  stamped_with_another: {
    act: async ({ set, row }) => set(2, { stamp: (await row(1)).stamp }),
    shows: ['entry 2 is not genuine'],
  },
  removed_first: { act: ({ remove }) => remove(1), shows: ['entry 1 is missing'] },
  removed: { act: ({ remove }) => remove(2), shows: ['entry 2 is missing'] },
  removed_and_closed_up: {
    act: async ({ remove, renumber }) => {
      await remove(2);
      await renumber(3, 2);
    },
    shows: ["entry 2 doesn't follow the one before it", 'entry 3 is missing'],
  },
  cut_off: { act: ({ remove }) => remove(3), shows: ['entry 3 is missing'] },
  cut_off_with_the_end: {
    act: async ({ remove, setMark, row }) => {
      await remove(3);
      await remove(2);
      await setMark('end', { number: 1, hash: (await row(1)).hash });
    },
    shows: ['the mark where it ends is not genuine'],
  },
  emptied: {
    act: async ({ remove }) => {
      for (const number of [1, 2, 3]) await remove(number);
    },
    shows: ['entries 1 to 3 are missing'],
  },
  inserted: {
    act: async ({ renumber, insertAfter }) => {
      await renumber(3, 4);
      await insertAfter(2);
    },
    shows: [
      'entry 3 is not genuine',
      "entry 4 doesn't follow the one before it",
      'entry 4 is behind the end',
    ],
  },
  added: {
    act: ({ insertAfter }) => insertAfter(3),
    shows: ['entry 4 is not genuine', 'entry 4 is behind the end'],
  },
  beheaded: {
    act: ({ removeMark }) => removeMark('end'),
    shows: ['the mark where it ends is missing'],
  },
};

/** What holds the record together, whatever engine is behind it. */
export function auditChainContract(freshLocation: () => Promise<StorageLocation>): void {
  async function recorded(workspaces: readonly string[], keys = ['a']): Promise<StorageLocation> {
    const location = await freshLocation();
    const { audit, noteEnds, close } = await openForTest(location, keys);
    for (const workspace of workspaces) {
      for (const subject of ['first', 'second', 'third']) {
        await audit.append(entry({ workspace, subject }));
      }
    }
    await noteEnds();
    await close();
    return location;
  }
  const tamper = (location: StorageLocation, act: (db: Database) => Promise<unknown>) =>
    inDatabase(location, async (db) => {
      await allowChanges(db, location);
      await act(db);
    });
  /** What is said, by workspace. */
  const shown = async (location: StorageLocation, keys?: string[]) => {
    const storage = await openForTest(location, keys);
    const { breaks } = await storage.verified();
    await storage.close();
    const found: Record<string, string[]> = {};
    for (const { workspace, what } of breaks) {
      found[workspace] = [...(found[workspace] ?? []), what];
    }
    return found;
  };

  describe('the database', () => {
    const refused = /the record only grows/;

    it('refuses to change or remove what is in the record', async () => {
      const location = await recorded(['T1']);
      await inDatabase(location, async (db) => {
        const record = recordOf(db, 'T1');
        const third = await record.row(3);
        await expect(record.change(2)).rejects.toThrow(refused);
        await expect(record.remove(3)).rejects.toThrow(refused);
        await expect(record.setMark('end', { number: 2 })).rejects.toThrow(refused);
        await expect(record.setMark('end', { hash: 'other' })).rejects.toThrow(refused);
        await expect(record.removeMark('end')).rejects.toThrow(refused);
        const again = { ...third, entry: forged('T1') };
        if (location.kind === 'sqlite') {
          await expect(db.replaceInto('auditEntries').values(again).execute()).rejects.toThrow(
            refused,
          );
        } else {
          for (const table of ['audit_entries', 'audit_marks']) {
            await expect(sql.raw(`truncate ${table}`).execute(db)).rejects.toThrow(refused);
          }
        }
      });
      expect(await shown(location)).toEqual({});
    });

    it('lets the beginning go up to a mark on an entry that there is, and only forward', async () => {
      const location = await recorded(['T1']);
      await inDatabase(location, async (db) => {
        const record = recordOf(db, 'T1');
        const begin = async (number: number, hash?: string) =>
          db
            .insertInto('auditMarks')
            .values({
              workspace: 'T1',
              kind: 'start',
              number,
              hash: hash ?? (await record.row(number)).hash,
              stamp: '',
            })
            .execute();
        await expect(begin(4, 'of none')).rejects.toThrow(refused);
        await expect(begin(2, 'of another')).rejects.toThrow(refused);
        await begin(1);
        await expect(record.remove(2)).rejects.toThrow(refused);
        await record.remove(1);
        const second = await record.row(2);
        await expect(record.setMark('start', { number: 2 })).rejects.toThrow(refused);
        await record.setMark('start', { number: 2, hash: second.hash });
        await expect(record.setMark('start', { number: 1 })).rejects.toThrow(refused);
        await expect(record.remove(3)).rejects.toThrow(refused);
        await record.remove(2);
      });
      // Nobody but the product can say where it begins.
      expect(await shown(location)).toEqual({ T1: ['the mark where it begins is not genuine'] });
    });
  });

  describe('an entry with words that this version does not know', () => {
    it('is not written', async () => {
      const location = await recorded(['T1']);
      const { audit } = await openForTest(location);
      const unknown = { action: 'order', surface: 'pager', outcome: 'placed' };
      const made = { ...entry(), ...unknown } as unknown as AuditEntry;
      await expect(audit.append(made)).rejects.toThrow(/action/);
    });
  });

  describe('a record that was tampered with', () => {
    it('shows where and how, and no other does', async () => {
      const location = await recorded([...Object.keys(tamperings), 'untouched']);
      await tamper(location, async (db) => {
        await db.deleteFrom('auditEntries').where('workspace', '=', '*').execute();
        await db.deleteFrom('auditMarks').where('workspace', '=', '*').execute();
        await db.deleteFrom('auditMarks').where('kind', '=', 'noted').execute();
        for (const [workspace, { act }] of Object.entries(tamperings)) {
          await act(recordOf(db, workspace));
        }
      });
      expect(await shown(location)).toEqual(
        Object.fromEntries(
          Object.entries(tamperings).map(([workspace, { shows }]) => [workspace, shows]),
        ),
      );
    });

    it('shows that two workspaces were swapped', async () => {
      const location = await recorded(['T1', 'T2']);
      await tamper(location, async (db) => {
        for (const table of ['auditEntries', 'auditMarks'] as const) {
          for (const [from, to] of [
            ['T1', 'T3'],
            ['T2', 'T1'],
            ['T3', 'T2'],
          ] as const) {
            await db
              .updateTable(table)
              .set({ workspace: to })
              .where('workspace', '=', from)
              .execute();
          }
        }
      });
      const found = await shown(location);
      for (const workspace of ['T1', 'T2']) {
        expect(found[workspace]).toContain('entries 1 to 3 are not genuine');
        expect(found[workspace]).toContain('the mark where it ends is not genuine');
      }
    });

    it('is not made to look genuine by what is recorded afterwards', async () => {
      const location = await recorded(['T1']);
      await tamper(location, async (db) => {
        const { change, rechain } = recordOf(db, 'T1');
        await change(1);
        await rechain(1);
      });
      const storage = await openForTest(location);
      await storage.audit.append(entry());
      await storage.noteEnds();
      await storage.close();
      expect((await shown(location)).T1).toContain('entries 1 to 3 are not genuine');
      const rotated = await openForTest(location, ['b', 'a']);
      await expect(rotated.reencrypt()).rejects.toThrow(/record of T1: verify-audit says/);
      await rotated.close();
      expect((await shown(location, ['b', 'a'])).T1).toContain('entries 1 to 3 are not genuine');
      expect((await shown(location, ['b'])).T1).toContain(
        `entries 1 to 4 can't be checked: the key "a" isn't among ENCRYPTION_KEYS`,
      );
    });

    it('shows it far behind the beginning', async () => {
      const location = await freshLocation();
      const storage = await openForTest(location);
      const addresses = Array.from({ length: 1_010 }, () => entry());
      await storage.batches.submit(batch(), [], addresses);
      expect(await storage.verified()).toEqual({ workspaces: 1, entries: 1_010, breaks: [] });
      await storage.close();
      await tamper(location, (db) => recordOf(db, 'T1').remove(1_005));
      expect(await shown(location)).toEqual({ T1: ['entry 1005 is missing'] });
    });
  });

  describe('a workspace that is gone', () => {
    it('shows once its end was noted', async () => {
      const location = await recorded(['T1', 'T2']);
      await tamper(location, (db) => recordOf(db, 'T2').removeAll());
      expect(await shown(location)).toEqual({
        T2: ['entry 3 is gone, which was noted on 2026-11-25'],
      });
    });

    it('shows, too, where an older end was put back, or another record', async () => {
      const location = await recorded(['T1', 'T2']);
      const older = await inDatabase(location, (db) =>
        db.selectFrom('auditMarks').selectAll().where('kind', '=', 'end').execute(),
      );
      const storage = await openForTest(location);
      for (const workspace of ['T1', 'T2']) await storage.audit.append(entry({ workspace }));
      const noted = await storage.noteEnds();
      const late = await storage.noteEnds();
      expect(late).toEqual(noted);
      await storage.close();

      await tamper(location, async (db) => {
        for (const mark of older) {
          if (mark.workspace === '*') continue;
          const record = recordOf(db, mark.workspace);
          await record.remove(4);
          await record.setMark('end', mark);
        }
      });
      expect(await shown(location)).toEqual({
        T1: ['entry 4 is gone, which was noted on 2026-11-25'],
        T2: ['entry 4 is gone, which was noted on 2026-11-25'],
      });

      // The note itself goes, too, so that nothing in the database speaks of it.
      await tamper(location, async (db) => {
        const end = older.find(({ workspace }) => workspace === '*');
        await recordOf(db, '*').remove(2);
        await recordOf(db, '*').setMark('end', end ?? {});
      });
      expect(await shown(location)).toEqual({});
      const expected = async (hash: string) => {
        const options = { onBreak: () => {}, onShortened: () => {} };
        const opened = await openForTest(location);
        const { isExpectedFound } = await opened.verifyAudit({ ...options, expected: hash });
        await opened.close();
        return isExpectedFound;
      };
      expect(await expected(noted?.hash ?? '')).toBe(false);
      expect(await expected(older.find(({ workspace }) => workspace === '*')?.hash ?? '')).toBe(
        true,
      );
    });
  });

  describe('notes of where the record ends', () => {
    it('are made of what has grown, by one of several processes', async () => {
      const location = await recorded(['T1', 'T2']);
      const storage = await openForTest(location);
      await storage.audit.append(entry({ workspace: 'T2' }));
      const ends = await Promise.all([storage.noteEnds(), storage.noteEnds(), storage.noteEnds()]);
      expect(ends.map((end) => end?.number)).toEqual([2, 2, 2]);
      expect(await storage.verified()).toEqual({ workspaces: 3, entries: 9, breaks: [] });
      await storage.close();
      const [, second] = await inDatabase(location, (db) =>
        db.selectFrom('auditEntries').selectAll().where('workspace', '=', '*').execute(),
      );
      expect(Object.keys(JSON.parse(second?.entry ?? '').details)).toEqual(['T2']);
    });

    it('are none while there is nothing to note', async () => {
      const storage = await openForTest(await freshLocation());
      expect(await storage.noteEnds()).toBeUndefined();
      expect(await storage.verified()).toEqual({ workspaces: 0, entries: 0, breaks: [] });
    });
  });

  describe('a record whose key was changed', () => {
    it('is whole with the old key beside the new one', async () => {
      const location = await recorded(['T1']);
      const storage = await openForTest(location, ['b', 'a']);
      await storage.audit.append(entry());
      expect(await storage.verified()).toMatchObject({ entries: 5, breaks: [] });
    });

    it('cannot be checked without the old one', async () => {
      const location = await recorded(['T1']);
      const unknown = `can't be checked: the key "a" isn't among ENCRYPTION_KEYS`;
      const found = await shown(location, ['b']);
      expect(found.T1).toEqual([
        expect.stringMatching(/^the mark /),
        expect.stringMatching(/^the mark /),
        `entries 1 to 3 ${unknown}`,
      ]);
    });

    it('stays proven without the old one once reencrypt has vouched for it', async () => {
      const location = await recorded(['T1', 'T2']);
      const storage = await openForTest(location, ['b', 'a']);
      await storage.audit.append(entry());
      await storage.reencrypt();
      await storage.close();
      expect(await shown(location, ['b'])).toEqual({});

      const after = await openForTest(location, ['c', 'b']);
      await after.audit.append(entry({ workspace: 'T2' }));
      await after.reencrypt();
      await after.noteEnds();
      await after.close();
      expect(await shown(location, ['c'])).toEqual({});

      await tamper(location, async (db) => {
        await recordOf(db, 'T1').change(2);
        await recordOf(db, 'T2').remove(1);
      });
      expect(await shown(location, ['c'])).toEqual({
        T1: ['entry 2 is not genuine'],
        T2: ['entry 1 is missing'],
      });
    });
  });
}

/** How somebody who rules the database gets past what refuses changes. */
async function allowChanges(db: Database, { kind }: StorageLocation): Promise<void> {
  for (const table of ['audit_entries', 'audit_marks']) {
    for (const act of ['insert', 'update', 'delete']) {
      const on = kind === 'postgres' ? ` on ${table}` : '';
      await sql.raw(`drop trigger if exists ${table}_${act}${on}`).execute(db);
    }
  }
}

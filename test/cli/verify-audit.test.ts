import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { carryOut, connected, inProcess, locationOf } from '../helpers/cli.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';

describe('verify-audit', () => {
  it('says that the record is whole', async () => {
    expect(await carryOut(['verify-audit'], await connected())).toEqual({
      code: 0,
      stdout: 'Nothing in the record was changed or removed.\nChecked: records 2, entries 2.\n',
      stderr: '',
    });
  });

  it('says where it is not, and ends with 1', async () => {
    const directory = await connected();
    await inDatabase(locationOf(directory), async (db) => {
      await sql`drop trigger audit_entries_delete`.execute(db);
      await db.deleteFrom('auditEntries').where('workspace', '=', 'T2').execute();
    });
    expect(await carryOut(['verify-audit'], directory)).toEqual({
      code: 1,
      stdout: 'In the record of T2, entry 1 is missing.\nChecked: records 2, entries 1.\n',
      stderr: '',
    });
  });

  it('looks for a hash that was noted elsewhere', async () => {
    const directory = await connected();
    const storage = await openForTest(locationOf(directory));
    const noted = await storage.noteEnds();
    await storage.close();
    expect(await carryOut(['verify-audit', '--expect', noted?.hash ?? ''], directory)).toEqual({
      code: 0,
      stdout: 'Nothing in the record was changed or removed.\nChecked: records 3, entries 3.\n',
      stderr: '',
    });
    expect(await carryOut(['verify-audit', '--expect', 'abc'], directory)).toEqual({
      code: 1,
      stdout:
        'No entry has the hash abc: it was removed, or the record begins behind it.\nChecked: records 3, entries 3.\n',
      stderr: '',
    });
  });

  it('names the record of the deployment', async () => {
    const directory = await connected();
    const storage = await openForTest(locationOf(directory));
    await storage.noteEnds();
    await storage.close();
    await inDatabase(locationOf(directory), async (db) => {
      await sql`drop trigger audit_entries_update`.execute(db);
      await db.updateTable('auditEntries').set({ hash: '' }).where('workspace', '=', '*').execute();
    });
    expect((await carryOut(['verify-audit'], directory)).stdout).toContain(
      'In the record of the deployment, entry 1 is not genuine.\n',
    );
  });

  it('is told to wait while the product runs on SQLite', async () => {
    const directory = await connected();
    await openForTest(locationOf(directory));
    const { code, stdout, stderr } = await inProcess(['verify-audit'], directory);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Another process of piper-invite uses .* Stop it first, .*\n$/);
  });
});

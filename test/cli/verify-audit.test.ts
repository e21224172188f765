import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { carryOut, connected, inProcess, locationOf } from '../helpers/cli.ts';
import { inDatabase, openForTest } from '../helpers/storage.ts';

describe('verify-audit', () => {
  it('says that the record is whole', async () => {
    expect(await carryOut(['verify-audit'], await connected())).toEqual({
      code: 0,
      stdout: 'Nothing in the record was changed or removed.\nChecked: workspaces 2, entries 2.\n',
      stderr: '',
    });
  });

  it('says where it is not, and ends with 1', async () => {
    const directory = await connected();
    await inDatabase(locationOf(directory), async (db) => {
      await sql`drop trigger audit_entries_no_delete`.execute(db);
      await db.deleteFrom('auditEntries').where('workspace', '=', 'T2').execute();
    });
    expect(await carryOut(['verify-audit'], directory)).toEqual({
      code: 1,
      stdout:
        'The record of T2 is broken at entry 1: it is missing.\nChecked: workspaces 2, entries 1.\n',
      stderr: '',
    });
  });

  it('is told to wait while the product runs on SQLite', async () => {
    const directory = await connected();
    await openForTest(locationOf(directory));
    const { code, stdout, stderr } = await inProcess(['verify-audit'], directory);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Another process of piper-invite uses .* Stop it first, .*\n$/);
  });
});

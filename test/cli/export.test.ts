import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { auditRecord } from '../helpers/audit-record.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { carryOut, connected, inProcess, locationOf } from '../helpers/cli.ts';
import { brokenIn, readRecordFile } from '../helpers/record-file.ts';
import { openForTest } from '../helpers/storage.ts';
import { batch, entry } from '../helpers/stored.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const rowsIn = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('export', () => {
  it('writes what is stored about a workspace, a line each, without its token', async () => {
    const { code, stdout, stderr } = await inProcess(
      ['export', '--workspace', 'T2'],
      await connected(),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Rows exported: 3.\n' });
    expect(rowsIn(stdout)).toMatchObject([
      { table: 'connections', id: 'c-T2', scopeId: 'T2' },
      { table: 'record', number: 1, workspace: 'T2', address: 'ada@example.com' },
      { table: 'record', number: 2, actor: 'operator', action: 'export', outcome: 'requested' },
    ]);
    expect(stdout).not.toContain(connectionWithToken().token);
    expect(stdout).not.toContain('T1');
  });

  it('writes it into a new file that nobody else may read', async () => {
    const directory = await connected();
    const file = join(temporaryDirectory(), 'T1.jsonl');
    const args = ['export', '--workspace', 'T1', file];
    expect(await carryOut(args, directory)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Rows exported: 3.\n',
    });
    expect(rowsIn(readFileSync(file, 'utf8'))).toHaveLength(3);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(carryOut(args, directory)).rejects.toMatchObject({
      name: 'StorageError',
      message: expect.stringMatching(/can't be written .*Name a file that there isn't yet\.$/),
    });
  });

  it('says how far it is where it takes long', async () => {
    const directory = await connected();
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 2_600;
      return now;
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const file = join(temporaryDirectory(), 'T1.jsonl');
    const { stderr } = await carryOut(['export', '--workspace', 'T1', file], directory);
    expect(stderr).toBe('Rows so far: 3.\nRows exported: 3.\n');
  });

  it('writes the record as CSV that proves itself, and the record tells of that', async () => {
    const directory = await connected();
    const storage = await openForTest(locationOf(directory));
    const entries = Array.from({ length: 2_500 }, () => entry({ workspace: 'T2' }));
    await storage.batches.submit(batch({ workspace: { teamId: 'T2' } }), [], entries);
    await storage.close();
    const file = join(temporaryDirectory(), 'T2.csv');
    const args = ['export', '--workspace', 'T2', '--record', file];
    expect(await carryOut(args, directory)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Rows exported: 2501.\n',
    });
    const rows = readRecordFile(readFileSync(file, 'utf8'));
    expect(rows.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: 2_501 }, (_, at) => at + 1),
    );
    expect(brokenIn(rows)).toEqual([]);
    expect(rows[0]).toMatchObject({ workspace: 'T2', address: 'ada@example.com' });
    const [done, requested] = await auditRecord(locationOf(directory), 'T2');
    const about = { actor: 'operator', action: 'export', subject: 'T2', surface: 'operator' };
    expect(requested).toMatchObject({
      ...about,
      outcome: 'requested',
      details: { what: 'record' },
    });
    expect(done).toMatchObject({ ...about, outcome: 'done', details: { rows: '2501' } });
  });

  it('says that there is nothing, and ends with 1', async () => {
    expect(await carryOut(['export', '--workspace', 'T9'], await connected())).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing is stored about T9.\n',
    });
  });
});

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectionWithToken } from '../helpers/builders.ts';
import { carryOut, connected, inProcess, locationOf } from '../helpers/cli.ts';
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
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Rows exported: 2.\n' });
    expect(rowsIn(stdout)).toMatchObject([
      { table: 'connections', id: 'c-T2', scopeId: 'T2' },
      { table: 'record', number: 1, workspace: 'T2', address: 'ada@example.com' },
    ]);
    expect(stdout).not.toContain(connectionWithToken().token);
    expect(stdout).not.toContain('T1');
  });

  it('writes it into a new file that nobody else may read, and says how far it is', async () => {
    const directory = await connected();
    const storage = await openForTest(locationOf(directory));
    const entries = Array.from({ length: 10_000 }, () => entry());
    await storage.batches.submit(batch(), [], entries);
    await storage.close();
    const file = join(temporaryDirectory(), 'T1.jsonl');
    const args = ['export', '--workspace', 'T1', file];
    expect(await carryOut(args, directory)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Rows so far: 10000.\nRows exported: 10003.\n',
    });
    expect(rowsIn(readFileSync(file, 'utf8'))).toHaveLength(10_003);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(carryOut(args, directory)).rejects.toMatchObject({
      name: 'StorageError',
      message: expect.stringMatching(/can't be written .*Name a file that there isn't yet\.$/),
    });
  });

  it('says that there is nothing, and ends with 1', async () => {
    expect(await carryOut(['export', '--workspace', 'T9'], await connected())).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing is stored about T9.\n',
    });
  });
});

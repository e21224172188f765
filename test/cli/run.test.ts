import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { carryOut } from '../helpers/cli.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

describe('a command that there is not', () => {
  it.each([
    [['migrate']],
    [['verify-audit', 'T1']],
    [['verify-audit', '--expect']],
    [['reencrypt', 'all']],
    [['help', 'me']],
    [['export']],
    [['export', 'T1']],
    [['export', '--workspace']],
    [['export', '--workspace', 'T1', 'a', 'b']],
    [['export', '--workspace', 'T1', '--record']],
    [['export', '--workspace', 'T1', '--record', 'a', 'b']],
    [['erase']],
    [['erase', '--yes']],
    [['erase', 'T1']],
    [['erase', 'ada@example.com', 'grace@example.com']],
    [['erase', '--workspace', '--yes']],
    [['backup']],
    [['backup', 'a', 'b']],
    [['']],
  ])('is told what there is, and ends with 2: %s', async (args) => {
    const directory = temporaryDirectory();
    const { code, stdout, stderr } = await carryOut(args, directory);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: npm start \[-- COMMAND\]\n/);
    for (const command of ['verify-audit', 'export', 'erase', 'reencrypt', 'backup FILE', 'help']) {
      expect(stderr).toContain(`\n  ${command} `);
    }
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says the same when it is asked for', async () => {
    const { stderr } = await carryOut(['migrate'], temporaryDirectory());
    expect(await carryOut(['help'], temporaryDirectory())).toEqual({
      code: 0,
      stdout: stderr,
      stderr: '',
    });
  });
});

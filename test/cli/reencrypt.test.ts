import { describe, expect, it } from 'vitest';
import { carryOut, connected, inProcess, keysOf } from '../helpers/cli.ts';

describe('reencrypt', () => {
  it('says how many secrets have another key now', async () => {
    const directory = await connected();
    const ended = (rows: number) => ({
      code: 0,
      stdout: `Secrets encrypted anew: ${rows}. All are encrypted with the first key now.\n`,
      stderr: '',
    });
    expect(await carryOut(['reencrypt'], directory, keysOf('b', 'a'))).toEqual(ended(2));
    expect(await carryOut(['reencrypt'], directory, keysOf('b'))).toEqual(ended(0));
  });

  it('names what it cannot read, and ends with 1', async () => {
    const directory = await connected();
    const { code, stdout, stderr } = await inProcess(['reencrypt'], directory, keysOf('b'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([
      "Secrets encrypted anew with the first key: 0. These can't be read or trusted:",
      `connection T1/c-T1: its key "a" isn't among ENCRYPTION_KEYS`,
      `connection T2/c-T2: its key "a" isn't among ENCRYPTION_KEYS`,
      `settings of T1/c-T1: its key "a" isn't among ENCRYPTION_KEYS`,
      `settings of T2/c-T2: its key "a" isn't among ENCRYPTION_KEYS`,
      'record of T1: verify-audit says what is wrong with it',
      'record of T2: verify-audit says what is wrong with it',
      'Add the missing keys and do it again; what is damaged has to be connected or installed again.',
    ]);
  });
});

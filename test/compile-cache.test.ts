import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { privateFolder } from '../src/compile-cache.ts';
import { temporaryDirectory } from './helpers/temporary-directory.ts';

describe('the folder for compiled code', () => {
  it('is made in the folder for caches, which is made as well, for nobody else', () => {
    const home = join(temporaryDirectory(), 'cache');
    const folder = privateFolder(home);
    expect(folder).toBe(join(home, 'piper-invite'));
    for (const each of [home, String(folder)]) expect(statSync(each).mode & 0o777).toBe(0o700);
    expect(privateFolder(home)).toBe(folder);
  });

  it("is in the user's own folder where none is named, or one that depends on where the process is", () => {
    expect([join(homedir(), '.cache', 'piper-invite'), undefined]).toContain(
      privateFolder(undefined),
    );
    expect(privateFolder('relative')).toBe(privateFolder(undefined));
    expect(existsSync('relative')).toBe(false);
  });

  it.each([
    ['may be read by others', (folder: string) => mkdirAs(folder, 0o750)],
    ['may be changed by others', (folder: string) => mkdirAs(folder, 0o702)],
    ['is a link', (folder: string) => symlinkSync(mkdirAs(`${folder}-of-another`, 0o700), folder)],
    ['is a link to nothing', (folder: string) => symlinkSync(`${folder}-of-another`, folder)],
    ['is a file', (folder: string) => writeFileSync(folder, '', { mode: 0o600 })],
    [
      'belongs to somebody else',
      (folder: string) => {
        mkdirAs(folder, 0o700);
        const spy = vi.spyOn(process, 'getuid').mockReturnValue(statSync(folder).uid + 1);
        onTestFinished(() => spy.mockRestore());
      },
    ],
  ])('is not used where it %s', (_, make) => {
    const home = temporaryDirectory();
    make(join(home, 'piper-invite'));
    const before = readdirSync(home);
    expect(privateFolder(home)).toBeUndefined();
    expect(readdirSync(home)).toEqual(before);
  });

  it('is done without where it can not be made', () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    for (const home of [file, join(file, 'cache'), '/proc/nothing']) {
      expect(privateFolder(home)).toBeUndefined();
    }
  });
});

/** Whatever the process takes away from the modes of new folders. */
function mkdirAs(folder: string, mode: number): string {
  mkdirSync(folder);
  chmodSync(folder, mode);
  return folder;
}

import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Lets Node keep compiled code for the next start, which saves a third of the CPU time of one. Node runs what it finds there, so
 * without a folder that no other account can change nothing is kept. `cacheHome` is the user's `XDG_CACHE_HOME`.
 * https://nodejs.org/api/module.html#module-compile-cache, https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function keepCompiledCode(cacheHome: string | undefined): void {
  const folder = privateFolder(cacheHome);
  if (folder !== undefined) enableCompileCache(folder);
}

/** A folder of this user's alone, made if needed; undefined where there can be none. */
export function privateFolder(cacheHome: string | undefined): string | undefined {
  try {
    const home = cacheHome && isAbsolute(cacheHome) ? cacheHome : join(homedir(), '.cache');
    const folder = join(home, 'piper-invite');
    for (const each of [home, folder]) if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
    const found = lstatSync(folder);
    const isPrivate = found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
    return found.isDirectory() && isPrivate ? folder : undefined;
  } catch {
    return undefined;
  }
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/**
 * Runs a script in a process of its own, and kills it so many milliseconds `after` it was ready, with what no process hears:
 * SIGKILL. The script's first line says `ready`; each line after it is something that it has acknowledged. Gives those lines.
 * Throws what the script said when it ended by itself.
 */
export type RunUntilKilled = (args: readonly string[], after: number) => Promise<string[]>;

/** Prepares a script that is run many times: as one file it starts several times as fast. */
export async function killable(script: string): Promise<RunUntilKilled> {
  const file = join(temporaryDirectory(), 'script.mjs');
  await build({
    entryPoints: [script],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    // Packages that are not modules ask for it.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return async (args, after) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.once('close', (_, signal) => resolve(signal));
    });
    let trouble = '';
    child.stderr.on('data', (data) => {
      trouble += data;
    });
    let text = '';
    const ready = new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        text += data;
        if (text.startsWith('ready\n')) resolve();
      });
    });
    await Promise.race([ready, ended]);
    await Promise.race([wait(after), ended]);
    child.kill('SIGKILL');
    if ((await ended) !== 'SIGKILL' || trouble) throw new Error(`${script} failed: ${trouble}`);
    // What stands behind the last end of a line was being written.
    return text.split('\n').slice(1, -1);
  };
}

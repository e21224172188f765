import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** A process that runs until it is killed, with what no process hears: SIGKILL. */
export type Killable = {
  /** The first line that it said. */
  said: string;
  hasEnded: () => boolean;
  /** Gives all lines. Throws what the process complained of. */
  kill: () => Promise<string[]>;
};

/** Prepares a script that is run many times: as one file it starts several times as fast. A process has started once it says something. */
export async function startKillable(
  script: string,
): Promise<(args: readonly string[], environment?: Record<string, string>) => Promise<Killable>> {
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
  return async (args, environment) => {
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(environment && { env: environment }),
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.once('close', (_, signal) => resolve(signal));
    });
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += data;
    });
    let text = '';
    const begun = new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        text += data;
        if (text.includes('\n')) resolve();
      });
    });
    await Promise.race([begun, ended]);
    return {
      said: text.split('\n')[0] ?? '',
      hasEnded: () => child.exitCode !== null,
      kill: async () => {
        child.kill('SIGKILL');
        if ((await ended) !== 'SIGKILL' || errors) throw new Error(`${script} failed: ${errors}`);
        // What stands behind the last end of a line was being written.
        return text.split('\n').slice(0, -1);
      },
    };
  };
}

import type { Config } from '../config.ts';
import { StartError } from '../installation/preflight.ts';
import { StorageError } from '../storage/storage.ts';
import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { help, usage } from './help.ts';
import { reencrypt } from './reencrypt.ts';
import { serve } from './serve.ts';
import { verifyAudit } from './verify-audit.ts';

/** Carries out a command if one is given, else serves until the process is told to stop. */
export async function run(config: Config, args: readonly string[]): Promise<void> {
  const isCommand = args.length > 0;
  try {
    if (isCommand) process.exitCode = await runCommand(config, args);
    else await serve(config);
  } catch (error) {
    if (!(error instanceof StartError || error instanceof StorageError)) throw error;
    const headline = isCommand ? '' : "piper-invite can't start.\n";
    process.stderr.write(`${headline}${error.message}\n`);
    process.exit(1);
  }
}

/** Resolves with the exit code: 2 where there is no such command. Throws a `StorageError`. */
export async function runCommand(config: Config, args: readonly string[]): Promise<number> {
  const command = commandOf(args);
  if (!command) {
    process.stderr.write(usage);
    return 2;
  }
  const isWell = await command(config, (line) => process.stdout.write(`${line}\n`));
  return isWell ? 0 : 1;
}

function commandOf([name, ...rest]: readonly string[]): Command | undefined {
  const [first, second, ...more] = rest;
  if (more.length > 0) return undefined;
  switch (name) {
    case 'verify-audit':
      if (first === undefined) return verifyAudit();
      return first === '--expect' && second !== undefined ? verifyAudit(second) : undefined;
    case 'backup':
      return first !== undefined && second === undefined ? backup(first) : undefined;
    case 'reencrypt':
      return first === undefined ? reencrypt : undefined;
    case 'help':
      return first === undefined ? help : undefined;
    default:
      return undefined;
  }
}

import { type Config, secretsOf } from '../config.ts';
import { removeSecrets } from '../logger.ts';
import { backup } from './backup.ts';
import { type Command, logTo } from './command.ts';
import { help, usage } from './help.ts';
import { reencrypt } from './reencrypt.ts';
import { serve } from './serve.ts';
import { startProblem } from './start-problem.ts';
import { verifyAudit } from './verify-audit.ts';

/** Carries out a command if one is given, else serves until the process is told to stop. */
export async function run(config: Config, args: readonly string[]): Promise<void> {
  const isCommand = args.length > 0;
  try {
    if (isCommand) process.exitCode = await runCommand(config, args);
    else await serve(config);
  } catch (error) {
    const headline = isCommand ? '' : "piper-invite can't start.\n";
    const words = startProblem(error, config) ?? unknownProblem(error, config);
    process.stderr.write(removeSecrets(`${headline}${words}\n`, secretsOf(config)));
    process.exit(1);
  }
}

/** What only whoever knows the source can mend goes into the log in full, at any level. */
function unknownProblem(error: unknown, config: Config): string {
  logTo(process.stdout.fd, config).fatal({ err: error }, 'piper-invite broke off');
  const words = error instanceof Error ? error.message : String(error);
  return `It broke off for a reason that it doesn't know (${words}). The log has the details, for a report of the mistake.`;
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

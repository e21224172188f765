import { type Config, secretsOf } from '../config.ts';
import { removeSecrets } from '../logger.ts';
import { backup } from './backup.ts';
import { type Command, logTo } from './command.ts';
import { erase } from './erase.ts';
import { exportRecord, exportWorkspace } from './export.ts';
import { help, usage } from './help.ts';
import { keepSmall } from './keep-small.ts';
import { move } from './move.ts';
import { reencrypt } from './reencrypt.ts';
import { serve } from './serve.ts';
import { startProblem } from './start-problem.ts';
import { verifyAudit } from './verify-audit.ts';

/** Carries out a command if one is given, else serves until the process is told to stop. */
export async function run(config: Config, args: readonly string[]): Promise<void> {
  const isCommand = args.length > 0;
  if (isCommand) keepSmall();
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
  switch (name) {
    case 'verify-audit':
      if (rest.length === 0) return verifyAudit();
      return option(rest, '--expect', 2, ([hash]) => verifyAudit(hash));
    case 'export':
      return exportCommand(rest);
    case 'erase':
      return eraseCommand(rest);
    case 'backup':
      return rest[0] !== undefined && rest.length === 1 ? backup(rest[0]) : undefined;
    case 'reencrypt':
      return rest.length === 0 ? reencrypt : undefined;
    case 'move':
      return rest.length === 0 ? move : undefined;
    case 'help':
      return rest.length === 0 ? help : undefined;
    default:
      return undefined;
  }
}

/** A command whose arguments begin with an option and its value, and are no more than `most`. */
function option(
  args: readonly string[],
  name: string,
  most: number,
  commandOf: (values: [string, string | undefined]) => Command,
): Command | undefined {
  const [first, value, second] = args;
  if (first !== name || !value || args.length > most) return undefined;
  return commandOf([value, second]);
}

function exportCommand(args: readonly string[]): Command | undefined {
  const [, , to, file] = args;
  if (to !== '--record') return option(args, '--workspace', 3, ([id]) => exportWorkspace(id, to));
  return file ? option(args, '--workspace', 4, ([id]) => exportRecord(id, file)) : undefined;
}

function eraseCommand(args: readonly string[]): Command | undefined {
  const isSure = args.at(-1) === '--yes';
  const about = isSure ? args.slice(0, -1) : args;
  const [address] = about;
  if (about.length === 1 && address?.includes('@')) return erase({ address }, isSure);
  return option(about, '--workspace', 2, ([workspace]) => erase({ workspace }, isSure));
}

import type { DestinationStream } from 'pino';
import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import { StartError } from '../installation/preflight.ts';
import { StorageError } from '../storage/storage.ts';
import { maintain } from './maintenance.ts';

/** Carries out a command if there is one, else serves until the process is told to stop. */
export async function run(config: Config, args: readonly string[]): Promise<void> {
  const isCommand = args.length > 0;
  try {
    if (isCommand) process.exitCode = await maintain(config, args);
    else await serve(config);
  } catch (error) {
    if (!(error instanceof StartError || error instanceof StorageError)) throw error;
    const headline = isCommand ? '' : "piper-invite can't start.\n";
    process.stderr.write(`${headline}${error.message}\n`);
    process.exit(1);
  }
}

/** Runs the product until SIGTERM or SIGINT. */
async function serve(config: Config): Promise<void> {
  const logDestination = await prettyLog();
  const app = await createApp(config, logDestination && { logDestination });

  let isStopping = false;
  const stop = async (exitCode: number) => {
    if (isStopping) return;
    isStopping = true;
    await app.stop();
    process.exit(exitCode);
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  process.on('unhandledRejection', (error) => {
    app.log.fatal({ err: error }, 'something failed that nobody handles');
    void stop(1);
  });

  try {
    await app.start();
  } catch (error) {
    if (error instanceof StartError) throw error;
    app.log.fatal({ err: error }, 'piper-invite cannot start');
    process.exit(1);
  }
}

/** Logs are for people where people look at them and `pino-pretty` is installed, which it is in development. */
async function prettyLog(): Promise<DestinationStream | undefined> {
  if (!process.stdout.isTTY) return undefined;
  try {
    const { default: pretty } = await import('pino-pretty');
    return pretty({ translateTime: 'SYS:HH:MM:ss', sync: true });
  } catch {
    return undefined;
  }
}

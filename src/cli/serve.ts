import type { DestinationStream } from 'pino';
import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import { StartError } from '../installation/preflight.ts';

/** Without a command: runs the product until SIGTERM or SIGINT. Throws a `StartError` or a `StorageError`. */
export async function serve(config: Config): Promise<void> {
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
    app.log.fatal({ err: error }, 'unhandled rejection');
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

/** On a terminal, logs are written for people where `pino-pretty` is installed, which it is in development. */
async function prettyLog(): Promise<DestinationStream | undefined> {
  if (!process.stdout.isTTY) return undefined;
  try {
    const { default: pretty } = await import('pino-pretty');
    return pretty({ translateTime: 'SYS:HH:MM:ss', sync: true });
  } catch {
    return undefined;
  }
}

import type { DestinationStream } from 'pino';
import { createApp } from '../app.ts';
import type { Config } from '../config.ts';

/** Without a command: runs the product until SIGTERM or SIGINT. Throws why it can't start. */
export async function serve(config: Config): Promise<void> {
  // Before anything is waited for: the first process of a container ignores signals that nothing listens to.
  let stop = async (exitCode: number): Promise<void> => process.exit(exitCode);
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  const logDestination = await prettyLog();
  const app = await createApp(config, logDestination && { logDestination });

  let isStopping = false;
  stop = async (exitCode) => {
    if (isStopping) return;
    isStopping = true;
    try {
      await app.stop();
    } finally {
      process.exit(exitCode);
    }
  };
  // Node itself would print all that an error holds.
  for (const event of ['unhandledRejection', 'uncaughtException']) {
    process.on(event, (error: unknown) => {
      app.log.fatal({ err: error }, 'a failure that nothing handles');
      void stop(1);
    });
  }

  await app.start();
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

import { destination, type Logger } from 'pino';
import { type Config, secretsOf } from '../config.ts';
import { createLogger } from '../logger.ts';
import { openStorage, type Storage } from '../storage/storage.ts';

/** A command of the operator's. Resolves with whether all is well; throws a `StorageError`. */
export type Command = (config: Config, say: Say) => Promise<boolean>;

/** Writes a line for the operator. */
export type Say = (line: string) => void;

/** A log of warnings and worse, on a stream of the process. */
export const logTo = (stream: number, config: Config): Logger =>
  createLogger({
    level: 'warn',
    secrets: secretsOf(config),
    destination: destination({ dest: stream, sync: true }),
  });

/** A command on the database, which is open as long as it runs. */
export const onStorage =
  (act: (storage: Storage, say: Say) => Promise<boolean>): Command =>
  async (config, say) => {
    const log = logTo(process.stderr.fd, config);
    const storage = await openStorage({ ...config.storage, log, now: Date.now });
    try {
      return await act(storage, say);
    } finally {
      await storage.close();
    }
  };

import { destination } from 'pino';
import type { Config } from './config.ts';
import { createLogger } from './logger.ts';
import { openStorage, type Storage } from './storage/storage.ts';

const usage = `Usage: npm start [-- COMMAND]

Without a command the product runs. Commands work on its database, and stop:
  verify-audit   checks that nothing in the record was changed or removed
  reencrypt      encrypts every secret anew with the first of ENCRYPTION_KEYS
  backup FILE    copies the database into FILE (SQLite; may be done while the product is stopped)
`;

type Command = (storage: Storage, say: (line: string) => void) => Promise<boolean>;

/** Carries out a command of the operator's on the database; resolves with the exit code. Throws a `StorageError`. */
export async function maintain(config: Config, args: readonly string[]): Promise<number> {
  const command = commandOf(args);
  if (!command) {
    process.stderr.write(usage);
    return args[0] === 'help' ? 0 : 2;
  }
  const log = createLogger({
    level: 'warn',
    secrets: [],
    destination: destination({ dest: 2, sync: true }),
  });
  const storage = await openStorage({ ...config.storage, log, now: Date.now });
  try {
    const isDone = await command(storage, (line) => process.stdout.write(`${line}\n`));
    return isDone ? 0 : 1;
  } finally {
    await storage.close();
  }
}

function commandOf([name, file, ...rest]: readonly string[]): Command | undefined {
  if (rest.length > 0 || (file !== undefined && name !== 'backup')) return undefined;
  switch (name) {
    case 'verify-audit':
      return verifyAudit;
    case 'reencrypt':
      return async (storage, say) => {
        const { rows } = await storage.reencrypt();
        say(`${rows} secrets are encrypted with the first key.`);
        return true;
      };
    case 'backup':
      return file === undefined
        ? undefined
        : async (storage, say) => {
            await storage.backup(file);
            say(`The database is in ${file}. The keys that decrypt it are not: keep them, too.`);
            return true;
          };
    default:
      return undefined;
  }
}

async function verifyAudit(storage: Storage, say: (line: string) => void): Promise<boolean> {
  const verdict = await storage.verifyAudit();
  for (const { workspace, number, why } of verdict.breaks) {
    say(`The record of ${workspace} is broken at entry ${number}: ${why}.`);
  }
  say(`${verdict.entries} entries of ${verdict.workspaces} workspaces were checked.`);
  return verdict.breaks.length === 0;
}

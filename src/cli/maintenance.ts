import { destination } from 'pino';
import type { Config } from '../config.ts';
import { createLogger } from '../logger.ts';
import { backUp, openStorage, type Storage } from '../storage/storage.ts';

const usage = `Usage: npm start [-- COMMAND]

Without a command the product runs. Commands work on its database, and end:
  verify-audit   checks that nothing in the record was changed or removed
  reencrypt      encrypts every secret anew with the first of ENCRYPTION_KEYS
  backup FILE    copies the SQLite database into FILE, while the product runs or not
  help           says this
One process at a time has a SQLite database: stop the product for verify-audit and reencrypt.
`;

type Say = (line: string) => void;
/** Resolves with whether all is well. */
type Command = (config: Config, say: Say) => Promise<boolean>;

/** Carries out a command of the operator's on the database; resolves with the exit code. Throws a `StorageError`. */
export async function maintain(config: Config, args: readonly string[]): Promise<number> {
  const command = commandOf(args);
  if (!command) {
    process.stderr.write(usage);
    return 2;
  }
  const isWell = await command(config, (line) => process.stdout.write(`${line}\n`));
  return isWell ? 0 : 1;
}

function commandOf([name, file, ...rest]: readonly string[]): Command | undefined {
  if (rest.length > 0 || (file !== undefined) !== (name === 'backup')) return undefined;
  switch (name) {
    case 'verify-audit':
      return (config, say) => withStorage(config, (storage) => verifyAudit(storage, say));
    case 'reencrypt':
      return (config, say) => withStorage(config, (storage) => reencrypt(storage, say));
    case 'backup':
      return async ({ storage: { location } }, say) => {
        backUp(location, file ?? '');
        say(`The database is in ${file}. The keys that decrypt it are not: keep them, too.`);
        return true;
      };
    case 'help':
      return async (_, say) => {
        say(usage.trimEnd());
        return true;
      };
    default:
      return undefined;
  }
}

async function withStorage<T>(config: Config, act: (storage: Storage) => Promise<T>): Promise<T> {
  const log = createLogger({
    level: 'warn',
    secrets: [],
    destination: destination({ dest: 2, sync: true }),
  });
  const storage = await openStorage({ ...config.storage, log, now: Date.now });
  try {
    return await act(storage);
  } finally {
    await storage.close();
  }
}

async function verifyAudit(storage: Storage, say: Say): Promise<boolean> {
  const { breaks, workspaces, entries } = await storage.verifyAudit();
  for (const { workspace, number, why } of breaks) {
    say(`The record of ${workspace} is broken at entry ${number}: ${why}.`);
  }
  const isWhole = breaks.length === 0;
  if (isWhole) say('Nothing in the record was changed or removed.');
  say(`Checked: workspaces ${workspaces}, entries ${entries}.`);
  return isWhole;
}

async function reencrypt(storage: Storage, say: Say): Promise<boolean> {
  const { rows } = await storage.reencrypt();
  say(`Secrets encrypted anew: ${rows}. All are encrypted with the first key now.`);
  return true;
}

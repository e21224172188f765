import { moveToPostgres, StorageError } from '../storage/storage.ts';
import { type Command, logTo } from './command.ts';
import { describeBreak } from './verify-audit.ts';

/** After how many rows of a table it is said how far it is. */
const progressEvery = 10_000;

/** `move`: copies everything from the SQLite database in DATA_DIR into the PostgreSQL of DATABASE_URL. */
export const move: Command = async (config, say) => {
  const { location, directory, encryptionKeys: [first, ...others] = [], lostKeys } = config.storage;
  if (location.kind !== 'postgres' || !first) {
    throw new StorageError(
      'Set DATABASE_URL to an empty database, ENCRYPTION_KEYS to the keys, and DATA_DIR to where the SQLite database is.',
    );
  }
  const { rows, verdict } = await moveToPostgres({
    directory,
    url: location.url,
    encryptionKeys: [first, ...others],
    ...(lostKeys && { lostKeys }),
    log: logTo(process.stderr.fd, config),
    onCopied: (table, count, isWhole) => {
      if (isWhole) say(`${table}: ${count}`);
      else if (count % progressEvery === 0) say(`${table}: ${count} so far`);
    },
    onBreak: (found) => say(describeBreak(found)),
  });
  const record = `entries of the record ${verdict.entries}`;
  say(
    verdict.breaks === 0
      ? `Moved and compared: rows ${rows}, ${record}. Nothing in the record was changed or removed.`
      : `Moved and compared: rows ${rows}, ${record}. What is wrong with the record was so before.`,
  );
  say(
    `Start with DATABASE_URL from now on. What is in ${directory} is as it was: keep it as a backup, and don't start on it again.`,
  );
  return true;
};

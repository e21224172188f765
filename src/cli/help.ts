import type { Command } from './command.ts';

export const usage = `Usage: npm start [-- COMMAND]

Without a command the product runs. Commands work on its database, and end:
  doctor [--json]
                 looks for everything that is wrong with the set-up, and says what to do about
                 each; changes nothing, and the product may run
  verify-audit [--expect HASH]
                 checks that nothing in the record was changed or removed; with the hash of
                 a "record noted" line of the log, that nothing before it was cut off, either
  export --workspace ID [FILE]
                 writes everything that is stored about a Slack workspace but secrets, a JSON
                 object in each line, into FILE or to the standard output
  export --workspace ID --record FILE
                 writes the record of a Slack workspace into FILE, as CSV
  erase ADDRESS, erase --workspace ID
                 says what is stored about an address, or a workspace; with --yes behind it,
                 deletes that
  reencrypt      encrypts every secret anew with the first of ENCRYPTION_KEYS
  backup FILE    copies the SQLite database into FILE, while the product runs or not
  move           copies everything from the SQLite database in DATA_DIR into the empty PostgreSQL
                 of DATABASE_URL, and compares both
  help           says this
One process at a time has a SQLite database: stop the product for all of these but doctor and backup.
`;

/** `help`: lists the commands. */
export const help: Command = async (_, say) => {
  say(usage.trimEnd());
  return true;
};

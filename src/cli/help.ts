import type { Command } from './command.ts';

export const usage = `Usage: npm start [-- COMMAND]

Without a command the product runs. Commands work on its database, and end:
  verify-audit [--expect HASH]
                 checks that nothing in the record was changed or removed; with the hash of
                 a "record noted" line of the log, that nothing before it was cut off, either
  reencrypt      encrypts every secret anew with the first of ENCRYPTION_KEYS
  backup FILE    copies the SQLite database into FILE, while the product runs or not
  help           says this
One process at a time has a SQLite database: stop the product for verify-audit and reencrypt.
`;

/** `help`: lists the commands. */
export const help: Command = async (_, say) => {
  say(usage.trimEnd());
  return true;
};

import { backUp } from '../storage/storage.ts';
import type { Command } from './command.ts';

/** `backup FILE`: copies the SQLite database, while the product runs or not. */
export const backup =
  (file: string): Command =>
  async ({ storage: { location } }, say) => {
    backUp(location, file);
    say(`The database is in ${file}. The keys that decrypt it are not: keep them, too.`);
    return true;
  };

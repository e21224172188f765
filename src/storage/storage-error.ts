/** The storage cannot be used. The message tells the operator why, and what to do. */
export class StorageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StorageError';
  }
}

type Remedies = [codes: readonly (string | number)[], remedy: (place: string) => string][];

/** By Node's error codes, and SQLite's; the first row that has one holds: https://www.sqlite.org/rescode.html */
const sqliteRemedies: Remedies = [
  [
    // The last one is of the file that processes share, which is made anew at each start.
    ['ENOSPC', 'EDQUOT', 13, 4874],
    (directory) => `There is no room left for the database in ${directory}. Make room on its disk.`,
  ],
  [
    ['EACCES', 'EPERM', 'EROFS', 8, 14],
    (directory) =>
      `DATA_DIR ${directory} can't be written to. Let piper-invite write there, or name a directory where it may.`,
  ],
  [
    ['ENOTDIR', 'EEXIST', 'EISDIR'],
    (directory) =>
      `DATA_DIR ${directory} isn't a directory. Name one that piper-invite may write to.`,
  ],
  [
    ['EIO', 10],
    (directory) =>
      `The disk of ${directory} can't be read or written. Check it, or restore a backup to another DATA_DIR.`,
  ],
  [[11, 26], (directory) => `The database in ${directory} is damaged. Restore a backup.`],
];

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgresRemedies: Remedies = [
  [
    ['42501', '3F000'],
    (place) =>
      `PostgreSQL at ${place} doesn't let the user of DATABASE_URL make tables. Grant that right, or name another user.`,
  ],
  [['53100'], (place) => `PostgreSQL at ${place} has no room left. Make room on its disk.`],
  [
    ['25006'],
    (place) =>
      `PostgreSQL at ${place} can only be read. Put the server that takes changes into DATABASE_URL.`,
  ],
];

/**
 * The sentence for what a SQLite database in a directory threw, or Node about its files. Gives back what neither of them threw,
 * which no operator can mend.
 */
export const sqliteProblem = (directory: string, error: unknown): unknown =>
  problem(sqliteRemedies, directory, error) ??
  explained(
    error,
    (words) =>
      `The database in ${directory} can't be used (${words}). Give piper-invite a DATA_DIR on a local disk that it may write to, or restore a backup.`,
  );

/** The same for PostgreSQL, by its URL. */
export function postgresProblem(url: string, error: unknown): unknown {
  const place = placeOf(url);
  return (
    problem(postgresRemedies, place, error) ??
    explained(
      error,
      (words) =>
        `PostgreSQL at ${place} can't be used (${words}). Check DATABASE_URL, and that the server runs and lets piper-invite in.`,
    )
  );
}

/** The server and database of a URL, without the user and password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function problem(remedies: Remedies, place: string, error: unknown): StorageError | undefined {
  const codes = codesOf(error);
  const found = remedies.find(([known]) => known.some((code) => codes.includes(code)));
  return found && new StorageError(found[1](place));
}

function explained(error: unknown, sentence: (words: string) => string): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error;
  return codesOf(error).length > 0 ? new StorageError(sentence(error.message)) : error;
}

/** SQLite's extended codes have the code itself in their lowest byte. */
function codesOf(error: unknown): (string | number)[] {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return [
    ...(typeof code === 'string' ? [code] : []),
    ...(typeof errcode === 'number' ? [errcode, errcode & 0xff] : []),
  ];
}

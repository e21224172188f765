const MINUTE = 60_000;

/** Files that somebody asked for, and that are sent in the background. */
export const exports = {
  /** Rows in a file, and then another one follows. */
  rowsPerFile: 100_000,
  /** Rows that are read at a time. */
  rowsPerPage: 1_000,
  /** Exports under way in a process: each holds a file, compressed. */
  atOnce: 3,
  /** How long one file may take to upload, in milliseconds. */
  uploadWithin: 5 * MINUTE,
} as const;

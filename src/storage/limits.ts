const SECOND = 1_000;

/** How long things are kept, in days, and the bounds of the settings that say otherwise. */
export const retention = {
  /** Finished batches with their invitations, counted from when they were submitted. */
  invitesDays: 400,
  /** The record: seven years. */
  recordDays: 2_557,
  /** What is stored about a workspace that the app was removed from. */
  uninstalledDays: 30,
  /** Longer than whoever was invited is looked for. */
  minDays: 35,
  /** Longer than anything waits to be sent. */
  minUninstalledDays: 2,
  maxDays: 36_500,
  /** Rows that one statement deletes. */
  rowsPerStep: 500,
} as const;

/** Ends of invitations. */
export const ends = {
  /** Milliseconds between transactions that store some: each takes seven statements and a wait for the disk, however many it stores. */
  pause: 50,
} as const;

/** Requests for approval. */
export const requests = {
  /** Open ones that somebody may have in an organization. */
  openPerPerson: 20,
  /** How many one look finds. */
  atOnce: 100,
} as const;

/** The search in the past. */
export const history = {
  /** Found invites on a page. */
  pageSize: 10,
  /** So many rows of an index one look reads: some 20 ms of a process on SQLite, where nothing else runs meanwhile. */
  lookedAt: 10_000,
  /** Up to so many invites whose addresses begin alike are read by address, more by time. */
  byAddress: 1_000,
} as const;

/** Rows at a time of what is read as a whole. */
export const pages = {
  /** Of a table that is copied, or of a record that is checked. */
  rows: 100,
  /** Of a record that a process may read while it serves: the more there are, the more of their garbage outlives its time. */
  rowsToSend: 20,
} as const;

/** What is encrypted. */
export const secrets = {
  /** Of each kind of token, how many are opened to see whether the keys are good. */
  tokensAtOnce: 50,
} as const;

/** PostgreSQL's connections. Durations are milliseconds. */
export const postgres = {
  /**
   * Of each process, for what Slack waits 3 s for: waiting for one and for a statement leaves time to say that nothing was done.
   * https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
   */
  interactive: { connections: 5, connectTimeout: 0.75 * SECOND, statementTimeout: SECOND },
  /** Of each process, for everything else. */
  background: { connections: 10, connectTimeout: 5 * SECOND, statementTimeout: 10 * SECOND },
  /** For what reads or writes whole tables, which may take minutes: a step of the schema, or the wait for whoever takes it, and a move. */
  untimed: { connections: 1, connectTimeout: 5 * SECOND, statementTimeout: 0 },
  /** Bounds of the two settings; with one connection everybody would wait for whoever has it. */
  minConnections: 2,
  maxConnections: 100,
  /** How long the server's own word that a statement took too long may be on its way. */
  answerTimeout: 0.2 * SECOND,
  /** How long a transaction may sit idle. */
  idleTimeout: 10 * SECOND,
} as const;

/** What the doctor takes for enough. */
export const doctor = {
  /** Milliseconds for one of its own requests. */
  timeout: 10_000,
  /** How far the clock may be off, seconds: Slack's requests from further in the future are refused. */
  clockSkewSeconds: 60,
  /** Free on the disk of the database. */
  freeBytes: 100 * 1024 * 1024,
  /** Connections that are looked into. */
  connections: 50,
} as const;

/** Numbers of the metrics; times in seconds, as Prometheus has them, where the name does not say otherwise. */
export const metrics = {
  /** Of acknowledgements, around the 3 s that Slack waits. */
  acknowledgementBuckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
  /** Of calls to Piper and Slack, up to their timeouts. */
  callBuckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  /** How long what was read from the database holds, so that several who scrape cost no more than one. */
  rememberedMs: 5_000,
  /** How long a scrape waits for the database. */
  readTimeoutMs: 2_000,
} as const;

/** What reaches the process from outside, from Slack and from anybody else. Durations are milliseconds unless the name says otherwise. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signedRequest = {
  /** How far a request's timestamp may be ahead of our clock. */
  clockSkewSeconds: 60,
  /** How far it may be behind. */
  maxAgeSeconds: 5 * 60,
  /** For how long a signature can be good: Slack's five minutes, and the clocks' difference. */
  signatureLifetime: 6 * MINUTE,
  /** Signatures that a process remembers, so that each counts once: 277 requests a second. The oldest are forgotten first. */
  rememberedSignatures: 100_000,
  /** How long Slack waits for an answer, and a little more. */
  patience: 3_001,
  maxBytes: 1024 * 1024,
  /** Of Slack's look at a certificate, which is a form with a token. */
  maxSslCheckBytes: 1_000,
  /** Levels of a body; the rich text of a message in a modal takes some 15. */
  maxDepth: 100,
} as const;

/** Whether the process is ready, as others ask every few seconds. */
export const health = {
  /** How long a check may take. */
  timeout: 2 * SECOND,
  /** How long its result holds. */
  remembered: { database: SECOND, slack: 0, keys: MINUTE },
} as const;

/** The process's own web server: https://nodejs.org/api/http.html#class-httpserver */
export const webServer = {
  /**
   * How long a client may take to send the headers of a request, and all of it: Slack sends its own at once, and slow ones would
   * hold connections open. Both are looked at once per interval.
   */
  headersTimeout: 5 * SECOND,
  requestTimeout: 10 * SECOND,
  connectionsCheckingInterval: SECOND,
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  /** Further ones are closed at once. An idle one takes some 10 kB. */
  maxConnections: 5_000,
  /** How long a server that is closed waits for a request that somebody has connected for, and for the answers that are under way. */
  closeTimeout: SECOND,
  /** How many turns of the event loop at most it waits for one in which nobody comes. */
  closingTurns: 5_000,
} as const;

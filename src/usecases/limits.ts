const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Commands that Slack was told are accepted before they were carried out. Durations are milliseconds. */
export const acceptedCommands = {
  /** How long one process holds a command: longer than all that it waits for takes together. */
  lease: 2 * MINUTE,
  /** Commands claimed at a time. */
  claimSize: 20,
  /** Older ones are not carried out any more; their authors are told so, and that is tried for so long. */
  giveUpAfter: HOUR,
  tellWithin: 24 * HOUR,
} as const;

/** Asking to be linked to a member: the same person doesn't ask again for an hour, in milliseconds. */
export const links = { askAgainAfter: HOUR, rememberedAskers: 10_000 } as const;

/** Of people whose invites are checked without being sent; each is decided for every role, so fewer than may be invited at once. */
export const inviteCheck = { people: 50 } as const;

/** Requests for approval. Durations are milliseconds. */
export const requests = {
  /** After a denial, the same person asks for the same address again then. */
  askAgainAfter: 24 * HOUR,
  /** Those who decide are reminded at half the time, between these. */
  remindAfter: { earliest: 24 * HOUR, latest: 3 * 24 * HOUR },
  /** After how many days a request can end. */
  expireChoices: [1, 3, 7, 14, 30],
  /** How many open requests are listed. */
  listed: 20,
} as const;

/** App Home. Slack takes 100 blocks of it: https://docs.slack.dev/surfaces/app-home */
export const home = {
  /** Pending invites on a page. */
  pageSize: 10,
  /** Requests to decide about, and requests of one's own. */
  requests: 5,
  /** So many of those that wait are looked at to find the ones to decide about. */
  looked: 20,
  /** It is published to one person at most once in so many milliseconds. */
  publishInterval: 1_000,
  /** How long, in milliseconds, somebody's is published anew after they did something, and for how many people that is known. */
  rememberedFor: HOUR,
  remembered: 10_000,
} as const;

/** Asking whoever connected a workspace for a new platform token. */
export const renewal = {
  /** They get one message in so many milliseconds, however many people ask. */
  askAgainAfter: 24 * HOUR,
} as const;

/** Invites that one look of an export finds, of those that a look reads: some 20 ms of a process on SQLite, where nothing else runs meanwhile. */
export const exports = { rowsPerLook: 500 } as const;

/** Every number that Slack, Piper or the product itself imposes. Times are milliseconds unless a name says more. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Milliseconds. */
export const DAY = 24 * 60 * MINUTE;

/** Block Kit: https://docs.slack.dev/reference/block-kit/ and https://docs.slack.dev/surfaces/modals */
export const blockKit = {
  sectionCharacters: 3_000,
  /**
   * What a message says, of some 12,000 characters in all its blocks that Slack takes, and the lists in it. Slack says so nowhere
   * but in https://github.com/slackapi/bolt-js/issues/2509.
   */
  messageCharacters: 9_000,
  listCharacters: 5_000,
  /** Of 50 blocks in a message; what is more is put together. */
  paragraphs: 20,
  selectOptions: 100,
  /** User groups or channels that are chosen at once. */
  sources: 10,
  optionCharacters: 75,
  /** https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
  overflowOptions: 5,
  noteCharacters: 500,
  addressesCharacters: 3_000,
  domainsCharacters: 1_000,
  tokenCharacters: 500,
} as const;

/** What a sentence holds before it says "and 3 more". */
export const sentence = {
  words: 5,
  roles: 20,
  /** People and user groups, mentioned. */
  mentions: 30,
  /** Of what somebody typed, and of a name. */
  characters: 60,
  /** Of a list in it; a section has room for 3,000. */
  listCharacters: 2_000,
} as const;

/** Talking to Slack: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
export const slack = {
  /** Slack waits 3 s for an answer to a submission; the product stops looking things up in time to say something. */
  lookupBeforeAnswer: 2 * SECOND,
  /** The part of it that a look at the roles may take. */
  roleCheckBeforeAnswer: 1.5 * SECOND,
  /** What is left of it for the organization's name, which is hardly ever asked for. */
  nameBeforeAnswer: 500,
  /** How long a trigger may wait for the storage; what comes later is filled in. */
  lookupBeforeOpening: 0.5 * SECOND,
  /** A trigger lives 3 s, so a call that spends one has no use for more. */
  interactiveCall: 2.5 * SECOND,
  /** Messages have no trigger to lose. */
  messageCall: 10 * SECOND,
  /** The longest `Retry-After` that a message waits for. */
  messageRetryAfter: 30 * SECOND,
  /** How long a user's profile is believed. */
  profileAge: MINUTE,
  profiles: 5_000,
  userGroups: 500,
  /** Up to so many profiles are read one by one, more of them by the list: https://docs.slack.dev/reference/methods/users.list */
  profilesOneByOne: 20,
  /** Profiles that are read at a time. */
  profileCalls: 8,
  /** The most of a list that Slack gives at once, and the most pages that are read of the workspace's people. */
  page: 1_000,
  profilePages: 20,
  /** A channel with more people than this is not read to its end. */
  channelMembers: 2_000,
  fileBytes: 1024 * 1024,
  /** How often a modal that was just pushed is looked for, and how long in between. */
  pushed: { looks: 4, pause: 250 },
  /** Workspaces whose clients and caches are kept open. */
  workspaces: 1_000,
  requestBytes: 1024 * 1024,
  /** How far a request's time may be ahead of ours; Slack allows five minutes back. */
  clockSkewSeconds: 300,
} as const;

/** Talking to Piper; the page size is the API's own maximum. */
export const piper = {
  pageSize: 500,
  maxPages: 400,
  /** So that a long list leaves room for what people wait for. */
  pagesAtOnce: 8,
  /** To one host: so many that an organization need not wait for slow answers to others, at a few invites at a time of each. */
  connections: 64,
  connect: 5 * SECOND,
  answerBytes: 8 * 1024 * 1024,
  /** Of Piper's explanation of a failure, as it is kept and shown. */
  detailCharacters: 300,
  read: { attemptTimeoutMs: 8 * SECOND, totalTimeoutMs: 20 * SECOND, attempts: 4 },
  write: { attemptTimeoutMs: 15 * SECOND, totalTimeoutMs: 30 * SECOND, attempts: 4 },
  backoff: { first: 250, longest: 4 * SECOND },
  /** After so many calls in a row without an answer Piper is left alone for a moment. */
  breaker: { failures: 8, pause: 10 * SECOND },
  /** How long the start waits for Piper to say whether the token is good. */
  startCheck: 10 * SECOND,
  /** How long the organization's name is believed. */
  detailsAge: 10 * MINUTE,
  /** How long roles are believed. */
  rolesAge: MINUTE,
  /** How long the member list is believed when it says that somebody is not in it. */
  membersAge: MINUTE,
} as const;

/** What one batch may hold. */
export const invitation = {
  people: 500,
  /** Of more people than this one message shows how far it is. */
  quietPeople: 20,
  /** A message names every person up to so many, and of more the first `shortened`. */
  named: 50,
  shortened: 15,
  /** How long what somebody looks at before sending it is kept. */
  previewAge: 30 * MINUTE,
  /** Of many people a preview names the first ones. */
  previewedPeople: 15,
} as const;

/** Sending invitations. */
export const delivery = {
  /** Add-member calls of an organization at a time, in all processes, where the operator says nothing else. */
  concurrency: 4,
  /** Invitations that are looked at for each that may be claimed: some are for an address that another one is for. */
  candidatesPerSlot: 4,
  /** An invitation whose process does not renew its lease is taken over after so long. */
  lease: 60 * SECOND,
  renewEvery: 15 * SECOND,
  /** Nothing is sent under a lease with less left than this: the call could still be under way when another process takes over. */
  leaseReserve: 40 * SECOND,
  /** How long after it was submitted an invitation is attempted again. */
  giveUpAfter: 24 * 60 * MINUTE,
  /** Full jitter between attempts: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
  backoff: { first: 2 * SECOND, longest: 5 * MINUTE },
  /** What Piper has stored may take a moment to show in its member list. */
  afterUnclear: SECOND,
  /** How long Piper may still work on a request whose time ran out, whose connection broke, or whose process died. */
  afterTimeout: 60 * SECOND,
  /** How far the clocks of two processes may be apart, and how far Piper's from ours. */
  clockSkew: 10 * SECOND,
  piperClockSkew: 5 * MINUTE,
  /** How often due work is polled, such as what another process left behind. */
  pollEvery: 5 * SECOND,
} as const;

/** Checking whether an invited person has joined. */
export const followUp = {
  /** How often due follow-ups are polled; they fall due together, so that one member list serves many. */
  every: 5 * MINUTE,
  /** Checks come half the invitation's age apart, within these bounds. */
  firstPause: 10 * MINUTE,
  longestPause: 12 * 60 * MINUTE,
  giveUpAfter: 30 * DAY,
  /** How long one process has a check to itself. */
  lease: 10 * MINUTE,
  checksAtOnce: 500,
  /** After how many days an inviter is reminded where the settings say nothing, and what they offer; 0 is never. */
  remindAfterDays: 3,
  remindDays: [0, 1, 2, 3, 5, 7, 14],
} as const;

/** Lists of invitations in Slack. */
export const lists = {
  page: 10,
  /** People whom a reminder names. */
  reminded: 20,
} as const;

/** Notifying people of their batches. */
export const notifications = {
  /** The shortest time between two edits of a message, and after Slack rejected one. */
  every: SECOND,
  afterRefusal: 30 * SECOND,
  /** How long one process has the notification to itself: longer than all fallbacks take one after the other. */
  lease: 3 * MINUTE,
  /** How long somebody waits for an outcome before a message says that it takes longer. */
  silence: 4 * SECOND,
  /** Where Slack accepts no message, the next attempt comes after a pause that grows with the time since the batch ended, for a day. */
  again: 60 * SECOND,
  giveUpAfter: 24 * 60 * MINUTE,
} as const;

/** What is kept. */
export const storage = {
  /** Connections whose organization is remembered. */
  openConnections: 1_000,
  /** Statements of SQLite's that are kept prepared. */
  statements: 500,
  /** How long SQLite waits for a lock. */
  busyTime: 5 * SECOND,
  /** PostgreSQL: connections of one process, and time limits. */
  connections: 10,
  connectTime: 5 * SECOND,
  statementTime: 10 * SECOND,
  /** Entries that are checked at a time. */
  auditPage: 1_000,
  /** Rows that are inserted at a time; SQLite takes 32,766 values in a statement. */
  rowsAtOnce: 500,
  batchesAtOnce: 100,
} as const;

/** Connections to Piper. */
export const connecting = {
  /** How many days before a token expires the connector of the workspace is notified. */
  warnDays: [7, 1],
  /** How long a token that was checked waits for its settings. */
  pendingAge: 30 * MINUTE,
  /** How long what Piper said of such a token is believed, and of how many tokens it is remembered. */
  inspectionAge: MINUTE,
  rememberedTokens: 500,
  /** How often tokens that are about to expire, and pending ones that have waited too long, are polled. */
  pollEvery: 60 * MINUTE,
  /** How often Piper is asked whether it takes a token again that it refused. */
  checkAgainEvery: MINUTE,
  /** How often at most whoever connected the workspace is told that Piper refuses the token, while it comes and goes. */
  tellEvery: 24 * 60 * MINUTE,
} as const;

/** The process's own web server. */
export const webServer = {
  /** How long a client may take to send a request: Slack sends its own at once, and slow ones would hold connections open. */
  requestTimeout: 30 * SECOND,
} as const;

/** How long a stopping process waits for work that is under way. */
export const drainTime = 25 * SECOND;

/** Installing into many workspaces. */
export const oauth = {
  /** How long somebody may take at Slack's page. */
  stateAge: 10 * MINUTE,
  /** Random bytes in a state and in the cookie beside it: https://www.rfc-editor.org/rfc/rfc6749#section-10.10 */
  secretBytes: 32,
  /** A rotating token lives 12 hours; it is renewed so long before its end. https://docs.slack.dev/authentication/using-token-rotation */
  refreshBefore: 2 * 60 * MINUTE,
  /** How long a request waits for the renewing of a token that still lives: a trigger lives 3 s. */
  refreshTimeout: SECOND / 2,
  /** How long a process has the renewing to itself. */
  refreshClaim: 30 * SECOND,
  /** How many attempts to store a refreshed token are made. */
  storeAttempts: 4,
  /** How often, and how many times, to check whether another process has refreshed an expired token; within Slack's 3 s. */
  otherProcess: { pause: 250, checks: 8 },
  /**
   * An uninstall that Slack tells of belongs to no installation that is so much newer: more than clocks are apart, less than
   * people take to install again.
   */
  lateEvent: 10 * SECOND,
} as const;

/**
 * Every number that Slack, Piper, a database or the product itself imposes, in that order. Durations are milliseconds unless the
 * name says otherwise.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** Milliseconds. */
export const DAY = 24 * HOUR;

/** Sizes of messages and modals: https://docs.slack.dev/reference/block-kit */
export const blockKit = {
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block */
  sectionCharacters: 3_000,
  /**
   * What one message says in all, and what its lists may take of that. Slack rejects messages whose blocks add up to some 12,000
   * characters, which it does not document: https://github.com/slackapi/bolt-js/issues/2509. A modal takes 250 kB.
   */
  messageCharacters: 9_000,
  listCharacters: 5_000,
  modalCharacters: 75_000,
  /** Of the text for notifications and screen readers, in UTF-8. https://docs.slack.dev/reference/methods/chat.update#errors */
  textBytes: 40_000,
  editedTextBytes: 4_000,
  /** Slack takes 50 blocks; beyond this many paragraphs, a message joins them. https://docs.slack.dev/reference/block-kit/blocks */
  paragraphs: 20,
  /** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
  selectOptions: 100,
  /** https://docs.slack.dev/reference/block-kit/composition-objects */
  optionCharacters: 75,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  buttonCharacters: 75,
  buttonValueCharacters: 2_000,
  /** Inputs; Slack takes up to 3,000: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  addressesCharacters: 3_000,
  domainsCharacters: 1_000,
  noteCharacters: 500,
  tokenCharacters: 500,
  /** User groups, or channels, that one form takes. */
  selectedSources: 10,
} as const;

/**
 * Requests from Slack, and calls to it. Slack waits 3 s for an answer, and a `trigger_id` expires 3 s after it was issued:
 * https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
 */
export const slack = {
  /** How long Slack waits for an answer. */
  answerWithin: 3 * SECOND,
  /** How long lookups may take before a request must be answered, with whatever is known by then. */
  lookupBeforeAnswer: 2 * SECOND,
  /** How much of that checking the roles may take. */
  roleCheckBeforeAnswer: 1.5 * SECOND,
  /** How much of that the organization's name may take. */
  nameBeforeAnswer: 500,
  /** How long opening a modal waits for the storage before it opens a loading view instead. */
  lookupBeforeOpening: 0.5 * SECOND,
  /** Timeout of a call that spends a trigger. */
  interactiveTimeout: 2.5 * SECOND,
  /** Timeout of any other call. */
  messageTimeout: 10 * SECOND,
  /** The longest `Retry-After` that a message waits out. https://docs.slack.dev/apis/web-api/rate-limits */
  maxRetryAfter: 30 * SECOND,
  /** Size of a file of people that somebody uploads. */
  maxFileBytes: 1024 * 1024,
  /** Of what a response URL answers, for the log. */
  quotedBytes: 200,
  /** Items per page of a listing. https://docs.slack.dev/apis/web-api/pagination */
  pageSize: 1_000,
  /** More profiles are cheaper from `users.list` than from `users.info`: https://docs.slack.dev/reference/methods/users.list */
  listProfilesAbove: 20,
  maxProfilePages: 20,
  /** Concurrent `users.info` calls. */
  concurrentProfileCalls: 8,
  /** Larger channels are turned down rather than read to the end. */
  maxChannelMembers: 2_000,
  /** How long profiles and user groups are cached, and how many. */
  profileTtl: MINUTE,
  cachedProfiles: 5_000,
  cachedUserGroups: 500,
  /** Workspaces whose clients and caches are kept. */
  cachedWorkspaces: 1_000,
  /** A modal that was just pushed may take a moment before `views.update` finds it. */
  pushedModal: { attempts: 4, interval: 250 },
} as const;

/** Installing into many workspaces: https://docs.slack.dev/authentication/installing-with-oauth */
export const oauth = {
  /** How long somebody may stay on Slack's consent page. */
  stateTtl: 10 * MINUTE,
  /** Random bytes in a state and in the cookie beside it. https://www.rfc-editor.org/rfc/rfc6749#section-10.10 */
  secretBytes: 32,
  /** Tokens expire after 12 hours: https://docs.slack.dev/authentication/using-token-rotation */
  refreshBefore: 2 * HOUR,
  /** How long a request waits for a refresh while the old token still works; its trigger lives 3 s. */
  refreshTimeout: SECOND / 2,
  /** How long one process holds the right to refresh a token. */
  refreshLease: 30 * SECOND,
  storeAttempts: 4,
  /** Waiting for another process to refresh an expired token, within Slack's 3 s. */
  refreshPoll: { interval: 250, attempts: 8 },
  /**
   * An uninstall event is ignored when the installation is newer than the event by more than this: more than clocks differ, less
   * than it takes somebody to install again.
   */
  uninstallTolerance: 10 * SECOND,
} as const;

/** Calls to Piper: https://docs.letpiper.com */
export const piper = {
  /** The API's own maximum. */
  pageSize: 500,
  maxPages: 400,
  /** Concurrent pages of one listing, so that a long list leaves connections for requests that people wait for. */
  concurrentPages: 8,
  /** Per host: enough that slow answers to one organization don't hold up another. */
  connectionsPerHost: 64,
  connectTimeout: 5 * SECOND,
  maxResponseBytes: 8 * 1024 * 1024,
  /** Of Piper's explanation of a failure, as it is stored and shown. */
  detailCharacters: 300,
  /** Of the name of a role or an organization, as it is shown. */
  nameCharacters: 100,
  read: { attemptTimeoutMs: 8 * SECOND, totalTimeoutMs: 20 * SECOND, attempts: 4 },
  write: { attemptTimeoutMs: 15 * SECOND, totalTimeoutMs: 30 * SECOND, attempts: 4 },
  /** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
  backoff: { initialDelay: 250, maxDelay: 4 * SECOND },
  /** The circuit opens for a pause after this many consecutive calls without an answer. */
  breaker: { failures: 8, pause: 10 * SECOND },
  /** How long the process, as it starts, waits for Piper to check the configured token. */
  startupCheckTimeout: 10 * SECOND,
  /** How long the organization's name and owner are cached, where nothing depends on who may do what. */
  detailsTtl: 10 * MINUTE,
  rolesTtl: MINUTE,
  /** How long the cached member list may be trusted that somebody is not in it, and how old what decides who may do what may be. */
  membersTtl: MINUTE,
} as const;

/** Bounds and defaults of the settings of the process. */
export const settings = {
  /** Of `PIPER_CONCURRENCY`. */
  maxConcurrency: 32,
  port: 3_000,
  maxPort: 65_535,
  /** Of a secret that Slack gives out: fewer are a mistake in copying. */
  minSecretCharacters: 8,
  /** Characters. */
  minMetricsToken: 16,
} as const;

/** SQLite and PostgreSQL. */
export const storage = {
  /** How long SQLite waits for a lock. https://www.sqlite.org/pragma.html#pragma_busy_timeout */
  busyTimeout: 5 * SECOND,
  /** Prepared statements kept per SQLite database. */
  cachedStatements: 500,
  /** SQLite takes 32,766 values in a statement: https://www.sqlite.org/limits.html#max_variable_number */
  rowsPerInsert: 500,
  auditPageSize: 1_000,
  /** Batches per poll whose result is still to be announced. */
  batchesPerPoll: 100,
  /** Connections to Piper that a process keeps open, with what they cache. */
  cachedConnections: 1_000,
} as const;

/** What one batch may hold, and how much of it a message shows. */
export const batch = {
  maxPeople: 500,
  /** Invitations of one person to one organization that have not ended: two full batches, so that others get their turn. */
  maxOpenPerPerson: 1_000,
  /** What a quota counts: invites that were placed so long ago at most. */
  quotaWindow: DAY,
  /** Larger batches show their progress. */
  quietPeople: 20,
  /** People in one message with a button each. */
  peopleWithButtons: 5,
  /** A confirmation names the first so many of those who were invited. */
  namedInConfirmation: 3,
  /** A private message names everybody up to this many; of a larger batch, it names the first `namedOfMany`. */
  namedPeople: 50,
  namedOfMany: 15,
  /** How long a preview can still be sent. */
  previewTtl: 30 * MINUTE,
} as const;

/**
 * How much a preview names of those who will be invited. All of it together, with the rest of a preview, stays below what Slack
 * takes of a modal: 100 blocks and 250 kB. https://docs.slack.dev/reference/views/modal-views
 */
export const preview = {
  /** How long the reason of a request must, and may, be. */
  reasonCharacters: { least: 10, most: 500 },
  /** Of all names; what a role doesn't use is left to the others. */
  nameCharacters: 45_000,
  roles: 30,
  /** Above this many people, they are counted by domain, too. */
  domainsAbove: 10,
  /** People on a page of the whole list. */
  pageSize: 50,
} as const;

/** How much a sentence lists or quotes before it says "and 3 more". */
export const sentence = {
  /** Addresses, names and other short items. */
  items: 5,
  roles: 20,
  /** What somebody may have meant, or can choose from. */
  alternatives: 5,
  /** Mentions of people and user groups. */
  mentions: 30,
  /** Of a name, or of what somebody typed. */
  characters: 60,
  /** Of a list inside a sentence, so that it fits a section. */
  listCharacters: 2_000,
} as const;

/** The list of open invitations. */
export const invitationList = { pageSize: 10 } as const;

/** Sending invitations. */
export const delivery = {
  /** Default number of concurrent calls per organization, in all processes, and of those read for each: addresses come repeatedly. */
  concurrency: 4,
  candidatesPerSlot: 4,
  /** A process that stops renewing its leases loses them, and its places among the calls, after this long, and others poll for it. */
  lease: 5 * SECOND,
  renewInterval: 1.5 * SECOND,
  pollInterval: 3 * SECOND,
  /** How soon after it was noted a call begins; and storing how it ended: while the storage is away, or where it refuses so often. */
  beginWithin: 2 * SECOND,
  storeAgain: { initialDelay: 250, maxDelay: 2 * SECOND, refusals: 10 },
  giveUpAfter: DAY,
  backoff: { initialDelay: 2 * SECOND, maxDelay: 5 * MINUTE },
  /** What Piper has stored may take a moment to show up in its member list. */
  settleAfterUnclear: SECOND,
  /** How long a request that timed out, or a call whose lease was lost, may take effect, and how long others leave the latter alone. */
  settleAfterTimeout: 60 * SECOND,
  settleAfterLoss: 2 * MINUTE,
  graceAfterLoss: 10 * SECOND,
  /** How far the clocks of two of our processes may differ, and Piper's clock from ours. */
  clockSkew: 10 * SECOND,
  piperClockSkew: 5 * MINUTE,
} as const;

/** Telling people how a batch went. */
export const notifications = {
  /** A progress message changes at most this often, and pauses after a change that Slack did not take. */
  updateInterval: SECOND,
  pauseAfterFailure: 30 * SECOND,
  /** How long one process holds a batch's notification: longer than all the ways to deliver it take together. */
  lease: 3 * MINUTE,
  /** How long an inviter waits for a result before being told that it takes longer. */
  delayNoticeAfter: 4 * SECOND,
  /** A notification that Slack did not take is retried after this long at first, then at growing intervals. */
  retryDelay: 60 * SECOND,
  giveUpAfter: DAY,
} as const;

/** Invites within 24 hours that the settings can let one person have. */
export const quota = { least: 1, most: 1_000 } as const;

/** Checking whether invited people have joined. */
export const followUp = {
  /** How often due follow-ups are polled. */
  pollInterval: 5 * MINUTE,
  /** How often people are checked, and how often until their invitation is that old: a whole number of times as often. */
  interval: 12 * HOUR,
  firstInterval: 3 * HOUR,
  giveUpAfter: 30 * DAY,
  /** How long one process holds the invitations that it checks. */
  lease: 10 * MINUTE,
  /** Invitations claimed at a time. */
  claimSize: 500,
  /** Default number of days before the inviter is reminded, and the choices in the settings; 0 is never. */
  remindAfterDays: 3,
  remindDayChoices: [0, 1, 2, 3, 5, 7, 14],
  /** People named in a reminder. */
  namedInReminder: 20,
} as const;

/** The platform tokens that connect workspaces to Piper. */
export const platformToken = {
  /** How many days before a token expires whoever connected the workspace is warned. */
  expiryWarningDays: [7, 1],
  /** How long a checked token is kept while its settings are being filled in. */
  pendingTtl: 30 * MINUTE,
  /** How long what Piper says of a pending token is cached, and for how many tokens. */
  inspectionTtl: MINUTE,
  cachedTokens: 500,
  /** How often tokens about to expire are polled. */
  pollInterval: HOUR,
  /** How often at most Piper is asked again about a token that it rejected. */
  checkAgainInterval: MINUTE,
  /** How often at most whoever connected the workspace is told that Piper rejects the token. */
  notifyInterval: DAY,
} as const;

/** How long a stopping process waits for requests and jobs that are under way. */
export const drainTimeout = 25 * SECOND;

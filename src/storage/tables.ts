import type { Kysely, Transaction } from 'kysely';

/**
 * The tables, the same in both engines. Times are epoch milliseconds, booleans are 0 or 1, JSON is text, and `sealed_…` columns
 * hold what `secret-box.ts` encrypted. Rows are parsed with zod wherever they are read.
 */
export type Tables = {
  installations: {
    /** Slack team ID, or enterprise ID where the app was installed org-wide. */
    id: string;
    /** Bolt's `Installation`. */
    sealedInstallation: string;
    /** Until when one process has the exclusive right to refresh its token. */
    refreshingUntil: number | null;
    /** Refreshing the token does not change it. */
    installedAt: number;
  };
  /** Where the app was installed once, until what is stored about it is deleted. */
  uninstalled: { id: string; at: number };
  oauthStates: { hash: string; expiresAt: number };
  connections: {
    id: string;
    /** Slack team or enterprise ID; `isEnterprise` says which. */
    scopeId: string;
    isEnterprise: number;
    /** The Enterprise organization that the scope is in, or is. */
    enterpriseId: string | null;
    organizationId: string;
    organizationName: string;
    sealedToken: string;
    tokenPreview: string;
    settings: string;
    /** What Piper told last of the organization, as JSON. */
    known: string | null;
    /** Proves that the product wrote this row: see `connections.ts`. */
    stamp: string;
    connectedBy: string;
    connectedAt: number;
    expiresAt: number | null;
    neverExpires: number;
    rejectedSince: number | null;
    /** The channel that did not take the last request. */
    refusedChannel: string | null;
    /** How many days before expiry the last warning was for. */
    warnedDaysLeft: number | null;
    /** When somebody last asked whoever connected the workspace for a new token. */
    renewalAskedAt: number | null;
  };
  /** Who is which member of an organization; links hold within the scope of its connection. */
  links: {
    scopeId: string;
    organizationId: string;
    /** Slack user ID. */
    userId: string;
    /** Piper's user id. */
    memberId: string;
    /** The member's address when the link was made, and the same as it is compared. */
    address: string;
    addressKey: string;
    /** Slack user ID. */
    linkedBy: string;
    linkedAt: number;
    /** Proves that the product wrote this row: see `links.ts`. */
    stamp: string;
  };
  pendingConnections: {
    id: string;
    scopeId: string;
    isEnterprise: number;
    userId: string;
    sealedToken: string;
    expiresAt: number;
  };
  /** What somebody is reviewing before they submit it. */
  previews: {
    id: string;
    teamId: string;
    userId: string;
    sealedPreview: string;
    expiresAt: number;
  };
  /** What Slack was told is accepted, and is not finished yet. */
  acceptedCommands: {
    /** The same as the submission of the batch that it may become. */
    id: string;
    teamId: string;
    enterpriseId: string | null;
    userId: string;
    sealedCommand: string;
    createdAt: number;
    /** Until when one process has the exclusive right to finish it. */
    leaseUntil: number;
  };
  /** What people ask to have approved. */
  requests: {
    id: string;
    /** What the person did, so that it counts once. */
    submission: string;
    teamId: string;
    enterpriseId: string | null;
    organizationId: string;
    organizationName: string;
    requesterId: string;
    surface: string;
    reference: string | null;
    /** Why, in the words of whoever asks. */
    reason: string;
    note: string | null;
    /** Where the confirmation will go. */
    channel: string;
    state: string;
    /** Slack user ID of whoever denied or cancelled it. */
    endedBy: string | null;
    endedAt: number | null;
    /** What whoever denied it says. */
    words: string | null;
    /** Why it ended though nobody decided. */
    why: string | null;
    /** Grows when somebody changes its roles or people. */
    revision: number;
    changedBy: string | null;
    createdAt: number;
    expiresAt: number;
    /** When those who decide are reminded; null once they were. */
    remindAt: number | null;
    /** Grows with each change; the messages show `shownVersion`. */
    version: number;
    shownVersion: number;
    /** The messages to those who decide, as JSON. */
    posted: string | null;
    /** The message to whoever asked, as JSON. */
    asked: string | null;
    isAskedTold: number;
    isEndTold: number;
    /** Until when one process has the exclusive right to tell people, or when to try again. */
    notifyAfter: number;
    /** The batch that it became. */
    batchId: string | null;
  };
  requestPeople: {
    requestId: string;
    position: number;
    organizationId: string;
    address: string;
    /** The address in the form in which addresses are compared. */
    addressKey: string;
    userId: string | null;
    /** What Slack called them. */
    name: string | null;
    roleId: string;
    roleName: string;
    /** As it was asked for, whatever it was changed to. */
    askedRoleId: string;
    askedRoleName: string;
    /** Whether the request is open. */
    isOpen: number;
    /** Somebody who decided left this person out. */
    isLeftOut: number;
  };
  requestVotes: {
    requestId: string;
    userId: string;
    at: number;
    /** It no longer counts: this person may not decide any more. */
    isLapsed: number;
  };
  batches: {
    id: string;
    /** What the person did, so that it counts once. */
    submission: string;
    teamId: string;
    enterpriseId: string | null;
    organizationId: string;
    organizationName: string;
    inviterId: string;
    /** Slack user IDs of those who approved it, with a space between. */
    approvedBy: string | null;
    surface: string;
    reference: string | null;
    note: string | null;
    channel: string;
    /** Response URLs as JSON; null once everybody has been notified. */
    sealedUrls: string | null;
    createdAt: number;
    /** Slack user ID of whoever cancelled what had not been sent. */
    cancelledBy: string | null;
    postedChannel: string | null;
    postedTs: string | null;
    /** A message may be in the conversation, though Slack did not say so. */
    isPostUnclear: number;
    isAnnounced: number;
    isInviterNotified: number;
    isDelayNotified: number;
    /** The message that says so. */
    noticeChannel: string | null;
    noticeTs: string | null;
    notifiedAt: number | null;
    /** Until when one process has the exclusive right to notify people, or when to try again. */
    notifyAfter: number;
    /** When the inviter was reminded of who has not joined. */
    remindedAt: number | null;
  };
  invitations: {
    id: string;
    batchId: string;
    /** Its place in the batch, from 0. */
    position: number;
    organizationId: string;
    /** The batch's inviter, so that an index can count what somebody has open. */
    submittedBy: string;
    address: string;
    /** The address in the form in which addresses are compared. */
    addressKey: string;
    userId: string | null;
    /** What Slack called them. */
    name: string | null;
    roleId: string;
    roleName: string;
    state: string;
    /** An attempt may have taken effect without an answer. */
    isUnclear: number;
    /** The attempt under way may have asked Piper. */
    isAsked: number;
    /** Until when Piper may be at work on an attempt that nobody saw to its end. */
    settlesAt: number | null;
    attempts: number;
    nextAttemptAt: number;
    leaseOwner: string | null;
    leaseUntil: number | null;
    /** The member that Piper returned, as JSON. */
    member: string | null;
    /** The failure of the last attempt, as JSON. */
    failure: string | null;
    createdAt: number;
    endedAt: number | null;
    /** Slack user ID of whoever cancelled it. */
    cancelledBy: string | null;
    joinedAt: number | null;
    /** When the person was seen to be gone from Piper. */
    removedAt: number | null;
    /** When to look at the member list, or to show what was seen there. */
    checkAt: number | null;
    /** Whether the confirmation says what was seen. */
    isShown: number;
    /** The role that somebody assigned later, as JSON. */
    roleChange: string | null;
  };
  /** One row for each organization that anybody was invited to, locked while its invitations are claimed. */
  queues: { organizationId: string; pausedUntil: number };
  auditEntries: {
    workspace: string;
    number: number;
    /** The entry as JSON, whose exact text is hashed. */
    entry: string;
    previousHash: string;
    hash: string;
    /** Proves that the product wrote it: see `stamps.ts`. */
    stamp: string;
  };
  /** Whose pseudonym stands in the entries of a workspace; without a row here, nobody can tell. */
  auditPeople: {
    /** A hash of the other columns that identify a person: see `audit-people.ts`. */
    pseudonym: string;
    workspace: string;
    salt: string;
    address: string;
    /** The address in the form in which addresses are compared. */
    addressKey: string;
    /** When the latest entry about this person was made. */
    lastAt: number;
  };
  /** Entries that a record is held together by, such as its last one: see `audit-marks.ts`. */
  auditMarks: { workspace: string; kind: string; number: number; hash: string; stamp: string };
};

export type Database = Kysely<Tables>;
/** A database, or a transaction on it. */
export type Queries = Database | Transaction<Tables>;

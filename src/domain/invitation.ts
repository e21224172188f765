import type { WorkspaceRef } from './connection.ts';
import type { PiperFailure } from './failures.ts';
import type { Member, Organization, Role } from './organization.ts';

/**
 * Somebody to invite; `userId` is the Slack user whose profile the address came from, if it came from one, and `name` what Slack called
 * them then.
 */
export type Invitee = { address: string; userId?: string; name?: string };

/** Somebody to invite, and the role to give them. */
export type Invite = { invitee: Invitee; role: Role };

/**
 * When the member list showed what became of somebody, epoch milliseconds: that they have joined, or that they, or their pending invite,
 * are gone.
 */
export type Seen = { joinedAt?: number; removedAt?: number };

/** How an invitation ended. It is `invited` or `already_member` only once Piper has said so. */
export type Outcome =
  /** `member` is what Piper answered then, the rest what its member list showed later. */
  | ({ kind: 'invited'; member: Member } & Seen)
  | { kind: 'already_member'; member: Member }
  | { kind: 'failed'; failure: PiperFailure }
  /** Retries ran out without a clear answer from Piper. */
  | { kind: 'unknown'; failure: PiperFailure }
  /** Cancelled before it was sent; `by` is a Slack user ID. */
  | { kind: 'cancelled'; by: string };

/**
 * The state of an invitation. A waiting one has not been sent (yet), or Piper failed transiently at the last attempt (`failure`).
 * `isUnclear` means that an attempt without an answer may have taken effect, `isAsked` that Piper has been asked and has yet to answer.
 */
export type InvitationState =
  | Outcome
  | { kind: 'waiting'; failure?: PiperFailure; isUnclear: boolean; isAsked: boolean };

/** The invitations that somebody submitted together, all to one organization. */
export type Batch = {
  id: string;
  inviterId: string;
  /** Slack user IDs of those who approved it, if it needed that. */
  approvedBy?: string[] | undefined;
  organization: Organization;
  /** Shown with the confirmation. */
  note?: string | undefined;
  /** Identifies the request in the log. */
  reference?: string | undefined;
  /** When it was stored, epoch milliseconds. */
  at: number;
};

/**
 * A role given after the invite; `by` is the Slack user ID of whoever gave it, absent where that was done in Piper, `at` when that was
 * done, or seen, in epoch milliseconds.
 */
export type RoleChange = { roleName: string; by?: string; at: number };

/** A batch and the state of each of its invitations, in the order in which they were submitted. */
export type BatchReport = {
  batch: Batch;
  /** `role` is the requested one; the role that Piper gave is in the outcome's `member`. */
  entries: (Invite & { state: InvitationState; roleChange?: RoleChange })[];
  /** When the most recent one ended, epoch milliseconds; absent until one has. */
  lastEndedAt?: number;
};

/** Why a batch is too much for its inviter now; `more` is how many invitations it has. */
export type TooMany =
  /** Besides those that the inviter has open in the organization. */
  | { kind: 'open'; open: number; more: number }
  /** The quota leaves fewer; all of them fit in `freeIn` milliseconds, unless they are more than the quota itself. */
  | { kind: 'quota'; limit: number; left: number; more: number; freeIn?: number };

/** Names what somebody did, across all workspaces; `submission` is unique in its own. */
export const submissionKey = ({ teamId }: WorkspaceRef, submission: string): string =>
  `${teamId} ${submission}`;

/** Whether every invitation of a batch has ended. */
export const isEnded = ({ entries }: BatchReport): boolean =>
  entries.every(({ state }) => state.kind !== 'waiting');

/** Whether sending the same invitation again may work. */
export function isWorthRetrying(state: InvitationState): boolean {
  switch (state.kind) {
    case 'unknown':
    case 'cancelled':
      return true;
    case 'failed':
      return !['conflict', 'invalid', 'not_allowed', 'not_found'].includes(state.failure.kind);
    default:
      return false;
  }
}

/**
 * Where people are notified about a batch. A response URL works up to five times within 30 minutes.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export type Audience = {
  /** The Slack conversation for the confirmation. */
  channel: string;
  /** Response URL to that conversation, if Slack provided one. */
  channelUrl?: string | undefined;
  /** Response URL that reaches only the inviter, in the conversation where they acted. */
  inviterUrl?: string | undefined;
};

/** A message by the bot that can be updated: https://docs.slack.dev/reference/methods/chat.update */
export type PostedMessage = { channel: string; ts: string };

/** An invitation as it is looked up. Times are epoch milliseconds. */
export type FoundInvitation = Invite & {
  /** Where it was submitted. */
  workspace: WorkspaceRef;
  inviterId: string;
  state: InvitationState;
  roleChange?: RoleChange;
  attempts: number;
  /** When it was submitted. */
  at: number;
  /** When it will be attempted next, if it is waiting. */
  nextAttemptAt: number;
};

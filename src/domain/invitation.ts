import type { WorkspaceRef } from './connection.ts';
import type { PiperFailure } from './failures.ts';
import type { Member, Organization, Role } from './organization.ts';

/** Somebody to invite: always an address, and the Slack user whose profile it came from. */
export type Invitee = { address: string; userId?: string };

/** How one invitation ended. Only what Piper has answered is called `invited` or `already_member`. */
export type Outcome =
  /** `joinedAt` (epoch milliseconds) is when the product saw that the person is active. */
  | { kind: 'invited'; member: Member; joinedAt?: number }
  | { kind: 'already_member'; member: Member }
  | { kind: 'failed'; failure: PiperFailure }
  /** Piper gave no clear answer for as long as it was asked. */
  | { kind: 'unknown'; failure: PiperFailure }
  /** Somebody (a Slack user ID) called it off before it was sent. */
  | { kind: 'cancelled'; by: string };

/**
 * Where an invitation stands. One that waits has not been sent, or its last try failed in a way that passes (`failure`);
 * `isUnclear` says that a try may have taken effect without an answer.
 */
export type InvitationState =
  | Outcome
  | { kind: 'waiting'; failure?: PiperFailure; isUnclear: boolean };

/** What somebody asked for at once: one or many invitations to one organization. */
export type Batch = {
  id: string;
  inviterId: string;
  organization: Organization;
  /** Shown with the confirmation. */
  note?: string;
  /** Under which the operator finds it in the log. */
  reference?: string;
  /** When it was stored, epoch milliseconds. */
  at: number;
};

/** A role that somebody in Slack gave afterwards; `at` in epoch milliseconds. */
export type RoleChange = { roleName: string; by: string; at: number };

/** An order and where each of its invitations stands, in the order in which they were given. */
export type BatchReport = {
  batch: Batch;
  /** `role` is the one that was asked for; the role that Piper gave is each member's own. */
  entries: { invitee: Invitee; role: Role; state: InvitationState; roleChange?: RoleChange }[];
  /** When the last one ended of those that have, epoch milliseconds. */
  lastEndedAt?: number;
};

/** Whether nothing of an order is left to be done. */
export const isEnded = ({ entries }: BatchReport): boolean =>
  entries.every(({ state }) => state.kind !== 'waiting');

/** Whether the same invitation may end better another time. */
export function isWorthRetrying(state: InvitationState): boolean {
  switch (state.kind) {
    case 'unknown':
    case 'cancelled':
      return true;
    case 'failed':
      return !['conflict', 'invalid', 'not_found'].includes(state.failure.kind);
    default:
      return false;
  }
}

/** Where people hear of an order. Response URLs work five times in 30 minutes. */
export type Audience = {
  /** The Slack conversation for the confirmation. */
  channel: string;
  /** Reaches that conversation, where Slack gave one. */
  channelUrl?: string;
  /** Reaches the inviter alone, where they acted. */
  inviterUrl?: string;
};

/** A message of the bot's that can be changed: https://docs.slack.dev/reference/methods/chat.update */
export type PostedMessage = { channel: string; ts: string };

/** An invitation as people look it up. Times are epoch milliseconds. */
export type FoundInvitation = {
  /** Where it was submitted. */
  workspace: WorkspaceRef;
  inviterId: string;
  invitee: Invitee;
  role: Role;
  state: InvitationState;
  roleChange?: RoleChange;
  attempts: number;
  /** When it was submitted. */
  at: number;
  /** When it is attempted next, if it is waiting. */
  nextAttemptAt: number;
};

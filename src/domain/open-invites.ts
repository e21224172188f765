import type { PiperFailure } from './failures.ts';
import type { FoundInvitation, Invitee } from './invitation.ts';

/** An invitation's place among the others: when it was submitted (epoch milliseconds), and its id. */
export type Place = { at: number; id: string };

/** An invite that waits to be sent, or a person who is pending; `since` in epoch milliseconds, where that is known. */
export type OpenInvite = {
  invitee: Invitee;
  roleName?: string | undefined;
  state: 'waiting' | 'pending';
  since?: number | undefined;
  /** How they were invited from Slack, if they were. */
  from?: FoundInvitation | undefined;
};

/**
 * A page of what is open: what waits first, then who is pending, each newest first. `offset` counts from 0. `unread` is why Piper's
 * member list could not be read: then it is what was known before.
 */
export type InvitePage = {
  invites: OpenInvite[];
  offset: number;
  waiting: number;
  pending: number;
  unread?: PiperFailure;
};

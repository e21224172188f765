import type { PiperFailure } from './failures.ts';
import type { Member, Organization, Role } from './organization.ts';

/** Somebody to invite: always an address, and the Slack user whose profile it came from. */
export type Invitee = { address: string; userId?: string };

/** How one invite ended. Only what Piper has answered is called `invited` or `already_member`. */
export type Outcome =
  | { kind: 'invited'; member: Member }
  | { kind: 'already_member'; member: Member }
  | { kind: 'failed'; failure: PiperFailure }
  /** Somebody else is inviting the same address at this moment, and it does not end. */
  | { kind: 'under_way' }
  /** Piper gave no clear answer, and its member list does not show the person (`listed: 'absent'`) or could not be read. */
  | { kind: 'unknown'; listed: 'absent' | 'unread'; failure: PiperFailure };

/** What became of one request to invite people. */
export type InviteReport = {
  inviterId: string;
  organization: Organization;
  /** The role that was asked for; the role that Piper gave is each member's own. */
  role: Role;
  entries: { invitee: Invitee; outcome: Outcome }[];
};

import type { WorkspaceRef } from '../../domain/connection.ts';
import type { FoundInvitation, Invitee, RoleChange } from '../../domain/invitation.ts';
import type { Organization } from '../../domain/organization.ts';

/** An invitation whose person had not joined when it was looked last. Times are epoch milliseconds. */
export type PendingInvitation = {
  id: string;
  batchId: string;
  workspace: WorkspaceRef;
  organization: Organization;
  inviterId: string;
  invitee: Invitee;
  /** Piper's id of the person. */
  piperUserId: string;
  /** When Piper took the invite. */
  invitedAt: number;
  /** They have joined, and their conversation has yet to be told. */
  joinedAt?: number;
};

/** What happens after an invite was sent: each look at who has joined is given to one process. */
export interface FollowUps {
  /** Gives out up to `limit` looks that are due. One that is not settled falls due again at `until`. */
  claim(look: { now: number; until: number; limit: number }): Promise<PendingInvitation[]>;
  /** Notes that the person has joined. */
  noteJoined(id: string, at: number): Promise<void>;
  /** Sets when it is looked next; undefined for never again. */
  settle(id: string, checkAt: number | undefined): Promise<void>;
  /**
   * Takes the one reminder of an order, with those who are pending. Undefined where it was taken before, by whatever process.
   */
  takeReminder(batchId: string, now: number): Promise<PendingInvitation[] | undefined>;
}

/** Looking invitations up, by organization. */
export interface InvitationQueries {
  /** The newest invitation of an address. */
  latest(organizationId: string, address: string): Promise<FoundInvitation | undefined>;
  /** Those that wait to be sent, and those whose person has not joined, as long as it is looked; newest first. */
  open(
    organizationId: string,
    page: { offset: number; limit: number },
  ): Promise<{ invitations: FoundInvitation[]; total: number }>;
  /** Notes that a member's role was changed with the newest invitation that led to the membership; tells its order. */
  noteRole(
    organizationId: string,
    address: string,
    change: RoleChange,
  ): Promise<{ batchId: string } | undefined>;
}

import type { WorkspaceRef } from '../../domain/connection.ts';
import type { Invitee } from '../../domain/invitation.ts';
import type { Organization } from '../../domain/organization.ts';

/** An invitation whose person had not joined at the last check. Times are epoch milliseconds. */
export type PendingInvitation = {
  id: string;
  batchId: string;
  workspace: WorkspaceRef;
  organization: Organization;
  inviterId: string;
  invitee: Invitee;
  /** Piper's id of the person. */
  piperUserId: string;
  /** When Piper accepted the invite. */
  invitedAt: number;
  /** When they joined, if their conversation has not been told yet. */
  joinedAt?: number;
};

/** What happens after an invite was sent. Each check whether somebody has joined is given to one process. */
export interface FollowUps {
  /** Claims up to `limit` checks that are due. One that is not settled is due again at `until`. */
  claim(check: { now: number; until: number; limit: number }): Promise<PendingInvitation[]>;
  /** Records that the person has joined. */
  noteJoined(id: string, at: number): Promise<void>;
  /** Sets when to check next; undefined for never. */
  settle(id: string, checkAt: number | undefined): Promise<void>;
  /** Claims the one reminder of a batch, and returns who is pending in it. Undefined when any process claimed it before. */
  takeReminder(batchId: string, now: number): Promise<PendingInvitation[] | undefined>;
}

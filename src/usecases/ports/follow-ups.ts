import type { WorkspaceRef } from '../../domain/connection.ts';
import type { Invitee } from '../../domain/invitation.ts';
import type { Place } from '../../domain/open-invites.ts';
import type { Organization } from '../../domain/organization.ts';
import type { Known, Sighting } from '../../domain/seen-invite.ts';
import type { MemberList } from './piper.ts';

/** An invitation that Piper has taken, and what was seen of the person since. Times are epoch milliseconds. */
export type FollowedInvitation = Known & {
  id: string;
  batchId: string;
  workspace: WorkspaceRef;
  organization: Organization;
  inviterId: string;
  invitee: Invitee;
  /** When Piper accepted the invite. */
  invitedAt: number;
  /** Whether the confirmation says what was seen. */
  isShown: boolean;
};

/** What happens after an invite was sent. Each check whether somebody has joined is given to one process. */
export interface FollowUps {
  /** Organizations with checks that are due. */
  due(now: number): Promise<string[]>;
  /** Claims up to `limit` checks of an organization that are due. One that is not settled is due again at `until`. */
  claim(
    organizationId: string,
    check: { now: number; until: number; limit: number },
  ): Promise<FollowedInvitation[]>;
  /** Those of an organization who may still join, newest first, up to `limit`; the next ones after one of them. */
  pending(
    organizationId: string,
    after: Place | undefined,
    limit: number,
  ): Promise<(FollowedInvitation & Place)[]>;
  /** The one by which somebody was last invited. */
  lastOf(organizationId: string, address: string): Promise<FollowedInvitation | undefined>;
  /** Records what was seen, which is then to be shown; `checkAt` is when any process does so. */
  record(id: string, seen: Sighting, checkAt: number): Promise<void>;
  /**
   * Sets when to check some next, undefined for never, and whether what was seen of them is shown. Nothing of those of whom something
   * else has been recorded meanwhile, which is yet to be shown.
   */
  settle(
    ids: readonly string[],
    seen: Sighting,
    checkAt: number | undefined,
    isShown: boolean,
  ): Promise<void>;
  /** Claims the one reminder of a batch, and returns who is pending in it. Undefined when any process claimed it before. */
  takeReminder(batchId: string, now: number): Promise<FollowedInvitation[] | undefined>;
}

/**
 * Stores what a member list shows of people who were invited, everybody or one address. Of everybody, the newest are awaited;
 * confirmations are changed afterwards.
 */
export type NoteMembers = (
  organizationId: string,
  list: MemberList,
  address?: string,
) => Promise<void>;

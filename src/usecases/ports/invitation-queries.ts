import type { Connection } from '../../domain/connection.ts';
import type { FoundInvitation, RoleChange } from '../../domain/invitation.ts';
import type { Place } from '../../domain/open-invites.ts';

/** Looks up invitations by organization. */
export interface InvitationQueries {
  /** What became of an address: the invite that holds, with what waits besides, else the newest invitation, if there is any. */
  latest(organizationId: string, address: string): Promise<FoundInvitation[]>;
  /** The invites that hold, of some addresses. */
  invited(organizationId: string, addresses: readonly string[]): Promise<FoundInvitation[]>;
  /** How many wait to be sent through a connection. */
  countWaiting(connection: Pick<Connection, 'scope' | 'organization'>): Promise<number>;
  /** Those waiting to be sent, newest first. */
  waiting: InvitationQueries['open'];
  /** Those waiting to be sent, and those whose person may still join; newest first. */
  open(
    organizationId: string,
    page: { offset: number; limit: number },
  ): Promise<{ invitations: FoundInvitation[]; total: number }>;
  /**
   * The same, those that come right after a place, or right before it; the newest without one. However far in, it costs the same.
   */
  openBeside(
    organizationId: string,
    place: { olderThan: Place } | { newerThan: Place } | undefined,
    limit: number,
  ): Promise<(FoundInvitation & { id: string })[]>;
  /** One of an organization's invitations. */
  find(organizationId: string, id: string): Promise<FoundInvitation | undefined>;
  /**
   * When somebody placed what counts against a quota since then, newest first, and no more than `limit` of it: all but what failed,
   * was cancelled or was for a member. Epoch milliseconds.
   */
  counted(
    of: { organizationId: string; inviterId: string },
    since: number,
    limit: number,
  ): Promise<number[]>;
  /** The ID of the role that somebody gave last in an organization, of what counts against a quota. */
  lastRole(of: { organizationId: string; inviterId: string }): Promise<string | undefined>;
  /** Records a role change with the invitation that led to the membership; returns the batch it is in. */
  noteRole(
    organizationId: string,
    address: string,
    change: RoleChange,
  ): Promise<{ batchId: string } | undefined>;
}

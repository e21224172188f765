import type { Logger } from 'pino';
import { findMember, type Member } from '../domain/organization.ts';
import { isOpen, type Sighting, sightingOf } from '../domain/seen-invite.ts';
import { delivery } from '../limits.ts';
import type { FollowedInvitation, FollowUps, NoteMembers } from '../usecases/ports/follow-ups.ts';
import type { MemberList } from '../usecases/ports/piper.ts';
import { nextCheck } from './next-check.ts';

/**
 * Compares member lists with what is known of the people who were invited, and stores what has changed. That is shown in their
 * confirmations afterwards: what a process doesn't get to, or Slack doesn't take, falls due and is shown later.
 */
export function createNoteMembers(deps: {
  followUps: Pick<FollowUps, 'followed' | 'lastOf' | 'record' | 'settle'>;
  /** Edits a batch's confirmation; false where that is to be attempted again. */
  updateConfirmation: (batchId: string) => Promise<boolean>;
  /** Is given what goes on after the list was noted. */
  follow: (work: Promise<void>) => unknown;
  now: () => number;
  log: Logger;
}) {
  const { followUps, updateConfirmation, follow, now, log } = deps;

  /** Stores what a list shows of some people, and returns those about whom that is news. */
  async function record(
    invitations: readonly FollowedInvitation[],
    { members, readAt }: MemberList,
  ): Promise<FollowedInvitation[]> {
    const news: FollowedInvitation[] = [];
    for (const invitation of invitations) {
      const member = memberOf(members, invitation);
      // What Piper has stored may take a moment to show up.
      if (!member && readAt < invitation.invitedAt + delivery.clockSkew) continue;
      const seen = sightingOf(invitation, member, readAt);
      if (isSame(invitation, seen)) continue;
      await followUps.record(invitation.id, seen, now());
      const { joinedAt: _, removedAt: __, roleChange: ___, ...rest } = invitation;
      news.push({ ...rest, ...seen, isShown: false });
    }
    return news;
  }

  /** Changes the confirmations of people, and sets when they are looked for next. */
  async function show(invitations: readonly FollowedInvitation[]): Promise<void> {
    const at = now();
    for (const batchId of new Set(invitations.map((invitation) => invitation.batchId))) {
      const isShown = await updateConfirmation(batchId);
      for (const invitation of invitations.filter((each) => each.batchId === batchId)) {
        const next =
          isShown && !isOpen(invitation) ? undefined : nextCheck(invitation.invitedAt, at);
        await followUps.settle(invitation.id, next, isShown);
      }
    }
  }

  const note: NoteMembers = async (organizationId, list, address) => {
    // Who was invited anew is looked for by the newer invite alone; who is back, by the last one.
    const last =
      address === undefined ? undefined : await followUps.lastOf(organizationId, address);
    const known =
      address === undefined
        ? (await followUps.followed(organizationId)).filter(isOpen)
        : last
          ? [last]
          : [];
    const news = await record(known, list);
    follow(show(news).catch((error) => log.error({ err: error }, 'confirmations not changed')));
  };

  return { record, show, note };
}

/** By Piper's id, since the person may have changed their address. */
export const memberOf = (
  members: readonly Member[],
  { member: { userId }, invitee }: FollowedInvitation,
): Member | undefined =>
  members.find((member) => member.userId === userId) ?? findMember(members, invitee.address);

const isSame = (before: Sighting, now: Sighting): boolean =>
  before.joinedAt === now.joinedAt &&
  before.removedAt === now.removedAt &&
  before.roleChange?.roleName === now.roleChange?.roleName;

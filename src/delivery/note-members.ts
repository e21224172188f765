import type { Logger } from 'pino';
import { findMember, findMemberById, type Member } from '../domain/organization.ts';
import { isOpen, type Sighting, sightingOf } from '../domain/seen-invite.ts';
import { delivery } from '../limits.ts';
import type { FollowedInvitation, FollowUps, NoteMembers } from '../usecases/ports/follow-ups.ts';
import type { MemberList } from '../usecases/ports/piper.ts';
import { othersTurn } from '../utils/in-slices.ts';
import { followUp as limits } from './limits.ts';
import { nextCheck } from './next-check.ts';

/**
 * Compares member lists with what is known of the people who were invited, and stores what has changed. That is shown in their
 * confirmations afterwards: what a process doesn't get to, or Slack doesn't take, falls due and is shown later.
 */
export function createNoteMembers(deps: {
  followUps: Pick<FollowUps, 'pending' | 'lastOf' | 'record' | 'settle'>;
  /** Edits a batch's confirmation; false where that is to be attempted again. */
  updateConfirmation: (batchId: string) => Promise<boolean>;
  /** Is given what goes on after the list was noted. */
  follow: (work: Promise<void>) => unknown;
  now: () => number;
  log: Logger;
}) {
  const { followUps, updateConfirmation, follow, now, log } = deps;
  /** Until when the older invites of an organization are left alone. */
  const notedUntil = new Map<string, number>();

  /** Stores what a list shows of some people, and returns those about whom that is news. */
  async function record(
    invitations: readonly FollowedInvitation[],
    { memberOf, readAt }: Seen,
  ): Promise<FollowedInvitation[]> {
    const news: FollowedInvitation[] = [];
    for (const invitation of invitations) {
      const member = memberOf(invitation);
      // What Piper has stored may take a moment to show up.
      if (!member && readAt < invitation.invitedAt + delivery.clockSkew) continue;
      const seen = sightingOf(invitation, member, readAt);
      if (isSame(invitation, seen)) continue;
      await followUps.record(invitation.id, seen, now());
      // Each is written to the disk by itself.
      await othersTurn();
      const { joinedAt: _, removedAt: __, roleChange: ___, ...rest } = invitation;
      news.push({ ...rest, ...seen, isShown: false });
    }
    return news;
  }

  /** Changes the confirmations of people, and sets when they are looked for next. */
  async function show(invitations: readonly FollowedInvitation[]): Promise<void> {
    for (const [batchId, those] of Map.groupBy(invitations, ({ batchId }) => batchId)) {
      const isShown = await updateConfirmation(batchId);
      await settle(those, isShown);
    }
  }

  /** Sets when people are looked for next: never, once nothing more is to be seen or shown. */
  async function settle(
    invitations: readonly FollowedInvitation[],
    isShown: boolean,
  ): Promise<void> {
    const at = now();
    const settled = invitations.map((invitation) => ({
      invitation,
      next:
        isShown && !isOpen(invitation)
          ? undefined
          : nextCheck(invitation.organization.id, invitation.invitedAt, at),
    }));
    const alike = Map.groupBy(
      settled,
      ({ invitation: { joinedAt, removedAt, roleChange }, next }) =>
        JSON.stringify([joinedAt, removedAt, roleChange, next]),
    );
    for (const those of alike.values()) {
      const [first] = those;
      const ids = those.map(({ invitation }) => invitation.id);
      if (first) await followUps.settle(ids, first.invitation, first.next, isShown);
    }
  }

  const note: NoteMembers = async (organizationId, list, address) => {
    // Who was invited anew is looked for by the newer invite alone; who is back, by the last one.
    if (address !== undefined) {
      const last = await followUps.lastOf(organizationId, address);
      return last && noteSome([last], seenIn(list));
    }
    const newest = await followUps.pending(organizationId, undefined, limits.notedAtOnce);
    if (newest.length === 0) return;
    const seen = seenIn(list);
    await noteSome(newest.filter(isOpen), seen);
    inBackground(noteOlder(organizationId, newest, seen));
  };

  async function noteSome(known: readonly FollowedInvitation[], seen: Seen): Promise<void> {
    inBackground(show(await record(known, seen)));
  }

  /** Those who come after a page: they may be thousands, for whom nobody is to wait, and not after each of many looks. */
  async function noteOlder(
    organizationId: string,
    newest: Awaited<ReturnType<FollowUps['pending']>>,
    seen: Seen,
  ): Promise<void> {
    if ((notedUntil.get(organizationId) ?? 0) > now()) return;
    for (let page = newest; page.length === limits.notedAtOnce; ) {
      notedUntil.set(organizationId, now() + limits.pauseAfterNoting);
      await othersTurn();
      page = await followUps.pending(organizationId, page.at(-1), limits.notedAtOnce);
      await show(await record(page.filter(isOpen), seen));
    }
  }

  const inBackground = (work: Promise<void>) =>
    follow(work.catch((error) => log.error({ err: error }, 'a member list was not noted')));

  return { record, show, settle, note };
}

/** A member list as it is looked up for many people. */
export type Seen = {
  memberOf: (invitation: FollowedInvitation) => Member | undefined;
  readAt: number;
};

export function seenIn({ members, readAt }: MemberList): Seen {
  return {
    // By Piper's id first, since the person may have changed their address.
    memberOf: ({ member: { userId }, invitee }) =>
      findMemberById(members, userId) ?? findMember(members, invitee.address),
    readAt,
  };
}

const isSame = (before: Sighting, now: Sighting): boolean =>
  before.joinedAt === now.joinedAt &&
  before.removedAt === now.removedAt &&
  before.roleChange?.roleName === now.roleChange?.roleName;

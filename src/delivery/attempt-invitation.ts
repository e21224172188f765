import { isTransient, mayHaveTakenEffect, type PiperFailure } from '../domain/failures.ts';
import type { Outcome } from '../domain/invitation.ts';
import { findMember, type Member } from '../domain/organization.ts';
import { delivery as limits } from '../limits.ts';
import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import type { MemberList, PiperOrganization } from '../usecases/ports/piper.ts';

/** What one try came to: an end, or a failure that passes, after which it is to be tried again. */
export type Attempt =
  | { kind: 'ended'; outcome: Outcome }
  /** `isUnclear`: this try or one before may have taken effect. */
  | { kind: 'again'; failure: PiperFailure; isUnclear: boolean };

/**
 * Tries to invite one person, once. Nobody is invited twice: who is in the member list is left alone, and after a try without a
 * clear answer, by whatever process, the list is read anew before anything is sent, and it is not sent on top of what Piper may
 * still be at work on. `maySend` is asked right before.
 */
export async function attemptInvitation(
  invitation: ClaimedInvitation,
  piper: PiperOrganization,
  maySend: () => boolean,
): Promise<Attempt> {
  const { invitee, role, at, isUnclear, isTakenOver, cancelledBy } = invitation;
  const cancelled =
    cancelledBy === undefined ? undefined : ended({ kind: 'cancelled', by: cancelledBy });
  if (cancelled && !isUnclear) return cancelled;
  const list = await memberListFor(invitation, piper);
  if (!list.ok) return unread(list.error, isUnclear);
  const member = findMember(list.value.members, invitee.address);
  if (member) return ended(foundOutcome(member, isUnclear, at));
  if (isTakenOver) return { kind: 'again', failure: notSeenToEnd, isUnclear };
  // Once it is clear that no earlier try took effect.
  if (cancelled) return cancelled;
  if (!maySend()) return { kind: 'again', failure: leaseLost, isUnclear };

  const added = await piper.addMember(invitee.address, role.id);
  if (added.ok) return ended({ kind: 'invited', member: added.value });
  const failure = added.error;
  const mayBeThere = mayHaveTakenEffect(failure);
  if (!mayBeThere && failure.kind !== 'conflict') return failed(failure, isUnclear);

  const look = await piper.membersNow();
  const found = look.ok ? findMember(look.value.members, invitee.address) : undefined;
  // They were not there before this try.
  if (found && mayBeThere) return ended({ kind: 'invited', member: found });
  if (found) return ended(foundOutcome(found, isUnclear, at));
  if (mayBeThere) return { kind: 'again', failure, isUnclear: true };
  // Piper has them, and the list may yet show since when.
  if (isUnclear) return { kind: 'again', failure, isUnclear };
  return look.ok ? failed(failure, isUnclear) : failed(look.error, isUnclear);
}

const leaseLost: PiperFailure = {
  kind: 'unavailable',
  contact: 'not_sent',
  detail: 'another process may have taken this over',
};

const notSeenToEnd: PiperFailure = {
  kind: 'unavailable',
  contact: 'timed_out',
  detail: 'the process that was sending it has ended',
};

const ended = (outcome: Outcome): Attempt => ({ kind: 'ended', outcome });

function failed(failure: PiperFailure, isUnclear: boolean): Attempt {
  return isTransient(failure)
    ? { kind: 'again', failure, isUnclear }
    : ended({ kind: 'failed', failure });
}

/** Where nobody can look any more, it stays open whether an earlier try has taken effect. */
export function unread(failure: PiperFailure, isUnclear: boolean): Attempt {
  return isUnclear && !isTransient(failure)
    ? ended({ kind: 'unknown', failure })
    : failed(failure, isUnclear);
}

/**
 * "Already a member" is said only from a list that is as new as the order; "not a member" may be a little older, since Piper
 * itself refuses an address that it has.
 */
async function memberListFor(
  { invitee, at, isUnclear, previousEndedAt = 0 }: ClaimedInvitation,
  piper: PiperOrganization,
): ReturnType<PiperOrganization['members']> {
  if (isUnclear) return piper.membersNow();
  const remembered = await piper.members();
  if (!remembered.ok) return remembered;
  const { members, readAt }: MemberList = remembered.value;
  const isKnown = findMember(members, invitee.address) !== undefined;
  // Another process may have invited them since the list was read here.
  const isOvertaken = previousEndedAt >= readAt - limits.clockSkew;
  return (isKnown && readAt < at) || (!isKnown && isOvertaken) ? piper.membersNow() : remembered;
}

/** Who is found after a try without an answer was invited by it, unless they were there before. */
const foundOutcome = (member: Member, isUnclear: boolean, at: number): Outcome =>
  isUnclear && (member.since ?? at) >= at - limits.piperClockSkew
    ? { kind: 'invited', member }
    : { kind: 'already_member', member };

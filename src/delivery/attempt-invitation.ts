import { isTransient, mayHaveTakenEffect, type PiperFailure } from '../domain/failures.ts';
import type { Outcome } from '../domain/invitation.ts';
import { findMember, type Member } from '../domain/organization.ts';
import { delivery as limits } from '../limits.ts';
import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import type { MemberList, PiperOrganization } from '../usecases/ports/piper.ts';
import type { OpenedForDelivery } from './open-for-delivery.ts';

/** How one attempt ended: with an outcome, or with a failure that may pass, after which there is to be another attempt. */
export type Attempt =
  | { kind: 'ended'; outcome: Outcome }
  /**
   * `failure` is absent where the reason is not Piper's. `isUnclear`: this attempt or an earlier one may have taken effect.
   * `notBefore`, epoch milliseconds: until then it may yet do so.
   */
  | { kind: 'again'; failure?: PiperFailure; isUnclear: boolean; notBefore?: number };

/**
 * Attempts once to invite one person. Nobody is invited twice: an address in the member list is left alone; after an attempt
 * without a clear answer, by any process, the list is read again first; and nothing is sent while Piper may still be at work on an
 * earlier attempt. `denied` is why it must not be sent after all. `begin` notes that the call begins, and says whether it
 * may.
 */
export async function attemptInvitation(
  invitation: ClaimedInvitation,
  { piper, denied }: OpenedForDelivery,
  begin: () => Promise<boolean>,
): Promise<Attempt> {
  const { invitee, role, at, isUnclear, settlesAt, cancelledBy } = invitation;
  const calledOff =
    cancelledBy !== undefined
      ? ended({ kind: 'cancelled', by: cancelledBy })
      : denied && ended({ kind: 'failed', failure: denied });
  if (calledOff && !isUnclear) return calledOff;
  const list = await memberListFor(invitation, piper);
  if (!list.ok) return unread(list.error, isUnclear);
  const member = findMember(list.value.members, invitee.address);
  if (member) return ended(foundOutcome(member, isUnclear, at));
  if (settlesAt !== undefined) return { kind: 'again', isUnclear, notBefore: settlesAt };
  // Only now is it clear that no earlier attempt took effect.
  if (calledOff) return calledOff;
  if (!(await begin())) return { kind: 'again', isUnclear };

  const added = await piper.addMember(invitee.address, role.id);
  if (added.ok) return ended({ kind: 'invited', member: added.value });
  const failure = added.error;
  const mayBeThere = mayHaveTakenEffect(failure);
  if (!mayBeThere && failure.kind !== 'conflict') return failed(failure, isUnclear);

  const relisted = await piper.membersNow();
  const found = relisted.ok ? findMember(relisted.value.members, invitee.address) : undefined;
  // They were not in the list before this attempt.
  if (found && mayBeThere) return ended({ kind: 'invited', member: found });
  if (found) return ended(foundOutcome(found, isUnclear, at));
  if (mayBeThere) return { kind: 'again', failure, isUnclear: true };
  // Piper has the address, and the list may yet show since when.
  if (isUnclear) return { kind: 'again', failure, isUnclear };
  return failed(relisted.ok ? failure : relisted.error, isUnclear);
}

const ended = (outcome: Outcome): Attempt => ({ kind: 'ended', outcome });

function failed(failure: PiperFailure, isUnclear: boolean): Attempt {
  return isTransient(failure)
    ? { kind: 'again', failure, isUnclear }
    : ended({ kind: 'failed', failure });
}

/** Where the member list can no longer be read, it stays unknown whether an earlier attempt took effect. */
export function unread(failure: PiperFailure, isUnclear: boolean): Attempt {
  return isUnclear && !isTransient(failure)
    ? ended({ kind: 'unknown', failure })
    : failed(failure, isUnclear);
}

/**
 * "Already a member" needs a list that is as new as the batch; "not a member" may come from a somewhat older one, since Piper itself
 * rejects an address that it has.
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

/** A member found after an unanswered attempt was invited by it, unless the membership is older. */
const foundOutcome = (member: Member, isUnclear: boolean, at: number): Outcome =>
  isUnclear && (member.since ?? at) >= at - limits.piperClockSkew
    ? { kind: 'invited', member }
    : { kind: 'already_member', member };

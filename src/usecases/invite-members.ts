import pLimit from 'p-limit';
import { mayHaveTakenEffect, type PiperFailure } from '../domain/failures.ts';
import type { Invitee, InviteReport, Outcome } from '../domain/invitation.ts';
import { addressKey, findMember, type Role } from '../domain/organization.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { invitation, piper as piperLimits } from '../limits.ts';
import type { PiperOrganization } from './ports.ts';

export type InviteRequest = { inviterId: string; invitees: Invitee[]; role: Role };

/**
 * Invites people and says how each invite ended. Nobody is invited twice: who is in the member list already is left
 * alone, the same address is under way only once at a time, and after an answer that is not clear the member list is
 * read before anything else happens.
 *
 * Fails as a whole, with nobody invited, when the organization or its member list cannot be read.
 */
export function createInviteMembers(deps: {
  piper: PiperOrganization;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
}) {
  const { piper, now, wait } = deps;
  const underWay = new Map<string, Promise<Outcome>>();

  return async (request: InviteRequest): Promise<Result<InviteReport, PiperFailure>> => {
    const begun = now();
    const [organization, remembered] = await Promise.all([piper.details(), piper.members()]);
    if (!organization.ok) return err(organization.error);
    if (!remembered.ok) return err(remembered.error);

    // "Already a member" is said only from a list that is as new as the request; "not a member" may be a little older,
    // since Piper itself refuses an address that it has.
    let { members, readAt } = remembered.value;
    if (readAt < begun && request.invitees.some(({ address }) => findMember(members, address))) {
      const renewed = await piper.membersNow();
      if (!renewed.ok) return err(renewed.error);
      members = renewed.value.members;
    }

    const limit = pLimit(invitation.concurrency);
    let hopeless: PiperFailure | undefined;
    const entries = request.invitees.map((invitee) =>
      limit(async () => {
        const member = findMember(members, invitee.address);
        if (member) return { invitee, outcome: { kind: 'already_member', member } as const };
        if (hopeless) return { invitee, outcome: { kind: 'failed', failure: hopeless } as const };
        const outcome = await inviteOnce(invitee.address, request.role);
        if (outcome.kind === 'failed' && concernsEverybody(outcome.failure)) {
          hopeless = outcome.failure;
        }
        return { invitee, outcome };
      }),
    );
    return ok({
      inviterId: request.inviterId,
      organization: organization.value,
      role: request.role,
      entries: await Promise.all(entries),
    });
  };

  async function inviteOnce(address: string, role: Role): Promise<Outcome> {
    const key = addressKey(address);
    const other = underWay.get(key);
    if (other) {
      const outcome = await other;
      return outcome.kind === 'invited'
        ? { kind: 'already_member', member: outcome.member }
        : outcome;
    }
    const mine = add(address, role).finally(() => underWay.delete(key));
    underWay.set(key, mine);
    return mine;
  }

  async function add(address: string, role: Role): Promise<Outcome> {
    const first = await piper.addMember(address, role.id);
    if (first.ok) return { kind: 'invited', member: first.value };
    if (first.error.kind === 'conflict')
      return settleConflict(address, first.error, 'already_member');
    if (!mayHaveTakenEffect(first.error)) return { kind: 'failed', failure: first.error };

    const settled = await settleUnclear(address, first.error);
    if (settled.kind !== 'unknown' || settled.listed === 'unread') return settled;
    if (isPerhapsUnderWay(first.error)) return settled;

    const second = await piper.addMember(address, role.id);
    if (second.ok) return { kind: 'invited', member: second.value };
    if (second.error.kind === 'conflict') return settleConflict(address, second.error, 'invited');
    if (!mayHaveTakenEffect(second.error)) return { kind: 'failed', failure: second.error };
    return settleUnclear(address, second.error);
  }

  async function settleConflict(
    address: string,
    failure: PiperFailure,
    kind: 'already_member' | 'invited',
  ): Promise<Outcome> {
    const list = await piper.membersNow();
    const member = list.ok ? findMember(list.value.members, address) : undefined;
    return member ? { kind, member } : { kind: 'failed', failure };
  }

  /** Looks into the member list, more than once: what Piper has stored may take a moment to show. */
  async function settleUnclear(address: string, failure: PiperFailure): Promise<Outcome> {
    let listed: 'absent' | 'unread' = 'unread';
    for (const pause of piperLimits.looks) {
      await wait(pause);
      const list = await piper.membersNow();
      listed = list.ok ? 'absent' : 'unread';
      const member = list.ok ? findMember(list.value.members, address) : undefined;
      if (member) return { kind: 'invited', member };
    }
    return { kind: 'unknown', listed, failure };
  }
}

/** A request whose time ran out may still be worked on, so that a second one could come on top of it. */
function isPerhapsUnderWay(failure: PiperFailure): boolean {
  return 'contact' in failure && failure.contact === 'timed_out';
}

/** Failures that the next person would meet, too. */
function concernsEverybody(failure: PiperFailure): boolean {
  switch (failure.kind) {
    case 'unauthorized':
    case 'forbidden':
    case 'not_found':
      return true;
    case 'invalid':
      return failure.fields.includes('role_id');
    default:
      return false;
  }
}

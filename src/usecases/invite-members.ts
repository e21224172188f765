import pLimit from 'p-limit';
import type { AuditEntry } from '../domain/audit.ts';
import { mayHaveTakenEffect, type PiperFailure } from '../domain/failures.ts';
import type { Invitee, InviteReport, Outcome } from '../domain/invitation.ts';
import { addressKey, findMember, type Organization, type Role } from '../domain/organization.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { invitation as limits, piper as piperLimits } from '../limits.ts';
import type { PiperOrganization } from './ports.ts';
import type { Audit, Begun, Invitations, NewInvitation } from './storage-ports.ts';

export type InviteRequest = {
  piper: PiperOrganization;
  /** Slack team ID. */
  workspace: string;
  /** Slack user ID. */
  inviterId: string;
  invitees: Invitee[];
  role: Role;
  /** From where: `command` or `form`. */
  surface: string;
  /** Under which the operator finds it in the log. */
  reference?: string | undefined;
};

/**
 * Invites people and says how each invite ended. Nobody is invited twice: who is in the member list already is left alone,
 * the same address is under way only once at a time in all processes, and after an answer that is not clear the member list
 * is read before anything else happens. Every invite is stored before it is sent, and again with its end.
 *
 * Fails as a whole, with nobody invited, when the organization or its member list cannot be read. Throws when an invite
 * cannot be stored before it is sent.
 */
export function createInviteMembers(deps: {
  invitations: Pick<Invitations, 'begin' | 'end'>;
  audit: Pick<Audit, 'append'>;
  /** Told when something that has happened cannot be stored, which must not keep people from hearing of it. */
  onUnstored: (error: unknown) => void;
  newId: () => string;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
}) {
  const { invitations, audit, onUnstored, newId, now, wait } = deps;
  const underWay = new Map<string, Promise<Outcome>>();

  return async (request: InviteRequest): Promise<Result<InviteReport, PiperFailure>> => {
    const { piper, invitees, role, inviterId } = request;
    const startedAt = now();
    const [organization, remembered] = await Promise.all([piper.details(), piper.members()]);
    if (!organization.ok) return err(organization.error);
    if (!remembered.ok) return err(remembered.error);

    // "Already a member" is said only from a list that is as new as the request; "not a member" may be a little older,
    // since Piper itself refuses an address that it has.
    let { members, readAt } = remembered.value;
    if (readAt < startedAt && invitees.some(({ address }) => findMember(members, address))) {
      const renewed = await piper.membersNow();
      if (!renewed.ok) return err(renewed.error);
      ({ members, readAt } = renewed.value);
    }

    const limit = pLimit(limits.concurrency);
    let hopeless: PiperFailure | undefined;
    const entries = invitees.map((invitee) =>
      limit(async () => {
        const attempt = { request, organization: organization.value, invitee, readAt };
        const member = findMember(members, invitee.address);
        if (member) return recorded(attempt, { kind: 'already_member', member });
        if (hopeless) return recorded(attempt, { kind: 'failed', failure: hopeless });
        const outcome = await inviteOnce(attempt);
        if (outcome.kind === 'failed' && concernsEverybody(outcome.failure)) {
          hopeless = outcome.failure;
        }
        return { invitee, outcome };
      }),
    );
    return ok({
      inviterId,
      organization: organization.value,
      role,
      entries: await Promise.all(entries),
    });
  };

  async function inviteOnce(attempt: Attempt): Promise<Outcome> {
    const key = `${attempt.organization.id} ${addressKey(attempt.invitee.address)}`;
    const other = underWay.get(key);
    if (other) {
      const outcome = await other;
      const { outcome: mine } = await recorded(
        attempt,
        outcome.kind === 'invited' ? { kind: 'already_member', member: outcome.member } : outcome,
      );
      return mine;
    }
    const mine = storeAndSend(attempt).finally(() => underWay.delete(key));
    underWay.set(key, mine);
    return mine;
  }

  async function storeAndSend(attempt: Attempt): Promise<Outcome> {
    const { request, organization, invitee, readAt } = attempt;
    const { piper, role } = request;
    const id = newId();
    const begun = await beginAfterOthers({
      id,
      workspace: request.workspace,
      organizationId: organization.id,
      ...invitee,
      roleId: role.id,
      roleName: role.name,
      inviterId: request.inviterId,
      at: now(),
    });
    if (begun.kind === 'under_way') {
      return (await recorded(attempt, { kind: 'under_way' })).outcome;
    }

    // Another process may have invited them since the list was read here.
    const isListOld =
      begun.isTakenOver || (begun.previousEndedAt ?? 0) >= readAt - limits.clockSkew;
    const outcome = isListOld
      ? await lookAndAdd(piper, invitee.address, role)
      : await add(piper, invitee.address, role);
    await store(() =>
      invitations.end(
        id,
        { state: outcome.kind, ...reasonOf(outcome), at: now() },
        entryOf(attempt, outcome),
      ),
    );
    return outcome;
  }

  async function beginAfterOthers(invitation: NewInvitation): Promise<Begun> {
    for (let looks = 1; ; looks += 1) {
      const [begun] = await invitations.begin([invitation], now() - limits.abandonedAfter);
      if (!begun) throw new Error('an invite was not stored');
      if (begun.kind === 'begun' || looks === limits.otherProcess.looks) return begun;
      await wait(limits.otherProcess.pause);
    }
  }

  /** For what needs no invitation of its own. */
  async function recorded(attempt: Attempt, outcome: Outcome) {
    await store(() => audit.append(entryOf(attempt, outcome)));
    return { invitee: attempt.invitee, outcome };
  }

  async function store(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      onUnstored(error);
    }
  }

  function entryOf({ request, organization, invitee }: Attempt, outcome: Outcome): AuditEntry {
    return {
      workspace: request.workspace,
      at: now(),
      actor: request.inviterId,
      action: 'invite',
      subject: invitee.address,
      surface: request.surface,
      outcome: outcome.kind,
      details: {
        organization: organization.id,
        role: request.role.name,
        ...('member' in outcome && { givenRole: outcome.member.roleName ?? '' }),
        ...reasonOf(outcome),
        ...(request.reference && { reference: request.reference }),
      },
    };
  }

  async function lookAndAdd(piper: PiperOrganization, address: string, role: Role): Promise<Ended> {
    const list = await piper.membersNow();
    if (!list.ok) return { kind: 'failed', failure: list.error };
    const member = findMember(list.value.members, address);
    return member ? { kind: 'already_member', member } : add(piper, address, role);
  }

  async function add(piper: PiperOrganization, address: string, role: Role): Promise<Ended> {
    const first = await piper.addMember(address, role.id);
    if (first.ok) return { kind: 'invited', member: first.value };
    if (first.error.kind === 'conflict') {
      return settleConflict(piper, address, first.error, 'already_member');
    }
    if (!mayHaveTakenEffect(first.error)) return { kind: 'failed', failure: first.error };

    const settled = await settleUnclear(piper, address, first.error);
    if (settled.kind !== 'unknown' || settled.listed === 'unread') return settled;
    if (isPerhapsUnderWay(first.error)) return settled;

    const second = await piper.addMember(address, role.id);
    if (second.ok) return { kind: 'invited', member: second.value };
    if (second.error.kind === 'conflict') {
      return settleConflict(piper, address, second.error, 'invited');
    }
    if (!mayHaveTakenEffect(second.error)) return { kind: 'failed', failure: second.error };
    return settleUnclear(piper, address, second.error);
  }

  async function settleConflict(
    piper: PiperOrganization,
    address: string,
    failure: PiperFailure,
    kind: 'already_member' | 'invited',
  ): Promise<Ended> {
    const list = await piper.membersNow();
    const member = list.ok ? findMember(list.value.members, address) : undefined;
    return member ? { kind, member } : { kind: 'failed', failure };
  }

  /** Looks into the member list, more than once: what Piper has stored may take a moment to show. */
  async function settleUnclear(
    piper: PiperOrganization,
    address: string,
    failure: PiperFailure,
  ): Promise<Ended> {
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

type Ended = Exclude<Outcome, { kind: 'under_way' }>;

type Attempt = {
  request: InviteRequest;
  organization: Organization;
  invitee: Invitee;
  /** From when the member list is that does not have the invitee, epoch milliseconds. */
  readAt: number;
};

const reasonOf = (outcome: Outcome): { reason?: string } =>
  'failure' in outcome ? { reason: outcome.failure.kind } : {};

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

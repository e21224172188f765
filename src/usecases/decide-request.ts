import { addressKey } from '../domain/address.ts';
import type { Asking } from '../domain/asking.ts';
import { namedApprovers } from '../domain/asking.ts';
import { type AuditOutcome, auditEntry } from '../domain/audit.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { Invite } from '../domain/invitation.ts';
import { type Person, whyNever } from '../domain/person.ts';
import {
  type InviteRequest,
  type NotDecided,
  type NotDecider,
  needed,
  type RequestState,
  type VoidReason,
  whyNotDecider,
} from '../domain/request.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { AuthorityOf } from './authority.ts';
import type { Authorize, Directory } from './authorize.ts';
import { buildApproval } from './build-approval.ts';
import type { Connected } from './find-connection.ts';
import type { NewBatch } from './ports/batches.ts';
import type { Requests } from './ports/requests.ts';

/** Somebody's press on a request. */
type Presser = {
  workspace: Directory & { ref: WorkspaceRef };
  requestId: string;
  /** Slack user ID. */
  by: string;
  reference?: string | undefined;
};

/** The same, to decide about it through the connection that there is. */
export type Decider = Presser & { connected: Connected };

/** What an approval led to. `counted`: another person has to approve, too. */
export type Decided = { kind: 'approved' | 'counted'; request: InviteRequest };

export type DecideRequest = ReturnType<typeof createDecideRequest>;

/**
 * Decides about requests: each press is checked anew, the right to decide, whoever asked, the rules and roles of this moment. What
 * is approved becomes an ordinary batch, in the same transaction.
 */
export function createDecideRequest(deps: {
  requests: Pick<Requests, 'find' | 'open' | 'approve' | 'end'>;
  authorize: Authorize;
  authorityOf: AuthorityOf;
  /** A request has changed. */
  onChanged: (requestId: string) => void;
  /** A batch has been placed, and is ready to be sent. */
  onPlaced: (batch: NewBatch, stored: { invitations: number; durationMs: number }) => void;
  newId: () => string;
  now: () => number;
}) {
  const { requests, authorize, authorityOf, onChanged, onPlaced, newId, now } = deps;

  /** The open request, if the person may decide about it. */
  async function open(decider: Decider): Promise<Result<InviteRequest, NotDecided>> {
    const { workspace, connected, requestId, by } = decider;
    const request = await requests.find(requestId, workspace.ref);
    if (!request) return err({ kind: 'gone' });
    if (request.state.kind !== 'open') return err({ kind: 'ended', request });
    if (request.organization.id !== connected.connection.organization.id) {
      return endedNow(decider, request, 'disconnected');
    }
    const { asking } = connected.connection.settings;
    const person = await workspace.people.findAnew(by);
    const refuse = (why: NotDecider | 'unidentified') =>
      err({ kind: 'may_not' as const, why, request, ...(asking && { asking }) });
    if (!person.ok) return refuse('unidentified');
    const why = whyNotDecider(
      request,
      {
        userId: by,
        address: person.value.address,
        isApprover: await isApprover(decider, person.value, asking),
      },
      { selfApproval: (asking?.selfApproval ?? false) && needed(request, asking) < 2 },
    );
    return why ? refuse(why) : ok(request);
  }

  /** Those named in the settings, and whoever may connect the workspace. */
  async function isApprover(
    { workspace, by }: Pick<Decider, 'workspace' | 'by'>,
    person: Person,
    asking: Asking | undefined,
  ): Promise<boolean> {
    if (whyNever(person)) return false;
    if (asking && namedApprovers(asking.approvers).includes(by)) return true;
    const groups = await Promise.all(
      (asking?.approvers.userGroupIds ?? []).map((id) => workspace.userGroups.members(id, 'new')),
    );
    // A group that can't be read has nobody in it.
    if (groups.some((group) => group.ok && group.value.includes(by))) return true;
    return (await authorize.toConnect(workspace, by)).allowed;
  }

  async function endedNow(
    decider: Decider,
    request: InviteRequest,
    why: VoidReason,
  ): Promise<Result<never, NotDecided>> {
    const state = { kind: 'void' as const, why, at: now() };
    if (await end(decider, request, state)) {
      return err({ kind: 'ended', request: { ...request, state } });
    }
    return err(await late(decider, request));
  }

  const entryOf = (
    { by, reference, workspace }: Presser,
    { id, organization }: InviteRequest,
    outcome: AuditOutcome,
    details: Record<string, string | undefined> = {},
  ) =>
    auditEntry({
      workspace: workspace.ref.teamId,
      at: now(),
      actor: by,
      action: 'decide',
      subject: id,
      surface: 'button',
      outcome,
      reference,
      details: { organization: organization.id, ...details },
    });

  async function end(
    decider: Presser,
    request: InviteRequest,
    state: Exclude<RequestState, { kind: 'open' | 'approved' }>,
  ): Promise<boolean> {
    const why = state.kind === 'void' ? state.why : undefined;
    const entry = entryOf(decider, request, state.kind, { why });
    const isEnded = await requests.end(request.id, state, entry);
    if (isEnded) onChanged(request.id);
    return isEnded;
  }

  /** Somebody else was first. */
  async function late({ workspace }: Presser, { id }: InviteRequest): Promise<NotDecided> {
    const request = await requests.find(id, workspace.ref);
    return request ? { kind: 'ended', request } : { kind: 'gone' };
  }

  /**
   * Those whom whoever asks may still have invited, and who are neither members nor invited by now; or why the request has ended
   * with that.
   */
  async function stillWanted(
    { workspace, connected }: Decider,
    { requesterId }: InviteRequest,
    invites: readonly Invite[],
  ): Promise<Result<Invite[], { void: VoidReason } | { notDecided: NotDecided }>> {
    const [requester, authority, list] = await Promise.all([
      workspace.people.findAnew(requesterId),
      authorityOf(workspace, requesterId, connected, 'new'),
      connected.piper.membersNow(),
    ]);
    const isGone = requester.ok ? whyNever(requester.value) : requester.error === 'unknown';
    if (isGone) return err({ void: 'requester_gone' });
    // Who can't be told is denied everything, which must not end the request.
    if (!requester.ok) return err({ notDecided: { kind: 'requester_unread' } });
    if (!list.ok) return err({ notDecided: { kind: 'unread', failure: list.error } });
    const allowed = invites.filter((invite) => authority.decide(invite).kind !== 'deny');
    if (allowed.length === 0) return err({ void: 'not_allowed_any_more' });
    const known = new Set(
      list.value.members.flatMap(({ address }) => (address ? [addressKey(address)] : [])),
    );
    const wanted = allowed.filter(({ invitee }) => !known.has(addressKey(invitee.address)));
    return wanted.length === 0 ? err({ void: 'satisfied' }) : ok(wanted);
  }

  return {
    /** The open request for somebody who may decide about it, such as to change it. */
    open,

    /** `changed`: the people and roles as the person wants them, of those that were asked for; `words` are for whoever asked. */
    approve: async (
      decider: Decider,
      seen: { revision: number; changed?: Invite[]; words?: string | undefined },
    ): Promise<Result<Decided, NotDecided>> => {
      const found = await open(decider);
      if (!found.ok) return found;
      const request = found.value;
      const { by, workspace, connected } = decider;
      const [wanted, authority] = await Promise.all([
        stillWanted(decider, request, seen.changed ?? request.invites),
        authorityOf(workspace, by, connected, 'new'),
      ]);
      if (!wanted.ok) {
        return 'void' in wanted.error
          ? endedNow(decider, request, wanted.error.void)
          : err(wanted.error.notDecided);
      }
      if (authority.own.kind === 'unread') {
        return err({ kind: 'unread', failure: authority.own.failure });
      }
      for (const { role } of wanted.value) {
        const reason = authority.whyTooMuch(role);
        if (reason) return err({ kind: 'above', role, reason });
      }
      const needs = needed({ invites: wanted.value }, connected.connection.settings.asking);
      // A change can bring in a role that needs two people.
      if (needs > 1 && by === request.requesterId) {
        return err({ kind: 'may_not', why: 'requester', request });
      }
      const approval = buildApproval(request, {
        revision: seen.revision,
        words: seen.words,
        by,
        at: now(),
        invites: wanted.value,
        needed: needs,
        reference: decider.reference,
        newId,
        entryOf: (outcome, details) => entryOf(decider, request, outcome, details),
      });
      const approved = await requests.approve(request.id, approval);
      if (!approved.ok) {
        switch (approved.error.kind) {
          case 'ended':
            return err(await late(decider, request));
          case 'changed':
            return err({ kind: 'changed', request });
          case 'approved_already':
            return err({ kind: 'may_not', why: 'approved_already', request });
          case 'too_many':
            return err(approved.error);
        }
      }
      onChanged(request.id);
      if (approved.value === 'approved') {
        const { batch, invitations } = approval;
        onPlaced(batch, { invitations: invitations.length, durationMs: now() - batch.at });
      }
      return ok({ kind: approved.value, request: { ...request, invites: wanted.value } });
    },

    /** `words` are for whoever asked. */
    deny: async (decider: Decider, words?: string): Promise<Result<InviteRequest, NotDecided>> => {
      const found = await open(decider);
      if (!found.ok) return found;
      const { by } = decider;
      const state = { kind: 'denied' as const, by, at: now(), ...(words && { words }) };
      return (await end(decider, found.value, state))
        ? ok({ ...found.value, state })
        : err(await late(decider, found.value));
    },

    /** The open requests that somebody asked for, or may decide about; newest first. */
    list: async (
      viewer: Pick<Decider, 'workspace' | 'connected' | 'by'>,
      limit: number,
    ): Promise<{ request: InviteRequest; mayDecide: boolean; mayCancel: boolean }[]> => {
      const { workspace, connected, by } = viewer;
      const { organization, settings } = connected.connection;
      const [person, found] = await Promise.all([
        workspace.people.findAnew(by),
        requests.open(workspace.ref, organization.id, limit),
      ]);
      if (!person.ok) return [];
      const { asking } = settings;
      const isDecider = await isApprover(viewer, person.value, asking);
      const { address } = person.value;
      return found.flatMap((request) => {
        const mayCancel = request.requesterId === by;
        const selfApproval = (asking?.selfApproval ?? false) && needed(request, asking) < 2;
        const decider = { userId: by, address, isApprover: isDecider };
        const mayDecide = whyNotDecider(request, decider, { selfApproval }) === undefined;
        return mayCancel || isDecider ? [{ request, mayDecide, mayCancel }] : [];
      });
    },

    /** By whoever asked, and whoever may connect the workspace. */
    cancel: async (decider: Presser): Promise<Result<InviteRequest, NotDecided>> => {
      const { workspace, requestId, by } = decider;
      const request = await requests.find(requestId, workspace.ref);
      if (!request) return err({ kind: 'gone' });
      if (request.state.kind !== 'open') return err({ kind: 'ended', request });
      const isAllowed =
        request.requesterId === by || (await authorize.toConnect(workspace, by)).allowed;
      if (!isAllowed) return err({ kind: 'may_not', why: 'not_approver', request });
      const state = { kind: 'cancelled' as const, by, at: now() };
      return (await end(decider, request, state))
        ? ok({ ...request, state })
        : err(await late(decider, request));
    },
  };
}

import { type AuditOutcome, auditEntry } from '../domain/audit.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { Invite } from '../domain/invitation.ts';
import {
  type InviteRequest,
  type NotDecided,
  type NotDecider,
  needed,
  ownBy,
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
import { aboveOwn, approvesBeyond, lapsedApprovers, rightToDecide } from './right-to-decide.ts';
import { stillWanted } from './still-wanted.ts';

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

/** What an approval led to; `counted`: another person has to approve, too. `lapsed`: see `InviteRequest`, of now. */
export type Decided = {
  kind: 'approved' | 'counted';
  request: InviteRequest;
  lapsed: readonly string[];
};

/** An open request, for somebody who may decide about it. */
export type Opened = {
  request: InviteRequest;
  /** IDs of roles that they may approve whatever their own role in Piper is. */
  beyondOwnRole: readonly string[];
};

export type DecideRequest = ReturnType<typeof createDecideRequest>;

/**
 * Decides about requests: each press is checked anew, the right to decide, whoever asked, the rules and roles of this moment. What
 * is approved becomes an ordinary batch, in the same transaction.
 */
export function createDecideRequest(deps: {
  requests: Pick<Requests, 'find' | 'approve' | 'end'>;
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
  async function open(decider: Decider): Promise<Result<Opened, NotDecided>> {
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
    const right = await rightToDecide(workspace, person.value, asking);
    const { address } = person.value;
    const isApprover = right.kind !== 'none';
    const why = whyNotDecider(request, { userId: by, address, isApprover }, ownBy(request, asking));
    if (why) return refuse(why);
    if (right.kind === 'groups_unread') return err(right);
    return ok({ request, beyondOwnRole: approvesBeyond(right, asking) });
  }

  async function endedNow(
    decider: Decider,
    request: InviteRequest,
    why: VoidReason,
  ): Promise<Result<never, NotDecided>> {
    const state = { kind: 'void' as const, why, at: now() };
    if (await end(decider, request, state, request.revision)) {
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
    revision?: number,
  ): Promise<boolean> {
    const why = state.kind === 'void' ? state.why : undefined;
    const entry = entryOf(decider, request, state.kind, { why });
    const isEnded = await requests.end(request.id, state, entry, revision);
    if (isEnded) onChanged(request.id);
    return isEnded;
  }

  /** Somebody else was first. */
  async function late({ workspace }: Presser, { id }: InviteRequest): Promise<NotDecided> {
    const request = await requests.find(id, workspace.ref);
    if (!request) return { kind: 'gone' };
    return { kind: request.state.kind === 'open' ? 'changed' : 'ended', request };
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
      const { request, beyondOwnRole } = found.value;
      const { by, workspace, connected } = decider;
      const approving = { workspace, connected, authorityOf };
      const [wanted, authority] = await Promise.all([
        stillWanted(approving, request, seen.changed),
        authorityOf(workspace, by, connected, 'new'),
      ]);
      if (!wanted.ok) {
        return 'void' in wanted.error
          ? endedNow(decider, request, wanted.error.void)
          : err(wanted.error.notDecided);
      }
      const above = aboveOwn(authority, wanted.value, beyondOwnRole);
      if (above) return err(above);
      const lapsed = await lapsedApprovers(approving, request, wanted.value);
      if (!lapsed.ok) return lapsed;
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
        lapsed: lapsed.value,
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
      const decided = { ...request, invites: wanted.value };
      return ok({ kind: approved.value, request: decided, lapsed: approval.lapsed });
    },

    /** `words` are for whoever asked. */
    deny: async (
      decider: Decider,
      { revision, words }: { revision: number; words?: string | undefined },
    ): Promise<Result<InviteRequest, NotDecided>> => {
      const found = await open(decider);
      if (!found.ok) return found;
      const { request } = found.value;
      const { by } = decider;
      const state = { kind: 'denied' as const, by, at: now(), ...(words && { words }) };
      return (await end(decider, request, state, revision))
        ? ok({ ...request, state })
        : err(await late(decider, request));
    },

    /** By whoever asked, and whoever may connect the workspace; however it was changed meanwhile, since nothing is sent. */
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

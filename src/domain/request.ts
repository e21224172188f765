import { addressKey } from './address.ts';
import { type Asking, approvalsNeeded } from './asking.ts';
import type { AuditSurface } from './audit.ts';
import type { WorkspaceRef } from './connection.ts';
import type { PiperFailure } from './failures.ts';
import type { Invite, PostedMessage, TooMany } from './invitation.ts';
import type { Organization, Role } from './organization.ts';
import type { Reason, Untold } from './reasons.ts';

/** Why a request ended though nobody decided about it. */
export const voidReasons = [
  /** Everybody in it is a member, or invited, by now. */
  'satisfied',
  'not_allowed_any_more',
  'disconnected',
  'requester_gone',
] as const;
export type VoidReason = (typeof voidReasons)[number];

/** Somebody's yes to a request, with the roles and people as they were then; epoch milliseconds. */
type Approval = { by: string; at: number };

/** Where a request stands; `by` is a Slack user ID, `at` in epoch milliseconds. */
export type RequestState =
  | { kind: 'open' }
  /** Approved is not invited: what Piper says of it is with the batch that it became. */
  | { kind: 'approved'; at: number; words?: string }
  | { kind: 'denied'; by: string; at: number; words?: string }
  | { kind: 'cancelled'; by: string; at: number }
  | { kind: 'expired'; at: number }
  | { kind: 'void'; why: VoidReason; at: number };

/** Somebody who is asked for, with the role that they get if it is approved; `askedRole` is what was asked for, where that is another one. */
export type RequestedInvite = Invite & { askedRole?: Role };

/** What somebody asks to have done: the invites that need approval. Times are epoch milliseconds. */
export type InviteRequest = {
  id: string;
  workspace: WorkspaceRef;
  organization: Organization;
  /** Slack user ID. */
  requesterId: string;
  /** Why, in the words of whoever asks. Read by those who decide, and not in the confirmation. */
  reason: string;
  invites: RequestedInvite[];
  /** Those whom somebody who decided left out, or whom nobody need, or may, invite any more. */
  leftOut: RequestedInvite[];
  /** Where the confirmation will go. */
  channel: string;
  /** Shown with the confirmation. */
  note?: string;
  surface: AuditSurface;
  /** Identifies the request from Slack in the log. */
  reference?: string;
  at: number;
  expiresAt: number;
  state: RequestState;
  /** Grows when somebody changes its roles or people. */
  revision: number;
  approvals: Approval[];
  /** Slack user IDs of those whose approval no longer counts, since they may not decide any more. */
  lapsed: string[];
  /** Slack user ID of whoever changed the roles or left people out, if anybody did. */
  changedBy?: string;
  /** The messages to those who decide. */
  posted: PostedMessage[];
  /** The batch that it became. */
  batchId?: string;
};

/** A request, and what somebody who sees it may do about it. */
export type SeenRequest = { request: InviteRequest; mayDecide: boolean; mayCancel: boolean };

/** Why somebody may not decide about a request. */
export type NotDecider = 'not_approver' | 'requester' | 'invitee' | 'approved_already';

/** Whether somebody may approve or deny a request. */
export function whyNotDecider(
  { requesterId, invites, approvals }: Pick<InviteRequest, 'requesterId' | 'invites' | 'approvals'>,
  decider: { userId: string; address?: string | undefined; isApprover: boolean },
  { selfApproval }: Pick<Asking, 'selfApproval'>,
): NotDecider | undefined {
  const { userId, address, isApprover } = decider;
  if (requesterId === userId && !selfApproval) return 'requester';
  const isInvitee = invites.some(
    ({ invitee }) =>
      invitee.userId === userId ||
      (address !== undefined && addressKey(invitee.address) === addressKey(address)),
  );
  if (isInvitee) return 'invitee';
  if (!isApprover) return 'not_approver';
  return approvals.some(({ by }) => by === userId) ? 'approved_already' : undefined;
}

/** An address that somebody has asked for already, and that waits for a decision. */
export type AskedAlready = {
  address: string;
  request: Pick<InviteRequest, 'id' | 'workspace' | 'requesterId' | 'at' | 'expiresAt'>;
};

/** Why a request was not stored. */
export type AskProblem =
  | { kind: 'asked_already'; asked: AskedAlready[] }
  /** The person has too many open requests in the organization. */
  | { kind: 'too_many'; open: number };

/** The same before anything is stored; `denied_lately` where the person asked for these addresses a moment ago. */
export type NotAsked = AskProblem | { kind: 'denied_lately'; addresses: string[] };

/** Why nothing was decided. */
export type NotDecided =
  | { kind: 'gone' }
  /** It has ended, before or at this moment, as `request.state` says. */
  | { kind: 'ended'; request: InviteRequest }
  | { kind: 'may_not'; why: NotDecider | 'unidentified'; request: InviteRequest; asking?: Asking }
  /** Whoever decides may not give this role themselves. */
  | { kind: 'above'; role: Role; reason: Reason }
  /** Piper doesn't tell what they may give. */
  | { kind: 'unread'; failure: PiperFailure }
  | Extract<Untold, { kind: 'groups_unread' }>
  /** Slack doesn't tell who somebody is that has approved it. */
  | { kind: 'approver_unread'; userId: string }
  /** Slack doesn't tell whether whoever asked is still a full member. */
  | { kind: 'requester_unread' }
  /** Somebody has changed it since they saw it. */
  | { kind: 'changed'; request: InviteRequest }
  /** Nobody whom they didn't leave out may be invited, or has yet to be. */
  | { kind: 'nobody_left' }
  /** Whoever asked has too many invites under way. */
  | { kind: 'too_many'; tooMany: TooMany };

/** How many people have to approve a request. */
export const needed = (
  { invites }: Pick<InviteRequest, 'invites'>,
  asking: Asking | undefined,
): 1 | 2 =>
  approvalsNeeded(
    invites.map(({ role }) => role),
    asking,
  );

/** Whether whoever asked may decide about it, if they may about others': never as one of two. */
export const ownBy = (request: InviteRequest, asking: Asking | undefined) => ({
  selfApproval: (asking?.selfApproval ?? false) && needed(request, asking) < 2,
});

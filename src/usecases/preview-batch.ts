import type { PiperFailure } from '../domain/failures.ts';
import type { Invite, Invitee } from '../domain/invitation.ts';
import { findMember, type Member } from '../domain/organization.ts';
import type { Reason } from '../domain/reasons.ts';
import { batch as limits } from '../limits.ts';
import type { Authority } from './authority.ts';
import type { PiperOrganization } from './ports/piper.ts';
import type { BatchPreview, PreviewStore } from './ports/previews.ts';
import type { NeedingApproval, PreparedInvites } from './prepare-invites.ts';

/** What would happen if invitations were sent now. */
export type Review = {
  /** People who are not in the member list, may be invited at once, and whom the quota leaves room for. */
  fresh: Invite[];
  /** Those who are not in it either, and need approval. */
  approvals: NeedingApproval[];
  /** Those whom the quota leaves no room for, if there are any, and its number. */
  overQuota?: { invitees: Invitee[]; limit: number };
  members: { invitee: Invitee; member: Member }[];
  /** Already invited, but not joined yet. */
  pending: { invitee: Invitee; member: Member }[];
  /** Whether somebody may have this sent is decided when Piper answers again. */
  isUndecided?: true;
  /** Why the member list could not be read; everybody then counts as `fresh`. */
  failure?: PiperFailure;
};

/** Whose preview it is, and what will be submitted besides the people. */
export type PreviewOf = { id: string; teamId: string; userId: string } & Omit<
  BatchPreview,
  'invitations' | 'approvals'
>;

export type PreviewBatch = ReturnType<typeof createPreviewBatch>;

/**
 * Looks people up in Piper's member list, and stores those who are not in it for a while, as far as the quota goes, since a modal has no room for them. The
 * result is only for display: sending an invite checks again.
 */
export function createPreviewBatch(deps: { previews: PreviewStore; now: () => number }) {
  const { previews, now } = deps;
  return async (
    piper: Pick<PiperOrganization, 'members'>,
    { decideNew }: Pick<Authority, 'decideNew'>,
    prepared: Pick<PreparedInvites, 'invitations' | 'approvals'>,
    { id, teamId, userId, ...rest }: PreviewOf,
  ): Promise<Review> => {
    const reviewed = await review(piper, prepared);
    const found = withDecisions(reviewed, await decideNew(reviewed.fresh));
    const approvals = found.approvals.flatMap(({ invites }) => invites);
    if (found.fresh.length + approvals.length > 0) {
      await previews.save({
        id,
        teamId,
        userId,
        preview: { ...rest, invitations: found.fresh, approvals },
        expiresAt: now() + limits.previewTtl,
      });
    }
    return found;
  };
}

async function review(
  piper: Pick<PiperOrganization, 'members'>,
  { invitations, approvals }: Pick<PreparedInvites, 'invitations' | 'approvals'>,
): Promise<Review> {
  const found: Review = { fresh: [], approvals: [], members: [], pending: [] };
  const list = await piper.members();
  if (!list.ok) {
    return { ...found, fresh: [...invitations], approvals: [...approvals], failure: list.error };
  }
  const { members } = list.value;
  const isFresh = ({ invitee }: Invite): boolean => {
    const member = findMember(members, invitee.address);
    if (member) {
      found[member.status.kind === 'pending' ? 'pending' : 'members'].push({ invitee, member });
    }
    return member === undefined;
  };
  found.fresh = invitations.filter(isFresh);
  found.approvals = approvals
    .map((needing) => ({ ...needing, invites: needing.invites.filter(isFresh) }))
    .filter(({ invites }) => invites.length > 0);
  return found;
}

/**
 * Takes out those of whom a decision says that they are more than the quota, or need approval for that, and notes where there is no
 * decision yet.
 */
function withDecisions(
  found: Review,
  decisions: Awaited<ReturnType<Authority['decideNew']>>,
): Review {
  const fresh: Invite[] = [];
  const invitees: Invitee[] = [];
  const overQuota = new Map<string, NeedingApproval>();
  let limit = 0;
  for (const [at, invite] of found.fresh.entries()) {
    const decision = decisions[at];
    const reasons = decision && 'reasons' in decision ? decision.reasons : [];
    const over = reasons.find((reason) => reason.kind === 'quota');
    if (!over) fresh.push(invite);
    else if (decision?.kind === 'approval') {
      const alike = overQuota.get(invite.role.id);
      if (alike) alike.invites.push(invite);
      else overQuota.set(invite.role.id, needing(invite, reasons));
    } else {
      invitees.push(invite.invitee);
      limit = over.limit;
    }
  }
  return {
    ...found,
    fresh,
    approvals: [...found.approvals, ...overQuota.values()],
    ...(invitees.length > 0 && { overQuota: { invitees, limit } }),
    ...(decisions.some(({ kind }) => kind === 'undecided') && { isUndecided: true }),
  };
}

const needing = (invite: Invite, reasons: Reason[]): NeedingApproval => ({
  role: invite.role,
  invites: [invite],
  why: { reasons, organization: '' },
});

import { addressKey } from '../domain/address.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Invite, Invitee } from '../domain/invitation.ts';
import type { Member } from '../domain/organization.ts';
import { batch as limits } from '../limits.ts';
import type { Authority } from './authority.ts';
import type { PiperOrganization } from './ports/piper.ts';
import type { BatchPreview, PreviewStore } from './ports/previews.ts';

/** What would happen if invitations were sent now. */
export type Review = {
  /** People who are not in the member list, and whom the quota leaves room for. */
  fresh: Invite[];
  /** Those whom it leaves none for, if there are any, and the quota's number. */
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
  'invitations'
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
    invitations: readonly Invite[],
    { id, teamId, userId, ...rest }: PreviewOf,
  ): Promise<Review> => {
    const reviewed = await review(piper, invitations);
    const found = withDecisions(reviewed, await decideNew(reviewed.fresh));
    if (found.fresh.length > 0) {
      await previews.save({
        id,
        teamId,
        userId,
        preview: { ...rest, invitations: found.fresh },
        expiresAt: now() + limits.previewTtl,
      });
    }
    return found;
  };
}

async function review(
  piper: Pick<PiperOrganization, 'members'>,
  invitations: readonly Invite[],
): Promise<Review> {
  const found: Review = { fresh: [], members: [], pending: [] };
  const list = await piper.members();
  if (!list.ok) return { ...found, fresh: [...invitations], failure: list.error };
  const known = new Map(
    list.value.members.flatMap((member) =>
      member.address ? [[addressKey(member.address), member] as const] : [],
    ),
  );
  for (const invitation of invitations) {
    const { invitee } = invitation;
    const member = known.get(addressKey(invitee.address));
    if (!member) found.fresh.push(invitation);
    else found[member.status.kind === 'pending' ? 'pending' : 'members'].push({ invitee, member });
  }
  return found;
}

/** Takes out those of whom a decision says that they are more than the quota, and notes where there is no decision yet. */
function withDecisions(
  found: Review,
  decisions: Awaited<ReturnType<Authority['decideNew']>>,
): Review {
  const fresh: Invite[] = [];
  const invitees: Invitee[] = [];
  let limit = 0;
  for (const [at, invite] of found.fresh.entries()) {
    const decision = decisions[at];
    const reasons = decision && 'reasons' in decision ? decision.reasons : [];
    const over = reasons.find((reason) => reason.kind === 'quota');
    if (over) {
      invitees.push(invite.invitee);
      limit = over.limit;
    } else fresh.push(invite);
  }
  return {
    ...found,
    fresh,
    ...(invitees.length > 0 && { overQuota: { invitees, limit } }),
    ...(decisions.some(({ kind }) => kind === 'undecided') && { isUndecided: true }),
  };
}

import type { PiperFailure } from '../domain/failures.ts';
import type { Invitee } from '../domain/invitation.ts';
import { addressKey, type Member } from '../domain/organization.ts';
import { invitation as limits } from '../limits.ts';
import type { PiperOrganization } from './ports/piper.ts';
import type { BatchPreview, PreviewStore } from './ports/previews.ts';
import type { PreparedInvite } from './prepare-invites.ts';

/** What would become of invitations if they were sent now. */
export type Review = {
  /** Whom Piper does not know yet. */
  fresh: PreparedInvite[];
  members: { invitee: Invitee; member: Member }[];
  /** Invited before, and not joined yet. */
  pending: { invitee: Invitee; member: Member }[];
  /** Why Piper's member list could not be read; everybody is taken for new then. */
  failure?: PiperFailure;
};

/** Whose preview it is, and what is sent of it besides the people. `id` names it; nobody but its author finds it again. */
export type PreviewOf = { id: string; teamId: string; userId: string } & Omit<
  BatchPreview,
  'invitations'
>;

export type PreviewBatch = ReturnType<typeof createPreviewBatch>;

/**
 * Looks people up in Piper's member list, and keeps for a while whom it does not know, since a modal has no room for them. What
 * the list says is for people to see: sending an invite looks again.
 */
export function createPreviewBatch(deps: { previews: PreviewStore; now: () => number }) {
  const { previews, now } = deps;
  return async (
    piper: Pick<PiperOrganization, 'members'>,
    invitations: readonly PreparedInvite[],
    { id, teamId, userId, ...rest }: PreviewOf,
  ): Promise<Review> => {
    const found = await review(piper, invitations);
    if (found.fresh.length > 0) {
      await previews.save({
        id,
        teamId,
        userId,
        preview: { ...rest, invitations: found.fresh },
        expiresAt: now() + limits.previewAge,
      });
    }
    return found;
  };
}

async function review(
  piper: Pick<PiperOrganization, 'members'>,
  invitations: readonly PreparedInvite[],
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

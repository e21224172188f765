import type { PiperFailure } from '../domain/failures.ts';
import type { Invitee } from '../domain/invitation.ts';
import { addressKey, type Member } from '../domain/organization.ts';
import type { PiperOrganization } from './ports/outside.ts';
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

/** Looks people up in Piper's member list. What it says is for people to see: sending an invite looks again. */
export async function previewBatch(
  piper: Pick<PiperOrganization, 'members'>,
  invitations: readonly PreparedInvite[],
): Promise<Review> {
  const review: Review = { fresh: [], members: [], pending: [] };
  const list = await piper.members();
  if (!list.ok) return { ...review, fresh: [...invitations], failure: list.error };
  const known = new Map(
    list.value.members.flatMap((member) =>
      member.address ? [[addressKey(member.address), member] as const] : [],
    ),
  );
  for (const invitation of invitations) {
    const { invitee } = invitation;
    const member = known.get(addressKey(invitee.address));
    if (!member) review.fresh.push(invitation);
    else review[member.status.kind === 'pending' ? 'pending' : 'members'].push({ invitee, member });
  }
  return review;
}

import type { ModalView } from '@slack/types';
import type { Audience } from '../../domain/invitation.ts';
import type { GroupCount } from '../../domain/invite-input.ts';
import type { PreparedInvites } from '../../usecases/prepare-invites.ts';
import { previewModal } from '../../views/preview-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { Workspace } from '../workspace.ts';

/** What a preview shows, and what is sent from it. */
export type Previewed = {
  /** Under which it is stored. */
  id: string;
  userId: string;
  audience: Audience;
  note?: string | undefined;
  invites: PreparedInvites;
  groups: readonly GroupCount[];
  /** How many duplicates were typed. */
  repeated: number;
  /** Why they are to be invited, where the form asked for it. */
  reason?: string | undefined;
  /** No form is behind it. */
  isAlone?: boolean;
};

/** Looks up what sending the invites would do, stores those that would be sent, and shows it. */
export async function showPreview(
  { previewBatch, log }: ListenerDeps,
  workspace: Workspace,
  { connection: { organization, settings }, piper, authority }: Inviter,
  { id, userId, audience, note, invites, groups, repeated, reason, isAlone = false }: Previewed,
): Promise<ModalView> {
  const review = await previewBatch(piper, await authority('recent'), invites, {
    id,
    teamId: workspace.ref.teamId,
    userId,
    organizationId: organization.id,
    audience,
    ...(note && { note }),
  });
  if (review.failure)
    log.warn({ failure: review.failure }, 'member list could not be read for a preview');
  return previewModal(
    id,
    {
      ...review,
      approvers: settings.asking?.approvers,
      reason,
      isListRead: review.failure === undefined,
      organization,
      groups,
      leftOut: invites.leftOut,
      problems: invites.problems,
      repeated: repeated + invites.repeated,
    },
    { isAlone },
  );
}

import type { FoundInvitation } from '../domain/invitation.ts';
import { invitationList } from '../limits.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';

/** A page of the invites that are pending or waiting to be sent, newest first. `offset` counts from 0. */
export type InvitePage = { invitations: FoundInvitation[]; offset: number; total: number };

/** Reads the page that begins at `offset`, or the last page if the list has become shorter. */
export async function listOpenInvites(
  invitationQueries: Pick<InvitationQueries, 'open'>,
  organizationId: string,
  offset: number,
): Promise<InvitePage> {
  const page = async (from: number): Promise<InvitePage> => ({
    ...(await invitationQueries.open(organizationId, {
      offset: from,
      limit: invitationList.pageSize,
    })),
    offset: from,
  });
  const requested = await page(offset);
  const last =
    Math.max(0, Math.ceil(requested.total / invitationList.pageSize) - 1) * invitationList.pageSize;
  return offset > last ? page(last) : requested;
}

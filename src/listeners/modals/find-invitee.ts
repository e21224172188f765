import type { Invitee } from '../../domain/invitation.ts';
import type { Organization } from '../../domain/organization.ts';
import type { PersonRef } from '../../domain/people-list.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { lookup, role } from '../../text/index.ts';
import { findInvitee } from '../../usecases/find-invitee.ts';
import { type Message, sentences } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';

/** Finds whose role is meant, in the organization that the workspace is connected to, or why nobody is. */
export type FindWhom = (connectedTo: Organization) => Promise<Invitee | { denial: Message }>;

/** Somebody who was named in the command. */
export const inviteeNamed =
  ({ people }: Workspace, who: PersonRef): FindWhom =>
  async () => {
    const invitee = await findInvitee(people, who);
    if (invitee.ok) return invitee.value;
    const { kind, userId } = invitee.error;
    return { denial: sentences([lookup.noInvitee(kind, userId)]) };
  };

/** Somebody who stands in an order of this workspace. */
export const inviteeOfBatch =
  (
    { batches }: Pick<ListenerDeps, 'batches'>,
    { ref }: Workspace,
    { batchId, position }: { batchId: string; position: number },
  ): FindWhom =>
  async (connectedTo) => {
    const found = await batches.find(batchId);
    const entry = found?.report.entries[position];
    if (!found || !entry || found.batch.workspace.teamId !== ref.teamId) {
      return { denial: sentences([role.gone]) };
    }
    return found.batch.organization.id === connectedTo.id
      ? entry.invitee
      : { denial: sentences([role.otherOrganization(connectedTo.name)]) };
  };

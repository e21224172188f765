import type { Invitee } from '../../domain/invitation.ts';
import type { Organization } from '../../domain/organization.ts';
import type { Named } from '../../domain/people-list.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { lookUp, role } from '../../text/index.ts';
import { findInvitee } from '../../usecases/find-invitee.ts';
import { type Message, sentences } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';

/** Finds whose role is meant, in the organization that the workspace is connected to, or why nobody is. */
export type FindWhom = (connectedTo: Organization) => Promise<Invitee | { refusal: Message }>;

/** Somebody who was named in the command. */
export const inviteeNamed =
  ({ people }: Workspace, who: Named): FindWhom =>
  async () => {
    const invitee = await findInvitee(people, who);
    if (invitee.ok) return invitee.value;
    const { kind, userId } = invitee.error;
    return { refusal: sentences([lookUp.noInvitee(kind, userId)]) };
  };

/** Somebody who stands in an order of this workspace. */
export const inviteeOfOrder =
  (
    { orders }: Pick<ListenerDeps, 'orders'>,
    { ref }: Workspace,
    { orderId, position }: { orderId: string; position: number },
  ): FindWhom =>
  async (connectedTo) => {
    const found = await orders.find(orderId);
    const entry = found?.report.entries[position];
    if (!found || !entry || found.order.workspace.teamId !== ref.teamId) {
      return { refusal: sentences([role.gone]) };
    }
    return found.order.organization.id === connectedTo.id
      ? entry.invitee
      : { refusal: sentences([role.otherOrganization(connectedTo.name)]) };
  };

import type { Invitee } from '../../domain/invitation.ts';
import type { Organization } from '../../domain/organization.ts';
import type { PersonRef } from '../../domain/people-list.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { lookup, role } from '../../text/index.ts';
import { findInvitee } from '../../usecases/find-invitee.ts';
import { type Message, textMessage } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';

/** Finds a person in the organization that the workspace is connected to, or returns the message that says why not. */
export type FindInvitee = (connectedTo: Organization) => Promise<Result<Invitee, Message>>;

/** Finds somebody named in the command. */
export const inviteeNamed =
  ({ people }: Workspace, who: PersonRef): FindInvitee =>
  async () => {
    const invitee = await findInvitee(people, who);
    if (invitee.ok) return invitee;
    const { kind, userId } = invitee.error;
    return err(textMessage([lookup.noInvitee(kind, userId)]));
  };

/** Finds somebody by their position in one of this workspace's batches. */
export const inviteeOfBatch =
  (
    { batches }: Pick<ListenerDeps, 'batches'>,
    { ref }: Workspace,
    { batchId, position }: { batchId: string; position: number },
  ): FindInvitee =>
  async (connectedTo) => {
    const found = await batches.find(batchId, ref);
    const entry = found?.report.entries[position];
    if (!found || !entry) return err(textMessage([role.gone]));
    return found.batch.organization.id === connectedTo.id
      ? ok(entry.invitee)
      : err(textMessage([role.otherOrganization(connectedTo.name)]));
  };

/** Finds somebody by their invitation to the organization. */
export const inviteeOfInvitation =
  ({ invitationQueries }: Pick<ListenerDeps, 'invitationQueries'>, id: string): FindInvitee =>
  async (connectedTo) => {
    const found = await invitationQueries.find(connectedTo.id, id);
    return found ? ok(found.invitee) : err(textMessage([role.gone]));
  };

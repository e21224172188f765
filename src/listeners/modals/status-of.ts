import { findMember } from '../../domain/organization.ts';
import { ok } from '../../domain/result.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { remedyAfter } from '../../usecases/token-remedy.ts';
import { personStatusMessage } from '../../views/lookup.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';
import type { FindInvitee } from './find-invitee.ts';

/** Whether somebody is in Piper now, and what became of their latest invite; for whoever has this Slack user ID. */
export async function statusOf(
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
  connected: Connected,
  find: FindInvitee,
): Promise<Message> {
  const { connection, piper } = connected;
  const { organization } = connection;
  const invitee = await find(organization);
  if (!invitee.ok) return invitee.error;
  const { address } = invitee.value;
  const members = await piper.membersNow();
  if (members.ok) await deps.noteMembers(organization.id, members.value, address);
  else deps.log.warn({ failure: members.error }, 'member list could not be read');
  const failure = members.ok ? undefined : members.error;
  return personStatusMessage({
    reader: workspace.ref,
    organization,
    invitee: invitee.value,
    member: members.ok ? ok(findMember(members.value.members, address)) : members,
    invitations: await deps.invitationQueries.latest(organization.id, address),
    token: await remedyAfter(failure, workspace, userId, connected),
  });
}

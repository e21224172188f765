import { findMember } from '../../domain/organization.ts';
import { ok } from '../../domain/result.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { personStatusMessage } from '../../views/lookup.ts';
import type { Message } from '../../views/message.ts';
import type { Guard } from '../guards/guard.ts';
import { inviteeNamed } from '../modals/find-invitee.ts';
import type { CommandIntent } from '../payloads/command-text.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

/** `/piper-invite status WHO`: whether somebody is in Piper now, and what became of their latest invite. */
export const personStatus =
  (guard: Guard<Connected>): Subcommand<'status_of'> =>
  async (request, { who }) => {
    const { workspace, command, ack } = request;
    await ack();
    return workspace.messenger.tell(command, await statusOf(request, guard, who));
  };

async function statusOf(
  { deps, workspace, command }: CommandRequest,
  guard: Guard<Connected>,
  who: Extract<CommandIntent, { kind: 'status_of' }>['who'],
): Promise<Message> {
  const found = await guard(deps, workspace, command.userId);
  if (!found.ok) return found.error;
  const { organization } = found.value.connection;
  const invitee = await inviteeNamed(workspace, who)(organization);
  if (!invitee.ok) return invitee.error;
  const { address } = invitee.value;
  const members = await found.value.piper.membersNow();
  if (members.ok) await deps.noteMembers(organization.id, members.value, address);
  else deps.log.warn({ failure: members.error }, 'member list could not be read');
  return personStatusMessage({
    reader: workspace.ref,
    organization,
    invitee: invitee.value,
    member: members.ok ? ok(findMember(members.value.members, address)) : members,
    invitations: await deps.invitationQueries.latest(organization.id, address),
  });
}

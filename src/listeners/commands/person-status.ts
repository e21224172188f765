import { findMember } from '../../domain/organization.ts';
import type { PersonRef } from '../../domain/people-list.ts';
import { ok } from '../../domain/result.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { lookup } from '../../text/index.ts';
import { findInvitee } from '../../usecases/find-invitee.ts';
import { personStatusMessage } from '../../views/lookup.ts';
import { sentences } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import { connectionForInviter } from '../guards/require-inviter.ts';
import type { CommandPayload } from '../payloads/invite-form.ts';
import { organizationOf } from '../submit-batch.ts';

/** Tells what is known of one person: how they stand in Piper now, and what became of their newest invite. */
export async function tellStatusOf(
  deps: ListenerDeps,
  workspace: Workspace,
  command: CommandPayload,
  who: PersonRef,
): Promise<void> {
  const { messenger, people, ref } = workspace;
  const found = await connectionForInviter(deps, workspace, command.userId, { isReading: true });
  if ('denial' in found) return messenger.tell(command, found.denial);
  const invitee = await findInvitee(people, who);
  if (!invitee.ok) {
    const { kind, userId } = invitee.error;
    return messenger.tell(command, sentences([lookup.noInvitee(kind, userId)]));
  }
  const { address } = invitee.value;
  const [organization, list, latest] = await Promise.all([
    organizationOf(found),
    found.piper.membersNow(),
    deps.invitationQueries.latest(found.connection.organization.id, address),
  ]);
  if (!list.ok) deps.log.warn({ failure: list.error }, 'the member list cannot be read');
  return messenger.tell(
    command,
    personStatusMessage({
      reader: ref,
      organization,
      invitee: invitee.value,
      member: list.ok ? ok(findMember(list.value.members, address)) : list,
      latest,
    }),
  );
}

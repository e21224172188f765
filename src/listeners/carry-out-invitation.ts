import { slack } from '../limits.ts';
import { currentReference } from '../reference.ts';
import type { Destination } from '../slack/messenger.ts';
import { outcome, trouble } from '../text.ts';
import type { Connected } from '../usecases/find-connection.ts';
import type { PreparedInvitation } from '../usecases/prepare-invitation.ts';
import { inviteConfirmation } from '../views/invite-confirmation.ts';
import { inviteProblems } from '../views/invite-problems.ts';
import { sentences } from '../views/message.ts';
import { within } from '../within.ts';
import type { Workspace } from '../workspaces.ts';
import type { ListenerDeps } from './deps.ts';

/** What somebody asked for, and where they hear of it. */
export type Order = PreparedInvitation & {
  surface: 'command' | 'form';
  /** Where the confirmation goes. */
  announceIn: Destination;
  /** Where the inviter hears what concerns nobody else. */
  tellAt: Omit<Destination, 'channel'>;
  note?: string | undefined;
};

/** Sends the invites, then tells the conversation what Piper answered, and the inviter alone what did not work. */
export async function carryOutInvitation(
  { inviteMembers, now, log }: ListenerDeps,
  { ref, messenger }: Workspace,
  { piper }: Connected,
  { invitees, role, surface, announceIn, tellAt, note }: Order,
): Promise<void> {
  const inviterId = tellAt.userId;
  const reference = currentReference();

  const work = inviteMembers({
    piper,
    workspace: ref.teamId,
    inviterId,
    invitees,
    role,
    surface,
    reference,
  });
  if (tellAt.responseUrl && !(await within(slack.silence, work))) {
    await messenger.tell(tellAt, sentences([trouble.stillWorking]));
  }
  const invited = await work;
  if (!invited.ok) {
    log.error({ failure: invited.error }, 'nobody was invited');
    return messenger.tell(tellAt, sentences([outcome.nobody(invited.error)], reference));
  }

  const report = invited.value;
  for (const { outcome: ended } of report.entries) {
    if ('failure' in ended)
      log.warn({ outcome: ended.kind, failure: ended.failure }, 'an invite failed');
    else if ('member' in ended)
      log.info({ outcome: ended.kind, userId: ended.member.userId, inviterId }, 'an invite ended');
    else log.warn({ outcome: ended.kind, inviterId }, 'an invite of somebody else did not end');
  }

  const confirmation = inviteConfirmation({ report, at: now(), ...(note && { note }) });
  const problems = inviteProblems(report, reference);
  await Promise.all([
    confirmation && messenger.announce(announceIn, confirmation),
    problems && messenger.tell(tellAt, problems),
  ]);
}

import { slack } from '../limits.ts';
import { currentReference } from '../reference.ts';
import type { Destination } from '../slack/messenger.ts';
import { outcome, trouble } from '../text.ts';
import type { PreparedInvitation } from '../usecases/prepare-invitation.ts';
import { inviteConfirmation } from '../views/invite-confirmation.ts';
import { inviteProblems } from '../views/invite-problems.ts';
import { sentences } from '../views/message.ts';
import { within } from '../within.ts';
import type { ListenerDeps } from './deps.ts';

/** Sends the invites, then tells the conversation what Piper answered, and the inviter alone what did not work. */
export async function carryOutInvitation(
  deps: Pick<ListenerDeps, 'inviteMembers' | 'messenger' | 'now' | 'log'>,
  { invitees, role }: PreparedInvitation,
  destination: Destination,
  note?: string,
): Promise<void> {
  const { inviteMembers, messenger, now, log } = deps;
  const inviterId = destination.userId;
  const reference = currentReference();

  const work = inviteMembers({ inviterId, invitees, role });
  if (destination.responseUrl && !(await within(slack.silence, work))) {
    await messenger.tell(destination, sentences([trouble.stillWorking]));
  }
  const invited = await work;
  if (!invited.ok) {
    log.error({ failure: invited.error }, 'nobody was invited');
    return messenger.tell(destination, sentences([outcome.nobody(invited.error)], reference));
  }

  const report = invited.value;
  for (const { outcome: ended } of report.entries) {
    if ('failure' in ended)
      log.warn({ outcome: ended.kind, failure: ended.failure }, 'an invite failed');
    else
      log.info({ outcome: ended.kind, userId: ended.member.userId, inviterId }, 'an invite ended');
  }

  const confirmation = inviteConfirmation({ report, at: now(), ...(note && { note }) });
  const problems = inviteProblems(report, reference);
  await Promise.all([
    confirmation && messenger.announce(destination, confirmation),
    problems && messenger.tell(destination, problems),
  ]);
}

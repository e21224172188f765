import { slack } from '../../limits.ts';
import { problemMrkdwn } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { prepareInvites } from '../../usecases/prepare-invites.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { type Message, textMessage } from '../../views/message.ts';
import type { Guard } from '../guards/guard.ts';
import type { CommandIntent } from '../payloads/command-text.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

type InviteIntent = Extract<CommandIntent, { kind: 'invite' }>;

/** `/piper-invite WHO as ROLE`: invites immediately. Acknowledged once the batch is stored, or when Slack is about to time out. */
export const invite =
  (guard: Guard<Connected>): Subcommand<'invite'> =>
  async (request, intent) => {
    const { workspace, command, ack } = request;
    const work = submit(request, intent, guard);
    await withTimeout(work, slack.lookupBeforeAnswer);
    await ack();
    const message = await work;
    if (message) await workspace.messenger.tell(command, message);
  };

/** Submits the batch, or returns the message that says why it was not submitted. */
async function submit(
  { deps, workspace, command }: CommandRequest,
  { people, role }: InviteIntent,
  guard: Guard<Connected>,
): Promise<Message | undefined> {
  const found = await guard(deps, workspace, command.userId);
  if (!found.ok) return found.error;
  const { connection, piper } = found.value;
  const { organization, settings } = connection;
  const { invitations, problems } = await prepareInvites(
    { people: workspace.people, piper, settings },
    { people, leftovers: [], role: { typed: role } },
  );
  if (problems.length > 0) {
    const texts = problems.map(problemMrkdwn);
    const unread = problems.find(({ kind }) => kind === 'unreadable');
    if (unread) deps.log.error({ problem: unread }, 'role could not be looked up');
    return textMessage(texts, unread && currentReference());
  }

  const { channel = command.channel } = settings;
  await deps.submitBatch({
    submission: command.triggerId,
    surface: 'command',
    workspace: workspace.ref,
    organization,
    inviterId: command.userId,
    invites: invitations,
    audience: {
      channel,
      inviterUrl: command.responseUrl,
      // The response URL reaches where the command was typed, which may not be where confirmations go.
      ...(channel === command.channel && { channelUrl: command.responseUrl }),
    },
    reference: currentReference(),
  });
  return undefined;
}

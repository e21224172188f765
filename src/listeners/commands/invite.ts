import { isTokenRefused } from '../../domain/failures.ts';
import type { Audience } from '../../domain/invitation.ts';
import { mustBeMended } from '../../domain/invite-input.ts';
import { invitableRoles } from '../../domain/policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { batch, slack } from '../../limits.ts';
import { form, preview } from '../../text/index.ts';
import { invitableBy } from '../../usecases/authority.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { type PreparedInvites, prepareInvites } from '../../usecases/prepare-invites.ts';
import type { BatchRequest } from '../../usecases/submit-batch.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { needsReasonMessage } from '../../views/ask-button.ts';
import { notInvitedMessage } from '../../views/did-you-mean.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { Guard } from '../guards/guard.ts';
import { tokenRefused } from '../guards/require-connection.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { loadForm } from '../modals/open-invite-form.ts';
import { openModal } from '../modals/open-modal.ts';
import { showPreview } from '../modals/show-preview.ts';
import type { CommandIntent } from '../payloads/command-text.ts';
import { accept, conclude, type StandingCommand } from './accept.ts';
import { prefillOf, tooManyMessage } from './form.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

type InviteIntent = Extract<CommandIntent, { kind: 'invite' }>;

/** `/piper-invite WHO as ROLE`: invites one person immediately, and shows a preview of several, and of what needs approval. */
export const invite =
  (guard: Guard<Inviter>): Subcommand<'invite'> =>
  async (request, intent) => {
    if (intent.people.length > 1) return openPreview(request, intent, guard);
    const lookups = lookUp(request, intent, guard);
    // What is not known when Slack is about to time out is stored as it was typed.
    const inTime = await withTimeout(lookups, slack.lookupBeforeAnswer);
    if (inTime?.ok && inTime.value === 'needs_approval') return openPreview(request, intent, guard);
    if (!inTime) await accept(request);
    const message = await submit(request, await lookups);
    if (inTime) await request.ack(message);
    else if (message) await conclude(request, message);
  };

/** Stores the batch of a command that names one person, or gives the message that says why nothing was stored. */
export const inviteAtOnce = async (
  command: StandingCommand,
  intent: InviteIntent,
  guard: Guard<Inviter>,
): Promise<Message | undefined> => submit(command, await lookUp(command, intent, guard));

/** The batch to be submitted, or the message that says why there is none. What needs approval is asked for with a reason. */
async function lookUp(
  { deps, workspace, command }: StandingCommand,
  intent: InviteIntent,
  guard: Guard<Inviter>,
): Promise<Result<BatchRequest | 'needs_approval', Message>> {
  const found = await guard(deps, workspace, command.userId);
  if (!found.ok) return found;
  const { organization, settings } = found.value.connection;
  const { invitations, approvals, problems } = await prepare(found.value, workspace.people, intent);
  if (problems.length > 0) {
    const isUnread = problems.some(({ kind }) => kind === 'unreadable');
    if (isUnread) deps.log.error({ problems }, 'role could not be looked up');
    const isRefused = problems.some(
      (problem) => problem.kind === 'unreadable' && isTokenRefused(problem.failure),
    );
    if (isRefused)
      return err(
        await tokenRefused(deps, workspace, command.userId, found.value, currentReference()),
      );
    return err(
      notInvitedMessage(intent, problems, {
        hasForm: await hasForm(found.value),
        ...(isUnread && { reference: currentReference() }),
      }),
    );
  }
  if (approvals.length > 0) return ok('needs_approval');
  return ok({
    submission: command.submission,
    surface: 'command',
    workspace: workspace.ref,
    organization,
    inviterId: command.userId,
    invites: invitations,
    quota: settings.quota,
    audience: audienceOf(found.value, command),
    reference: currentReference(),
  });
}

/** Whether the form would offer somebody a role, or refuse them, too. */
async function hasForm({ connection, piper, authority }: Inviter): Promise<boolean> {
  const [roles, may] = await Promise.all([piper.roles(), authority('recent')]);
  return roles.ok && invitableBy(may, invitableRoles(roles.value, connection.settings)).length > 0;
}

async function submit(
  { deps, command }: StandingCommand,
  batch: Result<BatchRequest | 'needs_approval', Message>,
): Promise<Message | undefined> {
  if (!batch.ok) return batch.error;
  if (batch.value === 'needs_approval') return needsReasonMessage(command.text);
  const submitted = await deps.submitBatch(batch.value);
  return submitted.ok ? undefined : textMessage([form.tooManyPlain(submitted.error)]);
}

/** Several people are seen before they are invited. What is wrong is said in the form, filled in, where it can be mended. */
async function openPreview(
  { deps, workspace, client, command, ack }: CommandRequest,
  intent: InviteIntent,
  guard: Guard<Inviter>,
): Promise<void> {
  if (intent.people.length > batch.maxPeople) return ack(tooManyMessage(intent.people.length));
  await ack();
  const loading = messageModal(textMessage([preview.waiting]), preview.titlePlain);
  const load = async () => {
    const found = await guard(deps, workspace, command.userId);
    if (!found.ok) return messageModal(found.error);
    const connected = found.value;
    const invites = await prepare(connected, workspace.people, intent);
    if (mustBeMended(invites.problems, invites.count).length > 0) {
      const prefill = prefillOf(intent);
      return prefill
        ? loadForm(deps, workspace, connected, command.userId, {
            prefill: { ...prefill, problems: invites.problems },
            channel: command.channel,
          })
        : messageModal(
            notInvitedMessage(intent, invites.problems, { hasForm: await hasForm(connected) }),
          );
    }
    return showPreview(deps, workspace, connected, {
      id: deps.newId(),
      userId: command.userId,
      audience: audienceOf(connected, command),
      invites,
      groups: [],
      repeated: 0,
      isAlone: true,
    });
  };
  await openModal(deps, workspace, client, command, { loading, load });
}

const prepare = (
  connected: Inviter,
  people: CommandRequest['workspace']['people'],
  intent: InviteIntent,
): Promise<PreparedInvites> =>
  prepareInvites(
    { people, connected, authority: () => connected.authority('new') },
    { people: intent.people, leftovers: [], role: { typed: intent.role } },
  );

function audienceOf(
  { connection: { settings } }: Connected,
  { channel: typedIn, responseUrl }: StandingCommand['command'],
): Audience {
  const { channel = typedIn } = settings;
  return {
    channel,
    inviterUrl: responseUrl,
    // The response URL reaches where the command was typed, which may not be where confirmations go.
    ...(channel === typedIn && { channelUrl: responseUrl }),
  };
}

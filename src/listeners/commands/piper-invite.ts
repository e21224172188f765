import type { PersonRef } from '../../domain/people-list.ts';
import { type InviteAdmins, invitersOf } from '../../domain/policy.ts';
import { commands, type OptionalFeature, optionalFeatureScopes } from '../../ids.ts';
import { blockKit, invitation, slack } from '../../limits.ts';
import type { Workspace } from '../../slack/workspaces.ts';
import { form, problemMrkdwn } from '../../text/index.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { prepareAllInvites } from '../../usecases/prepare-invites.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { denialMessage } from '../../views/denial.ts';
import { helpMessage } from '../../views/help.ts';
import type { Prefill } from '../../views/invite-modal.ts';
import { type Message, sentences } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import { readyConnection } from '../guards/require-connection.ts';
import type { CommandArgs } from '../middleware/error-boundary.ts';
import { inviteeNamed } from '../modals/find-invitee.ts';
import { openConnectForm } from '../modals/open-connect-form.ts';
import { openDisconnectForm } from '../modals/open-disconnect-form.ts';
import { openInviteForm } from '../modals/open-invite-form.ts';
import { openRoleForm } from '../modals/open-role-form.ts';
import { openSettingsForm } from '../modals/open-settings-form.ts';
import { parseCommandText } from '../payloads/command-text.ts';
import { type CommandPayload, commandSchema } from '../payloads/invite-form.ts';
import { place } from '../submit-batch.ts';
import { changeRoleAtOnce } from './change-role.ts';
import { tellOpenInvites } from './list.ts';
import { tellStatusOf } from './person-status.ts';
import { tellStatus } from './workspace-status.ts';

/** `/piper-invite`: what its text asks for. */
export const piperInvite =
  (deps: ListenerDeps) =>
  async ({ body, ack, client, context }: CommandArgs): Promise<void> => {
    const command = commandSchema.parse(body);
    const intent = parseCommandText(command.text);
    const workspace = deps.workspaceOf(context);
    const answer = (message: Message) => ack({ response_type: 'ephemeral', ...message });
    /** Slack hears that all is well once the order is stored, or when it waits no more. */
    const answerWhenPlaced = async (work: Promise<Message | undefined>) => {
      await withTimeout(work, slack.lookupBeforeAnswer);
      await ack();
      const message = await work;
      if (message) await workspace.messenger.tell(command, message);
    };

    switch (intent.kind) {
      case 'help':
        return answer(await help(deps, workspace));
      case 'not_understood':
        return answer(await help(deps, workspace, intent.words));
      case 'form': {
        const { people } = intent;
        if (people.length > invitation.people) return answer(tooMany(people.length));
        const prefill = prefillOf(people);
        if (!prefill) return answer(sentences([form.tooLong(commands.invite)]));
        await ack();
        return openInviteForm(deps, workspace, client, command, prefill);
      }
      case 'invite':
        return answerWhenPlaced(inviteAtOnce(deps, workspace, command, intent));
      case 'connect':
        await ack();
        return openConnectForm(deps, workspace, client, command);
      case 'settings':
        await ack();
        return openSettingsForm(deps, workspace, client, command);
      case 'disconnect':
        await ack();
        return openDisconnectForm(deps, workspace, client, command);
      case 'status':
        await ack();
        return tellStatus(deps, workspace, command);
      case 'status_of':
        await ack();
        return tellStatusOf(deps, workspace, command, intent.who);
      case 'list':
        await ack();
        return tellOpenInvites(deps, workspace, command);
      case 'role':
        await ack();
        return intent.role === undefined
          ? openRoleForm(deps, workspace, client, command, inviteeNamed(workspace, intent.who))
          : changeRoleAtOnce(deps, workspace, command, { who: intent.who, role: intent.role });
    }
  };

async function help(
  { inviteAdmins }: ListenerDeps,
  workspace: Workspace,
  notUnderstood?: readonly string[],
): Promise<Message> {
  const state = await withTimeout(workspace.find(), slack.lookupBeforeAnswer);
  return helpMessage({
    inviters: invitersIn(state, inviteAdmins),
    lacking: (Object.keys(optionalFeatureScopes) as OptionalFeature[]).filter(
      (each) => !workspace.optionalFeatures.includes(each),
    ),
    ...(notUnderstood && { notUnderstood }),
  });
}

function invitersIn(state: ConnectionState | undefined, inviteAdmins: InviteAdmins) {
  switch (state?.kind) {
    case 'connected':
      return invitersOf(state.connection.settings, inviteAdmins);
    case 'none':
      return 'not_connected';
    default:
      return 'unknown';
  }
}

/** Places the order, or gives what to say instead. */
async function inviteAtOnce(
  deps: ListenerDeps,
  workspace: Workspace,
  command: CommandPayload,
  { people, role: typed }: { people: PersonRef[]; role: string },
): Promise<Message | undefined> {
  const state = await workspace.find();
  const ready = await readyConnection(deps, workspace, state, command.userId);
  if ('instead' in ready) return ready.instead;

  const { connection, piper } = ready;
  const { settings } = connection;
  const [authorized, prepared] = await Promise.all([
    deps.authorize.toInvite(workspace, command.userId, settings),
    prepareAllInvites(
      { people: workspace.people, piper, settings },
      { people, leftovers: [], role: { typed } },
    ),
  ]);
  if (!authorized.allowed) {
    return denialMessage(authorized.reason, invitersOf(settings, deps.inviteAdmins));
  }
  if (!prepared.ok) {
    const texts = prepared.error.map(problemMrkdwn);
    const unread = prepared.error.find(({ kind }) => kind === 'unreadable');
    if (unread) deps.log.error({ problem: unread }, 'a role could not be looked up');
    return sentences(texts, unread && currentReference());
  }

  const { channel = command.channel } = settings;
  await place(deps, workspace, ready, {
    submission: command.triggerId,
    surface: 'command',
    inviterId: command.userId,
    invitees: prepared.value,
    audience: {
      channel,
      inviterUrl: command.responseUrl,
      // The response URL leads to where the command was typed, which need not be where confirmations go.
      ...(channel === command.channel && { channelUrl: command.responseUrl }),
    },
  });
  return undefined;
}

/** Undefined when their addresses are longer than the form's field. */
function prefillOf(people: readonly PersonRef[]): Prefill | undefined {
  const userIds = people.flatMap((named) => (named.kind === 'mention' ? [named.userId] : []));
  const addresses = people.flatMap((named) => (named.kind === 'address' ? [named.address] : []));
  const isTooLong = addresses.join('\n').length > blockKit.addressesCharacters;
  return isTooLong ? undefined : { userIds, addresses };
}

const tooMany = (count: number): Message =>
  sentences([problemMrkdwn({ part: 'people', kind: 'too_many', count, limit: invitation.people })]);

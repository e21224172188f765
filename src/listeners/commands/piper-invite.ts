import type { Named } from '../../domain/people-list.ts';
import { invitersOf } from '../../domain/policy.ts';
import { blockKit, invitation } from '../../limits.ts';
import { problemMrkdwn } from '../../text.ts';
import { prepareInvitation } from '../../usecases/prepare-invitation.ts';
import { helpMessage } from '../../views/help.ts';
import type { Prefill } from '../../views/invite-modal.ts';
import { type Message, sentences } from '../../views/message.ts';
import { refusalMessage } from '../../views/refusal.ts';
import type { Workspace } from '../../workspaces.ts';
import { openConnectForm } from '../connecting/open-connect-form.ts';
import { openDisconnectForm } from '../connecting/open-disconnect-form.ts';
import { openSettingsForm } from '../connecting/open-settings-form.ts';
import { tellStatus } from '../connecting/tell-status.ts';
import type { ListenerDeps } from '../deps.ts';
import type { CommandArgs } from '../errors.ts';
import { tellOpenInvites } from '../looking-up/tell-open-invites.ts';
import { tellStatusOf } from '../looking-up/tell-status-of.ts';
import { openInviteForm } from '../open-invite-form.ts';
import { type CommandPayload, commandSchema } from '../payloads.ts';
import { place } from '../place.ts';
import { changeRoleAtOnce } from '../roles/change-role-at-once.ts';
import { inviteeNamed } from '../roles/invitee.ts';
import { openRoleForm } from '../roles/open-role-form.ts';
import { whyNotReady } from '../why-not-ready.ts';
import { readCommandText } from './command-text.ts';

/** `/piper-invite`: what its text asks for. */
export const piperInvite =
  (deps: ListenerDeps) =>
  async ({ body, ack, client, context }: CommandArgs): Promise<void> => {
    const command = commandSchema.parse(body);
    const intent = readCommandText(command.text);
    const workspace = deps.workspaceOf(context);
    const answer = (message: Message) => ack({ response_type: 'ephemeral', ...message });

    switch (intent.kind) {
      case 'help':
        return answer(await help(deps, workspace));
      case 'not_understood':
        return answer(await help(deps, workspace, intent.words));
      case 'form': {
        const prefill = prefillOf(intent.people);
        if (!prefill) return answer(tooMany(intent.people.length));
        await ack();
        return openInviteForm(deps, workspace, client, command, prefill);
      }
      case 'invite':
        await ack();
        return inviteAtOnce(deps, workspace, command, intent);
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
  { operators }: ListenerDeps,
  workspace: Workspace,
  notUnderstood?: readonly string[],
): Promise<Message> {
  const state = await workspace.find();
  return helpMessage({
    ...(state.kind === 'connected' && {
      inviters: invitersOf(state.connection.settings, operators),
    }),
    ...(notUnderstood && { notUnderstood }),
  });
}

async function inviteAtOnce(
  deps: ListenerDeps,
  workspace: Workspace,
  command: CommandPayload,
  { people, role }: { people: Named[]; role: string },
): Promise<void> {
  const { messenger } = workspace;
  const state = await workspace.find();
  const notReady = await whyNotReady(deps, workspace, state, command.userId);
  if (notReady) return messenger.tell(command, notReady);
  if (state.kind !== 'connected') return;

  const { connection, piper } = state;
  const { settings } = connection;
  const [authorized, prepared] = await Promise.all([
    deps.authorize.toInvite(workspace, command.userId, settings),
    prepareInvitation(
      { people: workspace.people, piper, settings },
      { people, leftovers: [], role: { typed: role } },
    ),
  ]);
  if (!authorized.allowed) {
    const inviters = invitersOf(settings, deps.operators);
    return messenger.tell(command, refusalMessage(authorized.reason, inviters));
  }
  if (!prepared.ok) return messenger.tell(command, sentences(prepared.error.map(problemMrkdwn)));

  const { channel = command.channel } = settings;
  const { invitees, role: wanted } = prepared.value;
  await place(deps, workspace, state, {
    submission: command.triggerId,
    surface: 'command',
    inviterId: command.userId,
    invitees: invitees.map((invitee) => ({ invitee, role: wanted })),
    audience: {
      channel,
      inviterUrl: command.responseUrl,
      // The response URL leads to where the command was typed, which need not be where confirmations go.
      ...(channel === command.channel && { channelUrl: command.responseUrl }),
    },
  });
}

/** Undefined when they are more than the form can hold. */
function prefillOf(people: readonly Named[]): Prefill | undefined {
  const userIds = people.flatMap((named) => (named.kind === 'mention' ? [named.userId] : []));
  const addresses = people.flatMap((named) => (named.kind === 'address' ? [named.address] : []));
  const isTooMuch =
    people.length > invitation.people || addresses.join('\n').length > blockKit.addressesCharacters;
  return isTooMuch ? undefined : { userIds, addresses };
}

const tooMany = (count: number): Message =>
  sentences([problemMrkdwn({ part: 'people', kind: 'too_many', count, limit: invitation.people })]);

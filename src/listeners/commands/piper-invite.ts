import type { Named } from '../../domain/people-list.ts';
import { invitersOf } from '../../domain/policy.ts';
import { commands, type Source, sourceScopes } from '../../ids.ts';
import { blockKit, invitation } from '../../limits.ts';
import { form, problemMrkdwn } from '../../text.ts';
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
import { openInviteForm } from '../open-invite-form.ts';
import { type CommandPayload, commandSchema } from '../payloads.ts';
import { place } from '../place.ts';
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
        const { people } = intent;
        if (people.length > invitation.people) return answer(tooMany(people.length));
        const prefill = prefillOf(people);
        if (!prefill) return answer(sentences([form.tooLong(commands.invite)]));
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
    }
  };

async function help(
  { operators }: ListenerDeps,
  workspace: Workspace,
  notUnderstood?: readonly string[],
): Promise<Message> {
  const state = await workspace.find();
  const { sources } = workspace;
  return helpMessage({
    lacking: (Object.keys(sourceScopes) as Source[]).filter((each) => !sources.includes(each)),
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
  await place(deps, workspace, state, {
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
}

/** Undefined when their addresses are longer than the form's field. */
function prefillOf(people: readonly Named[]): Prefill | undefined {
  const userIds = people.flatMap((named) => (named.kind === 'mention' ? [named.userId] : []));
  const addresses = people.flatMap((named) => (named.kind === 'address' ? [named.address] : []));
  const isTooLong = addresses.join('\n').length > blockKit.addressesCharacters;
  return isTooLong ? undefined : { userIds, addresses };
}

const tooMany = (count: number): Message =>
  sentences([problemMrkdwn({ part: 'people', kind: 'too_many', count, limit: invitation.people })]);

import type { Named } from '../../domain/people-list.ts';
import { blockKit, invitation } from '../../limits.ts';
import { problemMrkdwn } from '../../text.ts';
import { helpMessage } from '../../views/help.ts';
import type { Prefill } from '../../views/invite-modal.ts';
import { type Message, sentences } from '../../views/message.ts';
import { refusalMessage } from '../../views/refusal.ts';
import { carryOutInvitation } from '../carry-out-invitation.ts';
import type { ListenerDeps } from '../deps.ts';
import type { CommandArgs } from '../errors.ts';
import { openInviteForm } from '../open-invite-form.ts';
import { type CommandPayload, commandSchema } from '../payloads.ts';
import { readCommandText } from './command-text.ts';

/** `/piper-invite`: help, the form, or an invite at once, as its text asks. */
export const piperInvite =
  (deps: ListenerDeps) =>
  async ({ body, ack, client }: CommandArgs): Promise<void> => {
    const command = commandSchema.parse(body);
    const intent = readCommandText(command.text);
    const { inviters } = deps;
    const answer = (message: Message) => ack({ response_type: 'ephemeral', ...message });

    switch (intent.kind) {
      case 'help':
        return answer(helpMessage({ inviters }));
      case 'not_understood':
        return answer(helpMessage({ inviters, notUnderstood: intent.words }));
      case 'form': {
        const prefill = prefillOf(intent.people);
        if (!prefill) return answer(tooMany(intent.people.length));
        await ack();
        return openInviteForm(deps, client, command, prefill);
      }
      case 'invite':
        await ack();
        return inviteAtOnce(deps, command, intent.people, intent.role);
    }
  };

async function inviteAtOnce(
  deps: ListenerDeps,
  command: CommandPayload,
  people: Named[],
  role: string,
): Promise<void> {
  const { inviterPolicy, prepareInvitation, inviters, messenger } = deps;
  const [authorized, prepared] = await Promise.all([
    inviterPolicy.ask(command.userId),
    prepareInvitation({ people, leftovers: [], role: { typed: role } }),
  ]);
  if (!authorized.allowed) {
    return messenger.tell(command, refusalMessage(authorized.reason, inviters));
  }
  if (!prepared.ok) return messenger.tell(command, sentences(prepared.error.map(problemMrkdwn)));
  return carryOutInvitation(deps, prepared.value, command);
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

import type { PersonRef } from '../../domain/people-list.ts';
import { commands } from '../../ids.ts';
import { batch, blockKit } from '../../limits.ts';
import { problemMrkdwn, form as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import type { Prefill } from '../../views/invite-modal.ts';
import { type Message, textMessage } from '../../views/message.ts';
import type { Guard } from '../guards/guard.ts';
import { openInviteForm } from '../modals/open-invite-form.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite` with or without people: opens the form, prefilled with them. */
export const form =
  (guard: Guard<Connected>): Subcommand<'form'> =>
  async ({ deps, workspace, client, command, ack }, { people }) => {
    const answer = (message: Message) => ack({ response_type: 'ephemeral', ...message });
    if (people.length > batch.maxPeople) return answer(tooMany(people.length));
    const prefill = prefillOf(people);
    if (!prefill) return answer(textMessage([text.tooLong(commands.invite)]));
    await ack();
    return openInviteForm(guard, prefill, command.channel)(deps, workspace, client, command);
  };

/** Undefined if the addresses do not fit into the form's field. */
function prefillOf(people: readonly PersonRef[]): Prefill | undefined {
  const userIds = people.flatMap((ref) => (ref.kind === 'mention' ? [ref.userId] : []));
  const addresses = people.flatMap((ref) => (ref.kind === 'address' ? [ref.address] : []));
  const isTooLong = addresses.join('\n').length > blockKit.addressesCharacters;
  return isTooLong ? undefined : { userIds, addresses };
}

const tooMany = (count: number): Message =>
  textMessage([problemMrkdwn({ part: 'people', kind: 'too_many', count, limit: batch.maxPeople })]);

import type { InputProblem } from '../../domain/invite-input.ts';
import type { PersonRef } from '../../domain/people-list.ts';
import { commands } from '../../ids.ts';
import { batch } from '../../limits.ts';
import { problemMrkdwn, form as text } from '../../text/index.ts';
import { fitsForm, type Prefill } from '../../views/invite-modal.ts';
import { type Message, textMessage } from '../../views/message.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { openInviteForm } from '../modals/open-invite-form.ts';
import type { Subcommand } from './piper-invite.ts';

/** `/piper-invite` with or without people: opens the form, prefilled with them. */
export const form =
  (guard: Guard<Inviter>): Subcommand<'form'> =>
  async ({ deps, workspace, client, command, ack }, intent) => {
    const { people } = intent;
    if (people.length > batch.maxPeople) return ack(tooManyMessage(people.length));
    const prefill = prefillOf(intent);
    if (!prefill) return ack(textMessage([text.tooLong(commands.invite)]));
    await ack();
    return openInviteForm(guard, prefill, command.channel)(deps, workspace, client, command);
  };

/** What may be a mistyped address is filled in, too, to be mended. Undefined if the form's field can't hold it all. */
export function prefillOf(intent: {
  people: readonly PersonRef[];
  leftovers?: readonly string[];
  role?: string | undefined;
}): Prefill | undefined {
  const { people, leftovers = [], role } = intent;
  const userIds = people.flatMap((ref) => (ref.kind === 'mention' ? [ref.userId] : []));
  const addresses = [
    ...people.flatMap((ref) => (ref.kind === 'address' ? [ref.address] : [])),
    ...leftovers.filter((piece) => piece.includes('@')),
  ];
  const problems: InputProblem[] =
    leftovers.length > 0
      ? [{ part: 'addresses', kind: 'not_an_address', words: [...leftovers] }]
      : [];
  return fitsForm(addresses) ? { userIds, addresses, problems, role } : undefined;
}

export const tooManyMessage = (count: number): Message =>
  textMessage([problemMrkdwn({ part: 'people', kind: 'too_many', count, limit: batch.maxPeople })]);

import type { KnownBlock } from '@slack/types';
import { type BatchReport, type Invitee, isEnded } from '../domain/invitation.ts';
import { actions } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { role } from '../text/index.ts';
import { inviteConfirmation } from './invite-confirmation.ts';
import { type FileBelow, inviteProblems } from './invite-problems.ts';
import { button, context, type Message } from './message.ts';
import { option } from './role-select.ts';

/** Of what a small menu offers; a sentence of changes stays as short. */
const shown = blockKit.overflowOptions;

type Entry = BatchReport['entries'][number];
type Someone = { invitee: Invitee; value: string };

/** The confirmation, with the roles that were changed since, and the way to change them. */
export function batchConfirmation(report: BatchReport): Message | undefined {
  const message = inviteConfirmation(report);
  if (!message || !isEnded(report)) return message;
  const members = someone(report, ({ state }) => 'member' in state);
  return withRoleChoice(withChanges(message, report), members);
}

/** What only the inviter is told, with the way to change the role of whoever is a member already. */
export function batchProblems(report: BatchReport, file?: FileBelow): Message | undefined {
  const message = inviteProblems(report, file);
  if (!message) return message;
  const isConfirmed = report.entries.some(({ state }) => state.kind === 'invited');
  const already = someone(report, ({ state }) => state.kind === 'already_member');
  return isConfirmed ? message : withRoleChoice(message, already);
}

const someone = ({ batch, entries }: BatchReport, isMeant: (entry: Entry) => boolean): Someone[] =>
  entries.flatMap((entry, position) =>
    isMeant(entry) ? [{ invitee: entry.invitee, value: `${batch.id} ${position}` }] : [],
  );

function withChanges(message: Message, { entries }: BatchReport): Message {
  const changes = entries.flatMap(({ invitee, roleChange }) =>
    roleChange ? [{ invitee, roleChange }] : [],
  );
  if (changes.length === 0) return message;
  const newest = changes.toSorted((a, b) => b.roleChange.at - a.roleChange.at).slice(0, shown);
  const more = changes.length - newest.length;
  const lines = [
    ...newest.map(({ invitee, roleChange }) => role.later(invitee, roleChange)),
    ...(more > 0 ? [role.laterMore(more)] : []),
  ];
  return {
    text: [message.text, ...lines].join('\n'),
    blocks: [...message.blocks, context(lines.join('\n'))],
  };
}

/** A button for one person, a small menu for a few; of more people each is changed by the command. */
function withRoleChoice(message: Message, people: readonly Someone[]): Message {
  const [first] = people;
  if (!first || people.length > shown) return message;
  const choice =
    people.length === 1
      ? { ...button(actions.changeRole, role.buttonPlain), value: first.value }
      : ({
          type: 'overflow',
          action_id: actions.changeRole,
          options: people.map(({ invitee, value }) => option(value, role.buttonOfPlain(invitee))),
        } as const);
  const last = message.blocks.at(-1);
  const blocks: KnownBlock[] =
    last?.type === 'actions'
      ? [...message.blocks.slice(0, -1), { ...last, elements: [...last.elements, choice] }]
      : [...message.blocks, { type: 'actions', elements: [choice] }];
  return { ...message, blocks };
}

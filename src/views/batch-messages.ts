import type { KnownBlock } from '@slack/types';
import { type BatchReport, type Invitee, isEnded } from '../domain/invitation.ts';
import { actions } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { role } from '../text/index.ts';
import { inviteConfirmation } from './invite-confirmation.ts';
import { type FileBelow, inviteProblems } from './invite-problems.ts';
import { button, context, type Message, pack } from './message.ts';
import { option } from './role-select.ts';

/** People whom a message offers a role change for, or whose role change it shows. */
const maxPeople = blockKit.overflowOptions;

type Entry = BatchReport['entries'][number];
/** A member whose role can be changed; `value` travels with the button. */
type RoleTarget = { invitee: Invitee; value: string };

/** The confirmation, with later role changes and a way to make more. Undefined when there is nothing to confirm. */
export function batchConfirmation(report: BatchReport): Message | undefined {
  const message = inviteConfirmation(report);
  if (!message || !isEnded(report)) return message;
  const members = roleTargets(report, ({ state }) => 'member' in state);
  return withRoleChoice(withChanges(message, report), members);
}

/** What only the inviter reads, with a way to change the role of whoever is a member already. */
export function batchProblems(report: BatchReport, file?: FileBelow): Message | undefined {
  const message = inviteProblems(report, file);
  if (!message) return message;
  const isConfirmed = report.entries.some(({ state }) => state.kind === 'invited');
  const already = roleTargets(report, ({ state }) => state.kind === 'already_member');
  return isConfirmed ? message : withRoleChoice(message, already);
}

const roleTargets = (
  { batch, entries }: BatchReport,
  isTarget: (entry: Entry) => boolean,
): RoleTarget[] =>
  entries.flatMap((entry, position) =>
    isTarget(entry) ? [{ invitee: entry.invitee, value: `${batch.id} ${position}` }] : [],
  );

function withChanges(message: Message, { entries }: BatchReport): Message {
  const changes = entries.flatMap(({ invitee, roleChange }) =>
    roleChange ? [{ invitee, roleChange }] : [],
  );
  if (changes.length === 0) return message;
  const newest = changes.toSorted((a, b) => b.roleChange.at - a.roleChange.at).slice(0, maxPeople);
  const more = changes.length - newest.length;
  const lines = [
    ...newest.map(({ invitee, roleChange }) => role.later(invitee, roleChange)),
    ...(more > 0 ? [role.laterMore(more)] : []),
  ];
  return {
    text: [message.text, ...lines].join('\n'),
    blocks: [...message.blocks, ...pack(lines, '\n').map(context)],
  };
}

/** A button for one person, an overflow menu for a few, and nothing for more: the command changes any role. */
function withRoleChoice(message: Message, people: readonly RoleTarget[]): Message {
  const [first] = people;
  if (!first || people.length > maxPeople) return message;
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

import type { KnownBlock } from '@slack/types';
import { type BatchReport, type Invitee, isEnded } from '../domain/invitation.ts';
import { actions } from '../ids.ts';
import { batch as limits } from '../limits.ts';
import { role } from '../text/index.ts';
import { inviteConfirmation, type RowButton, resultsOf } from './invite-confirmation.ts';
import { inviteProblems } from './invite-problems.ts';
import { type Button, button, buttonRow, context, type Message, pack } from './message.ts';

type Entry = BatchReport['entries'][number];
/** A member whose role can be changed; `value` travels with the button. */
type RoleTarget = { invitee: Invitee; value: string };

/** The confirmation, with later role changes and a way to make more. Undefined when there is nothing to confirm. */
export function batchConfirmation(report: BatchReport): Message | undefined {
  const members = roleTargets(
    report,
    ({ state }) => state.kind === 'invited' && state.removedAt === undefined,
  );
  const rowButton: RowButton = ({ invitee, position, status }) =>
    status.kind === 'removed'
      ? undefined
      : roleButton(targetAt(report, invitee, position), role.buttonPlain);
  const message = inviteConfirmation(report, rowButton);
  if (!message || !isEnded(report)) return message;
  const isAlone = resultsOf(report, 'invited').length === 1;
  return withRoleChoice(withChanges(message, report), isAlone ? members : []);
}

/** What only the inviter reads, with a way to change the role of whoever is a member already. */
export function batchProblems(
  ...[report, ...about]: Parameters<typeof inviteProblems>
): Message | undefined {
  const message = inviteProblems(report, ...about);
  if (!message) return message;
  const already = roleTargets(report, ({ state }) => state.kind === 'already_member');
  return withRoleChoice(message, already);
}

const roleButton = ({ invitee, value }: RoleTarget, label: string): Button => ({
  ...button(actions.changeRole, label),
  value,
  accessibility_label: role.buttonOfPlain(invitee),
});

const targetAt = ({ batch }: BatchReport, invitee: Invitee, position: number): RoleTarget => ({
  invitee,
  value: `${batch.id} ${position}`,
});

const roleTargets = (report: BatchReport, isTarget: (entry: Entry) => boolean): RoleTarget[] =>
  report.entries.flatMap((entry, position) =>
    isTarget(entry) ? [targetAt(report, entry.invitee, position)] : [],
  );

function withChanges(message: Message, { entries }: BatchReport): Message {
  const changes = entries.flatMap(({ invitee, state, roleChange }) =>
    state.kind === 'invited' && roleChange ? [{ invitee, roleChange }] : [],
  );
  if (changes.length === 0) return message;
  const newest = changes
    .toSorted((a, b) => b.roleChange.at - a.roleChange.at)
    .slice(0, limits.namedInConfirmation);
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

/** A button for each of a few people, and none for more: the command changes any role. Slack takes an action once in a block. */
function withRoleChoice(message: Message, people: readonly RoleTarget[]): Message {
  const [first, ...others] = people.map((person) =>
    roleButton(person, people.length > 1 ? role.buttonOfPlain(person.invitee) : role.buttonPlain),
  );
  if (!first || people.length > limits.peopleWithButtons) return message;
  const last = message.blocks.at(-1);
  const blocks: KnownBlock[] =
    last?.type === 'actions'
      ? [...message.blocks.slice(0, -1), { ...last, elements: [...last.elements, first] }]
      : [...message.blocks, buttonRow([first])];
  return { ...message, blocks: [...blocks, ...others.map((other) => buttonRow([other]))] };
}

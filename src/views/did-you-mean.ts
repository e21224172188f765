import type { InputProblem } from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import type { PersonRef } from '../domain/people-list.ts';
import { likelyRoles } from '../domain/roles.ts';
import { actions } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { problemMrkdwn, didYouMean as text } from '../text/index.ts';
import { escapeText, mention } from '../text/mrkdwn.ts';
import { button, type Message, textMessage, withButtons } from './message.ts';

/** How many roles a message suggests. */
export const suggestedRoles = 3;

/**
 * Asks whether the words behind the people are meant as a role, with a button for each that may be. Undefined where there are too
 * many people for a button.
 */
export function didYouMeanMessage(data: {
  people: readonly PersonRef[];
  typed: string;
  /** Whether it is a role's name; otherwise `roles` are those with a similar one. */
  isExact: boolean;
  roles: readonly Role[];
}): Message | undefined {
  const { people, typed, isExact, roles } = data;
  const buttons = suggestions(people, roles, { isExact });
  const question = isExact
    ? text.isRole(people, roles[0]?.name ?? typed)
    : text.isNoRole(
        typed,
        roles.map(({ name }) => name),
      );
  return buttons.length > 0 ? withButtons(textMessage([question]), buttons) : undefined;
}

/** Why a command invited nobody, with buttons for what was probably meant, and for the form, where there is one for the person. */
export function notInvitedMessage(
  { people }: { people: readonly PersonRef[] },
  problems: readonly InputProblem[],
  { hasForm = true, reference }: { hasForm?: boolean; reference?: string | undefined } = {},
): Message {
  const roles = problems.flatMap((problem) =>
    problem.kind === 'unknown' ? likelyRoles(problem.roles, problem.typed) : [],
  );
  const isSaid = problems.some(({ kind }) => kind === 'unreadable' || kind === 'slack_unavailable');
  const paragraphs = [...problems.map(problemMrkdwn), ...(isSaid ? [] : [text.nobody])];
  const onlyRole = problems.length === 1 ? roles.slice(0, suggestedRoles) : [];
  return withButtons(
    textMessage(paragraphs, reference),
    suggestions(people, onlyRole, { hasForm }),
  );
}

/** Buttons that run a command with each role, and one that opens the form if there is one; none where a button can't hold all people. */
function suggestions(
  people: readonly PersonRef[],
  roles: readonly Role[],
  { isExact = false, hasForm = true },
) {
  const names = commandOf(people);
  const commands = [
    ...roles.map(({ name }) => ({
      label: isExact ? text.invitePlain : text.inviteAsPlain(name),
      value: `${names} as ${escapeText(name)}`,
    })),
    ...(hasForm ? [{ label: text.openFormPlain, value: names }] : []),
  ];
  return commands.some(({ value }) => value.length > blockKit.buttonValueCharacters)
    ? []
    : commands.map(({ label, value }, index) => ({
        ...button(
          `${actions.suggestion}${index}`,
          label,
          index < roles.length && index === 0 ? 'primary' : undefined,
        ),
        value,
      }));
}

/** The people as a command names them, spelled as Slack sends it. */
export const commandOf = (people: readonly PersonRef[]): string =>
  people
    .map((person) =>
      person.kind === 'mention' ? mention(person.userId) : escapeText(person.address),
    )
    .join(', ');

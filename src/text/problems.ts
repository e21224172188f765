import type { DraftProblem } from '../domain/draft.ts';
import type { Role } from '../domain/organization.ts';
import type { Person } from '../domain/person.ts';
import { shorten } from '../domain/shorten.ts';
import { escapeText, mention } from '../mrkdwn.ts';
import { whyUnread } from './why.ts';
import { invites, joinWords, people, quoteWords, shownCharacters, shownWords } from './words.ts';

const shownRoles = 20;

/** What is wrong with a draft, for under the field: plain text. */
export function problemPlain(problem: DraftProblem): string {
  return problemWords(problem, {
    text: (text) => text,
    person: ({ name }) => `@${name}`,
    userId: (userId) => userId,
  });
}

/** The same in mrkdwn, for a message. */
export function problemMrkdwn(problem: DraftProblem): string {
  return problemWords(problem, {
    text: escapeText,
    person: ({ id }) => mention(id),
    userId: mention,
  });
}

type Spelling = {
  text: (text: string) => string;
  person: (person: Person) => string;
  userId: (userId: string) => string;
};

function problemWords(problem: DraftProblem, spell: Spelling): string {
  const typed = (role: { typed: string }) => spell.text(shorten(role.typed, shownCharacters));
  const names = (list: readonly Person[]) => joinWords(list.map(spell.person));
  const roleNames = (roles: readonly Role[]) => {
    const shown = roles.slice(0, shownRoles).map(({ name }) => spell.text(name));
    const more = roles.length - shown.length;
    return joinWords(more > 0 ? [...shown, `${more} more that the form shows`] : shown, 'or');
  };
  switch (problem.kind) {
    case 'nobody':
      return 'Choose somebody here, or type an address below.';
    case 'bot':
      return problem.people.length === 1
        ? `${names(problem.people)} is a bot and can't be invited.`
        : `${names(problem.people)} are bots and can't be invited.`;
    case 'deactivated':
      return problem.people.length === 1
        ? `${names(problem.people)} is deactivated in Slack and can't be invited.`
        : `${names(problem.people)} are deactivated in Slack and can't be invited.`;
    case 'no_address':
      return problem.people.length === 1
        ? `${names(problem.people)} has no e-mail address in Slack; type it among the addresses.`
        : `${names(problem.people)} have no e-mail address in Slack; type them among the addresses.`;
    case 'not_found':
      return `Slack doesn't know ${joinWords(problem.userIds.map(spell.userId))} any more.`;
    case 'slack_unavailable':
      return "Slack can't tell me these people's addresses right now. Nobody was invited; send it again.";
    case 'too_many':
      return `That's ${people(problem.count)}. You can send up to ${invites(problem.limit)} at once.`;
    case 'not_an_address':
      return `${spell.text(quoteWords(problem.words))} ${problem.words.length === 1 ? "isn't an e-mail address" : "aren't e-mail addresses"}.`;
    case 'domain': {
      const outside = joinWords(problem.addresses.slice(0, shownWords).map(spell.text));
      const more = problem.addresses.length - shownWords;
      return `${outside}${more > 0 ? ` and ${more} more` : ''}: only addresses of ${joinWords(problem.domains.map(spell.text), 'or')} can be invited from here. Ask a workspace admin about others.`;
    }
    case 'not_offered':
      return `The role ${spell.text(problem.name)} can't be given from Slack any more. Close the form and open it again.`;
    case 'gone':
      return `Piper no longer has the role ${spell.text(problem.name)}. Close the form and open it again to see the roles that it has now.`;
    case 'unknown':
      return problem.roles.length === 0
        ? `There is no role "${typed(problem)}", nor any other. Make one in Piper, then send it again.`
        : `There is no role "${typed(problem)}". Choose from ${roleNames(problem.roles)}.`;
    case 'ambiguous':
      return `"${typed(problem)}" could be ${roleNames(problem.roles)}. Type it exactly.`;
    case 'unreadable':
      return `I can't look up the role, so nobody was invited. ${whyUnread(problem.failure)}`;
  }
}

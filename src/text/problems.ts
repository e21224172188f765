import type { InputProblem, UnusableFile } from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import type { Person } from '../domain/person.ts';
import { likelyRoles } from '../domain/roles.ts';
import { batch as limits, sentence, slack } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { channelMention, escapeText, mention, userGroupMention } from './mrkdwn.ts';
import { whyUnread } from './why.ts';
import {
  capitalize,
  hasInvisible,
  invites,
  joinWords,
  people,
  quoteWords,
  someOf,
} from './words.ts';

/** What is wrong with what was entered, in plain text, for the error under a field. */
export function problemPlain(problem: InputProblem): string {
  return problemWords(problem, {
    text: (text) => text,
    person: ({ name }) => `@${name}`,
    userId: (userId) => userId,
    source: (part) => (part === 'channels' ? 'this channel' : 'this user group'),
  });
}

/** The same in mrkdwn, for messages and previews. */
export function problemMrkdwn(problem: InputProblem): string {
  return problemWords(problem, {
    text: escapeText,
    person: ({ id }) => mention(id),
    userId: mention,
    source: (part, id) => (part === 'channels' ? channelMention(id) : userGroupMention(id)),
  });
}

type Format = {
  text: (text: string) => string;
  person: (person: Person) => string;
  userId: (userId: string) => string;
  source: (part: 'channels' | 'userGroups', id: string) => string;
};

function fileWords(file: UnusableFile, format: (text: string) => string): string {
  switch (file.why) {
    case 'empty':
      return 'There is nobody in this file. Choose another one.';
    case 'no_column': {
      const columns = file.columns.length > 0 ? ` It has ${format(quoteWords(file.columns))}.` : '';
      return `This file has no column named "email".${columns} Choose one that has it.`;
    }
    case 'not_csv':
      return "This isn't a CSV file that I can read. Choose one that your spreadsheet has saved as CSV.";
    case 'too_large':
      return `This file is larger than ${slack.maxFileBytes / 1024 / 1024} MB. Choose a smaller one.`;
    case 'not_found':
      return "Slack doesn't have this file any more. Choose it again.";
    case 'not_granted':
      return 'The app may no longer read files. Close the form and open it again.';
    case 'unavailable':
      return "Slack can't give me this file right now. Nobody was invited; send it again.";
  }
}

/** What has an @ was meant to be an address, so it is not left for the rest that is only counted. */
const likeAddressesFirst = <T>(items: readonly T[], textOf: (item: T) => string): T[] => [
  ...items.filter((item) => textOf(item).includes('@')),
  ...items.filter((item) => !textOf(item).includes('@')),
];

function problemWords(problem: InputProblem, format: Format): string {
  const typed = (role: { typed: string }) => format.text(shorten(role.typed, sentence.characters));
  const names = (list: readonly Person[]) => someOf(list.map(format.person), sentence.mentions);
  const roleNames = (roles: readonly Role[]) => {
    const shown = roles.slice(0, sentence.alternatives).map(({ name }) => format.text(name));
    const more = roles.length - shown.length;
    return joinWords(more > 0 ? [...shown, `${more} more that the form shows`] : shown, 'or');
  };
  const unknownRole = (roles: readonly Role[], likely: readonly Role[], quoted: string) => {
    if (likely.length > 0)
      return `There is no role "${quoted}". Did you mean ${roleNames(likely)}?`;
    return roles.length === 0
      ? `There is no role "${quoted}", nor any other. Make one in Piper, then send it again.`
      : `There is no role "${quoted}". Choose from ${roleNames(roles)}.`;
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
      return `Slack doesn't know ${someOf(problem.userIds.map(format.userId), sentence.mentions)} any more.`;
    case 'slack_unavailable':
      return "Slack can't tell me these people's addresses right now. Nobody was invited; send it again.";
    case 'too_many':
      return `That's ${people(problem.count)}. You can send up to ${invites(problem.limit)} at once.`;
    case 'nobody_there':
      return 'Nobody in it can be invited: only full members with an e-mail address are. Choose another one.';
    case 'source': {
      const source = format.source(problem.part, problem.id);
      switch (problem.why) {
        case 'too_many':
          return `${capitalize(source)} has too many people. You can send up to ${invites(limits.maxPeople)} at once.`;
        case 'not_found':
          return `I can't see who is in ${source}. Add me to it if it is a private channel, and be in it yourself.`;
        case 'not_granted':
          return `The app may no longer see who is in ${source}. Close the form and open it again.`;
        case 'unavailable':
          return `Slack can't tell me who is in ${source} right now. Nobody was invited; send it again.`;
      }
      break;
    }
    case 'file':
      return fileWords(problem, format.text);
    case 'not_understood': {
      const lines = likeAddressesFirst(problem.lines, ({ text }) => text);
      const quoted = lines
        .slice(0, sentence.items)
        .map(({ number, text }) => `Line ${number}: ${format.text(quoteWords([text]))}.`);
      const [line] = lines;
      if (line && lines.length === 1) {
        return `Line ${line.number} of the file has no e-mail address that I understand: ${format.text(quoteWords([line.text]))}.`;
      }
      const more = lines.length - quoted.length;
      return [
        `The file has ${lines.length} lines without an e-mail address that I understand.`,
        ...quoted,
        ...(more > 0 ? [`And ${more === 1 ? '1 more line' : `${more} more lines`}.`] : []),
      ].join(' ');
    }
    case 'line_roles':
      return `The file gives ${people(problem.count)} a role that can't be given from here: ${format.text(quoteWords(problem.names))}.`;
    case 'several_roles':
      return `The file gives more than one role to ${someOf(problem.addresses.map(format.text), sentence.items)}.`;
    case 'not_an_address':
      return `${format.text(quoteWords(likeAddressesFirst(problem.words, (word) => word)))} ${problem.words.length === 1 ? "isn't an e-mail address" : "aren't e-mail addresses"}.${problem.words.some(hasInvisible) ? ' [U+…] is a character that nobody sees: type the address anew.' : ''}`;
    case 'domain': {
      const outside = someOf(problem.addresses.map(format.text), sentence.items);
      return `${outside}: only addresses of ${joinWords(problem.domains.map(format.text), 'or')} can be invited from here. Ask a workspace admin about others.`;
    }
    case 'not_offered':
      return `The role ${format.text(problem.name)} can't be given from Slack any more. Close the form and open it again.`;
    case 'gone':
      return `Piper no longer has the role ${format.text(problem.name)}. Close the form and open it again to see the roles that it has now.`;
    case 'unknown':
      return unknownRole(problem.roles, likelyRoles(problem.roles, problem.typed), typed(problem));
    case 'ambiguous':
      return `"${typed(problem)}" could be ${roleNames(problem.roles)}. Type it exactly.`;
    case 'unreadable':
      return `I can't look up the role, so nobody was invited. ${whyUnread(problem.failure)}`;
  }
}

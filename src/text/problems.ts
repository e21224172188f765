import type { Invitee } from '../domain/invitation.ts';
import type { InputProblem } from '../domain/invite-input.ts';
import type { Role } from '../domain/organization.ts';
import type { Person } from '../domain/person.ts';
import { likelyRoles } from '../domain/roles.ts';
import { batch as limits, piper, sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { leftOutOfFile, linesNotUsed, unusableFile } from './file-problems.ts';
import { channelMention, escapeText, mention, nameWords, userGroupMention } from './mrkdwn.ts';
import { notGiven } from './not-given.ts';
import { whyUnread } from './why.ts';
import {
  capitalize,
  hasInvisible,
  inBrief,
  invites,
  joinWords,
  likeAddressesFirst,
  people,
  quoteWords,
  someOf,
  who,
} from './words.ts';

/** What is wrong with what was entered, in plain text, for the error under a field. */
export function problemPlain(problem: InputProblem): string {
  return problemWords(problem, {
    text: (text) => text,
    name: (name) => shorten(name, piper.nameCharacters),
    person: ({ name }) => `@${name}`,
    userId: (userId) => userId,
    invitee: ({ address }) => address,
    helper: () => 'whoever connected this workspace to Piper',
    source: (part) => (part === 'channels' ? 'this channel' : 'this user group'),
  });
}

/** The same in mrkdwn, for messages and previews. */
export function problemMrkdwn(problem: InputProblem): string {
  return problemWords(problem, {
    text: escapeText,
    name: nameWords,
    person: ({ id }) => mention(id),
    userId: mention,
    invitee: who,
    helper: mention,
    source: (part, id) => (part === 'channels' ? channelMention(id) : userGroupMention(id)),
  });
}

type Format = {
  text: (text: string) => string;
  /** Of a role. */
  name: (name: string) => string;
  person: (person: Person) => string;
  userId: (userId: string) => string;
  invitee: (invitee: Invitee) => string;
  /** Somebody who can help, by Slack user ID. */
  helper: (userId: string) => string;
  source: (part: 'channels' | 'userGroups', id: string) => string;
};

function problemWords(problem: InputProblem, format: Format): string {
  const typed = (role: { typed: string }) => format.text(inBrief(role.typed));
  const names = (list: readonly Person[]) => someOf(list.map(format.person), sentence.mentions);
  const roleNames = (roles: readonly Role[]) => {
    const shown = roles.slice(0, sentence.alternatives).map(({ name }) => format.name(name));
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
      return unusableFile(problem, format.text);
    case 'not_understood':
      return linesNotUsed(problem.lines, format.text);
    case 'left_out':
      return leftOutOfFile(problem.leftOut, format.text);
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
      return `The role ${format.name(problem.name)} can't be given from Slack any more. Close the form and open it again.`;
    case 'gone':
      return `Piper no longer has the role ${format.name(problem.name)}. Close the form and open it again to see the roles that it has now.`;
    case 'not_given': {
      const words = notGiven(problem.role, problem.why, {
        name: format.name,
        userId: format.helper,
      });
      return problem.invitees.length === 0
        ? words
        : `${someOf(problem.invitees.map(format.invitee), sentence.items)} can't be invited as ${format.name(problem.role.name)}. ${words}`;
    }
    case 'unknown':
      return unknownRole(problem.roles, likelyRoles(problem.roles, problem.typed), typed(problem));
    case 'ambiguous':
      return `"${typed(problem)}" could be ${roleNames(problem.roles)}. Type it exactly.`;
    case 'unreadable':
      return `I can't look up the role, so nobody was invited. ${whyUnread(problem.failure)}`;
  }
}

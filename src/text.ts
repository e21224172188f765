import type { DraftProblem } from './domain/draft.ts';
import type { PiperFailure } from './domain/failures.ts';
import type { Invitee } from './domain/invitation.ts';
import type { InviteStatus } from './domain/invite-status.ts';
import type { Role } from './domain/organization.ts';
import type { Person } from './domain/person.ts';
import type { Refusal } from './domain/policy.ts';
import { shorten } from './domain/shorten.ts';
import { bold, boldAddress, dateTime, escapeText, mention } from './mrkdwn.ts';

/**
 * Every sentence that a person reads in Slack. Functions give Slack's mrkdwn, with everything that comes from outside
 * escaped, except those named `…Plain`, which go where Slack shows plain text.
 */

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);
const invites = (count: number): string => (count === 1 ? '1 invite' : `${count} invites`);

const joinWords = (words: readonly string[], last: 'and' | 'or' = 'and'): string =>
  words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;

const shownWords = 5;
const shownRoles = 20;
const shownCharacters = 60;

/** Quotes words as they were typed; of many, the first ones. */
const quoteWords = (words: readonly string[]): string => {
  const shown = words.slice(0, shownWords).map((word) => `"${shorten(word, shownCharacters)}"`);
  const more = words.length - shown.length;
  return joinWords(more > 0 ? [...shown, `${more} more`] : shown);
};

const who = ({ address, userId }: Invitee): string =>
  userId ? mention(userId) : escapeText(address);
const whoBold = ({ address, userId }: Invitee): string =>
  userId ? mention(userId) : boldAddress(address);

/** The form. */
export const form = {
  titlePlain: 'Invite to Piper',
  submitPlain: 'Send invites',
  closePlain: 'Cancel',
  closeReadPlain: 'Close',
  loading: 'Reading the roles from Piper…',
  noRoles: (organization: string) =>
    `${bold(organization)} has no role that could be given. Make one in Piper, then open the form again.`,
  intro: (organization: string) => `Inviting to ${bold(organization)}`,
  peoplePlain: 'People in Slack',
  peopleHintPlain: 'Their invite goes to the e-mail address in their Slack profile.',
  peoplePlaceholderPlain: 'Choose people',
  addressesPlain: 'E-mail addresses',
  addressesHintPlain: 'One or many, separated by commas, spaces or new lines.',
  addressesPlaceholderPlain: 'ada@example.com, grace@example.com',
  rolePlain: 'Role',
  rolePlaceholderPlain: 'Choose a role',
  roleSearchPlaceholderPlain: 'Type to search all roles',
  channelPlain: 'Confirm in',
  channelHintPlain: 'Everybody in this conversation sees who was invited, and as what.',
  notePlain: 'Note',
  noteHintPlain: 'Shown with the confirmation in Slack. Piper does not send it.',
} as const;

/** What the invite status is called. */
function statusWords(status: InviteStatus): string {
  switch (status.kind) {
    case 'pending':
      return 'pending';
    case 'joined':
      return 'joined';
    case 'other':
      return `status "${escapeText(status.word)}"`;
    case 'unstated':
      return 'Piper gave no invite status';
  }
}

const statusAndTime = (status: InviteStatus): string =>
  status.kind === 'pending' && status.since !== undefined
    ? `pending since ${dateTime(status.since)}`
    : statusWords(status);

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** What Piper told about one person. */
export type Told = { invitee: Invitee; roleName?: string | undefined; status: InviteStatus };

const roleWords = (name: string | undefined): string =>
  name === undefined ? 'a role that Piper did not name' : bold(name);

/** The confirmation in the channel. */
export const confirmation = {
  one: (inviterId: string, organization: string, { invitee, roleName }: Told) =>
    `${mention(inviterId)} invited ${whoBold(invitee)} to ${bold(organization)} as ${roleWords(roleName)}.`,
  status: ({ status }: Told) => capital(statusAndTime(status)),
  several: (inviterId: string, organization: string, invited: readonly Told[]) => {
    const names = new Set(invited.map(({ roleName }) => roleName));
    const as = names.size === 1 ? ` as ${roleWords(invited[0]?.roleName)}` : '';
    return `${mention(inviterId)} invited ${people(invited.length)} to ${bold(organization)}${as}.`;
  },
  line: ({ invitee, roleName, status }: Told, isRoleSaid: boolean) =>
    `• ${who(invitee)}: ${isRoleSaid ? '' : `${roleWords(roleName)}, `}${statusWords(status)}`,
  lineAlready: ({ invitee, roleName }: Told) =>
    `• ${who(invitee)}: already a member${roleName === undefined ? '' : ` (${escapeText(roleName)})`}`,
  at: (time: number) => `Confirmed by Piper ${dateTime(time)}`,
  couldNotPost: (channel: string) =>
    `I can't post in ${channel}, so the confirmation comes to you. Add me to the conversation to have it there.`,
} as const;

/** What only the person who invites is told about how it went. */
export const outcome = {
  already: (organization: string, { invitee, roleName, status }: Told) => {
    const role = roleName === undefined ? '' : ` (${escapeText(roleName)})`;
    return status.kind === 'pending'
      ? `${whoBold(invitee)} is already invited to ${bold(organization)}${role}, ${statusAndTime(status)}. Nothing was sent.`
      : `${whoBold(invitee)} is already a member of ${bold(organization)}${role}. Nothing was sent.`;
  },
  failed: (organization: string, invitees: readonly Invitee[], failure: PiperFailure) =>
    invitees.length <= shownWords
      ? `${joinWords(invitees.map(whoBold))} ${invitees.length === 1 ? "wasn't" : "weren't"} invited to ${bold(organization)}. ${whyAndRemedy(failure)}`
      : `${people(invitees.length)} weren't invited to ${bold(organization)}. ${whyAndRemedy(failure)}\n${bullets(invitees)}`,
  unknown: (
    organization: string,
    invitees: readonly Invitee[],
    listed: 'absent' | 'unread',
  ): string => {
    const isOne = invitees.length === 1;
    const isFew = invitees.length <= shownWords;
    const whom = isFew ? joinWords(invitees.map(whoBold)) : `${people(invitees.length)} below`;
    const seen =
      listed === 'absent'
        ? `I looked at the member list of ${bold(organization)} several times, and ${whom} ${isOne ? "isn't" : "aren't"} on it.`
        : `I can't read the member list either, so I don't know whether ${whom} ${isOne ? 'was' : 'were'} invited to ${bold(organization)}.`;
    const told = `Piper broke off before it answered. ${seen} Send it again in a few minutes: I look at the member list first, so nobody is invited twice.`;
    return isFew ? told : `${told}\n${bullets(invitees)}`;
  },
  nobody: (failure: PiperFailure) => `Nobody was invited. ${whyUnread(failure)}`,
} as const;

const bullets = (invitees: readonly Invitee[]): string =>
  invitees.map((invitee) => `• ${who(invitee)}`).join('\n');

/** Why Piper did not do it, and what to do next. */
export function whyAndRemedy(failure: PiperFailure): string {
  const words = failure.detail ? ` Piper's words: "${escapeText(failure.detail)}"` : '';
  switch (failure.kind) {
    case 'unauthorized':
      return "Piper no longer accepts this workspace's platform token. Whoever runs piper-invite can put a new one in place.";
    case 'forbidden':
      return `This workspace's platform token may not do that in Piper. Whoever runs piper-invite can use one that may add members.${words}`;
    case 'not_found':
      return `Piper no longer has this role or this organization. Open the form again and choose from the roles that it has now.${words}`;
    case 'conflict':
      return `Piper says that it has this address already, but its member list doesn't show it. An admin of the organization can look in Piper.${words}`;
    case 'invalid':
      return failure.fields.includes('role_id')
        ? `Piper no longer gives this role. Open the form again and choose another one.${words}`
        : `Piper doesn't accept the address. Check the spelling and send it again.${words}`;
    case 'rate_limited':
      return `Piper takes no more requests for now. Send it again in ${waitWords(failure.retryAfter)}.`;
    case 'unavailable':
      return "Piper isn't answering. Send it again in a few minutes.";
    case 'unexpected':
      return "Piper gave an answer that I don't understand. Send it again in a few minutes, or give your admin the reference below.";
  }
}

/** Why Piper did not even show the organization, its roles or its members, and what to do next. */
function whyUnread(failure: PiperFailure): string {
  switch (failure.kind) {
    case 'forbidden':
      return "This workspace's platform token may not read roles and members in Piper. Whoever runs piper-invite can use one that may.";
    case 'not_found':
      return "Piper doesn't show this organization to the workspace's platform token any more. Whoever runs piper-invite can look into it.";
    case 'conflict':
    case 'invalid':
      return whyAndRemedy({ kind: 'unexpected', status: 0, contact: 'refused' });
    default:
      return whyAndRemedy(failure);
  }
}

function waitWords(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return 'a few minutes';
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`;
}

/** Why somebody may not invite. */
export function refusal(reason: Refusal, inviters: readonly string[]): string {
  switch (reason) {
    case 'not_chosen':
      return `Only ${whoMayInvite(inviters)} can invite to Piper from this workspace. Ask one of them.`;
    case 'guest':
      return "Guests can't invite to Piper. Ask a full member of this workspace who may.";
    case 'external':
      return "People from other workspaces can't invite to Piper from here. Ask somebody in this workspace.";
    case 'bot':
    case 'deactivated':
      return "This account can't invite to Piper.";
    case 'unidentified':
      return "Slack can't tell me who you are right now, so nobody was invited. Try again.";
  }
}

const whoMayInvite = (inviters: readonly string[]): string =>
  inviters.length === 0
    ? 'workspace admins and owners'
    : `workspace admins, owners${inviters.length === 1 ? ' and ' : ', '}${joinWords(inviters.map(mention))}`;

/** Anything that is nobody's outcome. */
export const trouble = {
  otherWorkspace: "piper-invite isn't set up for this workspace. Its admins can install it.",
  nothingDone:
    'Something went wrong on our side; nobody was invited. Try again, or give your admin this reference.',
  perhapsDone:
    "Something went wrong on our side before I could tell you the result. Send it again: I look at Piper's member list first, so nobody is invited twice. Or give your admin this reference.",
  stillWorking:
    "Piper hasn't given a clear answer yet. I'm checking what became of your invite and will tell you here.",
  formTooLate: (command: string) =>
    `Slack couldn't show the form in time. Nobody was invited; type ${command} again.`,
  tooSlowPlain: 'Slack is slow right now. Nobody was invited and nothing is lost: send it again.',
  noForm: (failure: PiperFailure) => `I can't show the form. ${whyUnread(failure)}`,
  reference: (reference: string) => `ref ${reference}`,
} as const;

/** What `/piper-invite help` says. */
export const help = {
  intro: 'Add people to your Piper organization from here.',
  notUnderstood: (words: readonly string[]) =>
    `I didn't understand ${escapeText(quoteWords(words))}. Nobody was invited.`,
  usage: (command: string) =>
    [
      `\`${command}\` opens the form.`,
      `\`${command} ada@example.com, @grace\` opens it with these people filled in.`,
      `\`${command} ada@example.com as Editor\` invites at once.`,
      `\`${command} help\` shows this.`,
    ]
      .map((line) => `• ${line}`)
      .join('\n'),
  who: (inviters: readonly string[]) => `${capital(whoMayInvite(inviters))} can invite.`,
  more: 'Questions about the app go to a workspace admin, questions about Piper to <https://docs.letpiper.com|its documentation>.',
} as const;

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
    case 'gone':
      return `Piper no longer has the role ${spell.text(problem.name)}. Close the form and open it again to see the roles that it has now.`;
    case 'unknown':
      return problem.roles.length === 0
        ? `There is no role "${typed(problem)}", nor any other. Make one in Piper, then send it again.`
        : `There is no role "${typed(problem)}". Choose from ${roleNames(problem.roles)}.`;
    case 'ambiguous':
      return `"${typed(problem)}" could be ${roleNames(problem.roles)}. Type it exactly.`;
    case 'unreadable':
      return "Piper isn't answering, so I can't look up the role. Nobody was invited; send it again in a few minutes.";
  }
}

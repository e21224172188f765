import type { TooMany } from '../domain/invitation.ts';
import { batch } from '../limits.ts';
import { bold } from './mrkdwn.ts';
import { inHours, invites, people } from './words.ts';

/** The modal that invites people. */
export const form = {
  titlePlain: 'Invite to Piper',
  submitPlain: 'Invite',
  continuePlain: 'Continue',
  closePlain: 'Cancel',
  closeReadPlain: 'Close',
  loading: 'Reading the roles from Piper…',
  noRoles: (organization: string) =>
    `${bold(organization)} has no role that could be given. Make one in Piper, then open the form again.`,
  noneGiven: (organization: string) =>
    `You can give none of ${bold(organization)}'s roles: each can do more in Piper than your own there, or can't be compared with it. Ask somebody who may do more.`,
  otherOrganization: (organization: string) =>
    `Nobody was invited: this workspace has been connected to ${bold(organization)} since the form was opened. Open it again.`,
  nobodyYet: 'Nobody has been invited yet.',
  down: "Piper isn't answering right now. What you send is kept. When Piper is back, I check whether you may give the role, before anything is sent.",
  intro: (organization: string) => `Inviting to ${bold(organization)}`,
  peoplePlain: 'People in Slack',
  peopleHintPlain: 'Their invite goes to the e-mail address in their Slack profile.',
  peoplePlaceholderPlain: 'Choose people',
  addressesPlain: 'E-mail addresses',
  addressesHintPlain: 'One or many, separated by commas, spaces or new lines.',
  addressesPlaceholderPlain: 'ada@example.com, grace@example.com',
  moreSourcesPlain: 'More ways to add people',
  userGroupsPlain: 'Everybody in user groups',
  userGroupsPlaceholderPlain: 'Choose user groups',
  channelsPlain: 'Everybody in channels',
  channelsHintPlain: 'Full members only: no guests, no bots, nobody from other workspaces.',
  channelsPlaceholderPlain: 'Choose channels',
  filePlain: 'CSV or Excel file',
  fileHintPlain:
    'Everybody with an address in it. A column named "role" says who gets another role.',
  tooManyPlain: (problem: TooMany) => {
    const { more } = problem;
    const [these, send] =
      more === 1 ? ["this one wasn't", 'send it'] : [`these ${more} weren't`, 'send them'];
    const lost = `so ${these} sent. Nothing is lost:`;
    if (problem.kind === 'open') {
      return `You have ${invites(problem.open)} under way, and one person can have up to ${batch.maxOpenPerPerson} at once, ${lost} ${send} again when enough of the others are done.`;
    }
    const { limit, left, freeIn } = problem;
    const again = freeIn === undefined ? 'send fewer at once' : `${send} again ${inHours(freeIn)}`;
    return `You can invite ${people(limit)} within 24 hours, and ${left === 0 ? 'nobody more' : `only ${left} more`} now, ${lost} ${again}.`;
  },
  tooLong: (command: string) =>
    `That's more than the form can hold. Nobody was invited. End \`${command} …\` with a role, such as "as Editor", to send them from there, or send them in parts.`,
  messageTooLong: ({ takesFiles }: { takesFiles: boolean }) =>
    `This message has more addresses than fit: ${takesFiles ? 'use a file' : 'send them in parts'}.`,
  nobodyInMessage: 'This message names nobody who can be invited.',
  rolePlain: 'Role',
  notGivenHintPlain: (count: number) =>
    `${count === 1 ? "One role isn't" : `${count} roles aren't`} shown: ${count === 1 ? 'it' : 'each'} can do more in Piper than your own there, or can't be compared with it.`,
  rolePlaceholderPlain: 'Choose a role',
  roleSearchPlaceholderPlain: 'Type to search all roles',
  channelPlain: 'Confirm in',
  channelHintPlain: 'Everybody in this conversation sees who was invited, and as what.',
  onlyMePlain: 'Only me',
  onlyMeBoxPlain: 'Confirm to me alone, in a direct message',
  notePlain: 'Note',
  noteHintPlain: 'Shown with the confirmation in Slack. Piper does not send it.',
} as const;

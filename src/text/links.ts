import type { Link, LinkProblem } from '../domain/link.ts';
import type { Member } from '../domain/organization.ts';
import { bold, boldAddress, dateTime, escapeText, mention, nameWords } from './mrkdwn.ts';
import { whyUnmatched } from './not-given.ts';
import { whyUnread } from './why.ts';
import { roleWords } from './words.ts';

type Person = { userId: string; address: string };

const made = ({ by, at }: Link): string => `by ${mention(by)} ${dateTime(at)}`;

const inPiper = (organization: string, { roleName }: Pick<Member, 'roleName'>): string =>
  `${bold(organization)} as ${roleWords(roleName)}`;

/** Who somebody in Slack is in Piper, where their addresses don't tell. */
export const links = {
  linked: (organization: string, { userId, address }: Person, member: Pick<Member, 'roleName'>) =>
    `${mention(userId)} is linked to ${boldAddress(address)} now, who is in ${inPiper(organization, member)}. They can give from Slack what this member may give in Piper, and I've told them so.`,
  notice: (organization: string, { address, by }: { address: string; by: string }) =>
    `${mention(by)} linked you to ${boldAddress(address)} in ${bold(organization)}: from Slack you can give what this member may give in Piper. If that isn't you, tell ${mention(by)}.`,
  problem,

  byLink: (organization: string, userId: string, link: Link, { address, roleName }: Member) =>
    `${mention(userId)} is ${bold(address ?? link.address)} in ${inPiper(organization, { roleName })}, linked ${made(link)}.`,
  byAddress: (organization: string, userId: string, { address = '', roleName }: Member) =>
    `${mention(userId)} is ${boldAddress(address)} in ${inPiper(organization, { roleName })}, by their address in Slack.`,
  stale: (organization: string, userId: string, link: Link, command: string) =>
    `${mention(userId)} was linked to ${boldAddress(link.address)} ${made(link)}, who isn't in ${bold(organization)} any more. So they can't give anything from Slack until \`${command} unlink\` ends the link.`,
  unreadable: (userId: string, command: string) =>
    `The link of ${mention(userId)} was changed from outside, so it isn't used, and they can't give anything from Slack until \`${command} unlink\` ends it.`,
  unmatched: (
    organization: string,
    userId: string,
    why: 'none' | 'several' | 'not_joined' | 'unconfirmed' | 'no_address',
    command: string,
  ) => {
    const remedy = `\`${command} link\` with their name and an address links them.`;
    switch (why) {
      case 'none':
        return `The Slack address of ${mention(userId)} isn't in ${bold(organization)}. ${remedy}`;
      case 'several':
        return `More than one member of ${bold(organization)} has the Slack address of ${mention(userId)}. An admin of the organization can change that in Piper.`;
      case 'not_joined':
        return `${mention(userId)} hasn't joined ${bold(organization)} yet.`;
      case 'unconfirmed':
        return `Slack doesn't say that ${mention(userId)} has confirmed their address. ${remedy}`;
      case 'no_address':
        return `${mention(userId)} has no address in Slack that I can see. ${remedy}`;
    }
  },

  unlinked: (organization: string, userId: string) =>
    `${mention(userId)} isn't linked to a member of ${bold(organization)} any more. Their address in Slack counts again.`,
  notLinked: (organization: string, userId: string) =>
    `${mention(userId)} isn't linked to a member of ${bold(organization)}. Nothing was changed.`,

  question: (organization: string, { userId, address }: Person) =>
    `${mention(userId)} asks to be linked to ${boldAddress(address)} in ${bold(organization)}, to give from Slack what this member may give in Piper. Link them only if you know that the address is theirs.`,
  linkPlain: 'Link',
  confirmTitlePlain: 'Link them?',
  confirmPlain: (address: string) =>
    `Whoever asked can then give what ${address} may give in Piper. Do it only if you know that the address is theirs.`,
  confirmYesPlain: 'Link',
  confirmNoPlain: "Don't link",

  asked: (organization: string, address: string, connectedBy: string) =>
    `I've asked ${mention(connectedBy)} to link you to ${boldAddress(address)} in ${bold(organization)}.`,
  askedBefore: (connectedBy: string) =>
    `I've already asked ${mention(connectedBy)} to link you, so nobody was asked again. Try again in an hour, or talk to them.`,
  notAsked: (connectedBy: string, command: string) =>
    `Slack doesn't take my message to ${mention(connectedBy)}, so nobody was asked. ${adminsCan(command)}`,
  nobodyToAsk: (command: string) =>
    `The connection to Piper is set by whoever runs piper-invite, so nobody was asked. ${adminsCan(command)}`,
  noNeed:
    'You connected this workspace, so you can give what its platform token may give. You need no link, and nobody was asked.',
} as const;

const adminsCan = (command: string): string =>
  `A workspace admin can link you: \`${command} link\` with your name and the address.`;

/** Why nobody was linked, and what to do next. */
function problem(
  { name, connectedBy }: { name: string; connectedBy: string },
  { userId, address }: { userId: string; address: string },
  why: LinkProblem,
  command: string,
): string {
  const member = boldAddress(address);
  switch (why.kind) {
    case 'self':
      return `You can't link yourself, so nobody was linked. \`${command} link ${escapeText(address)}\` asks whoever connected this workspace to do it.`;
    case 'no_person':
      return noPerson(userId, why.why);
    case 'unread':
      return `Nothing was changed. ${whyUnread(why.failure)}`;
    case 'unmatched': {
      const format = { name: nameWords, userId: mention };
      return `Nobody was linked. ${whyUnmatched(why.why, { organization: name, connectedBy }, format)}`;
    }
    case 'no_member':
      return `${member} isn't in ${bold(name)}'s member list, so nobody was linked. Check the spelling, or invite them first.`;
    case 'several':
      return `More than one member of ${bold(name)} has the address ${member}, so nobody was linked. An admin of the organization can look in Piper.`;
    case 'not_joined':
      return `${member} hasn't joined ${bold(name)} yet, so nobody was linked. Try again once they have.`;
    case 'owner':
      return `${member} owns ${bold(name)}, so only they can link somebody to their account. Nobody was linked.`;
    case 'owner_unknown':
      return `Piper doesn't tell me who owns ${bold(name)}, and that might be ${member}. Nobody was linked. Ask whoever runs piper-invite.`;
    case 'above':
      return `${member} is ${roleWords(why.roleName)}, which can do more in Piper than your own role there, so nobody was linked. Ask somebody who may give that role.`;
    case 'not_comparable':
      return `I can't tell what ${roleWords(why.roleName)}, the role of ${member}, may do in Piper. Nobody was linked. Ask the organization's owner, or somebody who has that role.`;
    case 'taken':
      return taken(userId, member, why, command);
    case 'changed':
      return 'Somebody else changed the connection or a link meanwhile, so nobody was linked. Try again.';
  }
}

function taken(
  userId: string,
  member: string,
  { link, isSame }: Extract<LinkProblem, { kind: 'taken' }>,
  command: string,
): string {
  if (isSame)
    return `${mention(userId)} is linked to ${member} already, ${made(link)}. Nothing was changed.`;
  const first = `Nothing was changed; \`${command} unlink\` ends that first.`;
  return link.userId === userId
    ? `${mention(userId)} is linked to ${boldAddress(link.address)} already, ${made(link)}. ${first}`
    : `${member} is linked to ${mention(link.userId)} already, ${made(link)}. ${first}`;
}

function noPerson(userId: string, why: Extract<LinkProblem, { kind: 'no_person' }>['why']): string {
  switch (why) {
    case 'guest':
      return `${mention(userId)} is a guest here, and guests can't be linked to anybody.`;
    case 'external':
      return `${mention(userId)} is from another workspace, and can't be linked to anybody from here.`;
    case 'bot':
      return `${mention(userId)} is a bot, and can't be linked to anybody.`;
    case 'deactivated':
      return `${mention(userId)} is deactivated in Slack, and can't be linked to anybody.`;
    case 'unknown':
      return `Slack doesn't know ${mention(userId)} any more, so nothing was changed.`;
    case 'unavailable':
      return `Slack can't tell me who ${mention(userId)} is right now, so nothing was changed. Try again.`;
  }
}

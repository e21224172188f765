import type { Approvers, Asking } from '../domain/asking.ts';
import type { Invitee } from '../domain/invitation.ts';
import type { Role } from '../domain/organization.ts';
import type { Reason } from '../domain/reasons.ts';
import type { NotDecider, VoidReason } from '../domain/request.ts';
import { commands } from '../ids.ts';
import { batch, sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, channelMention, dateTime, day, mention, nameWords } from './mrkdwn.ts';
import {
  capitalize,
  days,
  invites,
  joinWords,
  mentions,
  nameAndAddress,
  nameOfBold,
  people,
  someOf,
  whoBold,
} from './words.ts';

/** Somebody who is asked for; `askedRoleName` is what was asked for, where whoever decided has changed that. */
type Asked = { invitee: Invitee; roleName: string; askedRoleName?: string };

/** Who decides, besides those who may connect: the quiet ones are not named. */
const deciders = ({ userIds, userGroupIds }: Approvers): string[] => {
  const named = mentions(userIds, userGroupIds);
  const more = named.length - sentence.mentions;
  return [...named.slice(0, sentence.mentions), ...(more > 0 ? [`${more} more`] : [])];
};

/** Such as "**ada@acme.example**", or "3 people"; in one organization, also to which. As what, with one person, or where that was changed. */
const what = (asked: readonly Asked[], organization?: string): string => {
  const [only] = asked;
  const to = organization === undefined ? '' : ` to ${bold(organization)}`;
  return only && asked.length === 1
    ? `${nameAndAddress(only.invitee, nameOfBold)}${to} as ${bold(only.roleName)}${insteadOf([only])}`
    : `*${people(asked.length)}*${to}${newRole(asked)}`;
};

/** Roles that were asked for, beside the one that is given: so many are named, in so many characters, or not all of them fit. */
const askedRoles = { named: 2, characters: 40 };

const brief = (name: string): string => shorten(name, askedRoles.characters);

const insteadOf = (asked: readonly Asked[], nameOf = bold): string => {
  const names = [...new Set(asked.flatMap(({ askedRoleName }) => askedRoleName ?? []))];
  const named = names.map((name) => nameOf(brief(name)));
  return named.length > 0 ? ` instead of ${someOf(named, askedRoles.named)}` : '';
};

/** Whoever changes it gives everybody the same role. */
const newRole = (asked: readonly Asked[]): string => {
  const changed = asked.find(({ askedRoleName }) => askedRoleName !== undefined);
  return changed ? ` as ${bold(changed.roleName)}${insteadOf(asked)}` : '';
};

const lapsedWords = (userIds: readonly string[]): string =>
  `the approval of ${joinWords(userIds.map(mention))} no longer counts`;

const changed = (by?: string): string => (by === undefined ? '' : `, as changed by ${mention(by)}`);

/** Asking for approval, deciding, and what people are told of it. */
export const requests = {
  // In the preview.
  askedAre: ({ channel, ...approvers }: Approvers) =>
    `This is asked in ${channel ? channelMention(channel) : 'direct messages'}. ${capitalize(joinWords([...deciders(approvers), 'workspace admins'], 'or'))} can decide.`,
  /** Of an invite that is only checked. */
  wouldAsk: ({ approvers: { channel, ...approvers }, expireAfterDays }: Asking, needed: number) =>
    [
      `This would be asked in ${channel ? channelMention(channel) : 'direct messages'}.`,
      `${capitalize(joinWords([...deciders(approvers), 'workspace admins'], 'or'))} can decide;`,
      `${needed > 1 ? 'two approvals are needed' : 'one approval is enough'}, and it would end after ${days(expireAfterDays)}.`,
    ].join(' '),
  reasonPlain: 'Why',
  reasonHintPlain: 'Read by those who decide. It is not in the confirmation.',
  reasonTooShortPlain: (least: number) => `Say why, in at least ${least} characters.`,
  reasonPlaceholderPlain: 'Ada joins the robot team on Monday',
  askTitlePlain: 'Ask to invite',
  askPlain: 'Ask for approval',
  sendAndAskPlain: (sent: number, asked: number) => `Send ${sent}, ask for ${asked}`,
  nothingYet: 'Nothing is sent or asked until you press the button.',
  asked: (by: string, at: number, until: number, { address }: Invitee) =>
    `${mention(by)} asked for ${whoBold({ address })} ${dateTime(at)}; it waits until ${day(until)}.`,
  askedElsewhere: (until: number, { address }: Invitee) =>
    `Somebody in another workspace asked for ${whoBold({ address })}; it waits until ${day(until)}.`,
  nothingAsked: 'Nothing was asked again.',
  tooMany: (open: number) =>
    `You have ${open} open requests, and one person can't have more. Nothing was asked: wait for some of them, or cancel one in \`${commands.invite} requests\`.`,
  deniedLately: (addresses: readonly string[]) =>
    `${someOf(
      addresses.map((address) => whoBold({ address })),
      sentence.items,
    )} ${addresses.length === 1 ? 'was' : 'were'} denied within the last 24 hours, so nothing was asked. Talk to whoever decided, or ask again tomorrow.`,
  alsoSent: (count: number) =>
    `${count === 1 ? 'The invite that needs' : `The ${count} invites that need`} no approval ${count === 1 ? 'is' : 'are'} sent.`,
  needsReason: 'This needs approval, and a reason. Nothing was sent or asked yet.',
  needsApprovalNow: 'This needs approval now, so nothing was sent. You can ask for it.',
  askAgainPlain: 'Ask again',
  goneToAsk:
    "I don't have this any more, or this workspace is connected to another organization. Nothing was asked: open the form to name the same people.",
  notAskable:
    'Nobody can be asked from here any more, so nothing was asked. Close this and start again.',

  // To those who decide.
  headline: (by: string, organization: string, asked: readonly Asked[], changedBy?: string) =>
    `${mention(by)} asks to invite ${what(asked, organization)}${changed(changedBy)}.`,
  /** `fate` is what became of it. */
  person: (asked: Asked, fate?: string) =>
    [
      asked.askedRoleName === undefined
        ? `• ${nameAndAddress(asked.invitee)}: ${nameWords(asked.roleName)}`
        : `• ${nameAndAddress(asked.invitee)}: ${nameWords(brief(asked.roleName))}${insteadOf([asked], nameWords)}`,
      ...(fate === undefined ? [] : [fate]),
    ].join(', '),
  leftOut: (invitees: readonly Invitee[]) =>
    `Left out: ${someOf(
      invitees.map((invitee) => nameAndAddress(invitee, nameOfBold)),
      sentence.items,
    )}.`,
  changedTo: (by: string, asked: readonly Asked[]) => `Changed by ${mention(by)}: ${what(asked)}.`,
  more: (count: number) => `• and ${count} more`,
  askedAt: (at: number) => `Asked ${dateTime(at)}`,
  endsOn: (until: number) => `ends on ${day(until)}`,
  counted: (approved: readonly string[], needed: number, lapsed: readonly string[]) =>
    [
      `${approved.length} of ${needed} approvals${approved.length > 0 ? `: ${joinWords(approved.map(mention))}` : ''}`,
      ...(lapsed.length > 0 ? [lapsedWords(lapsed)] : []),
    ].join('; '),
  calls: (approvers: Approvers) => {
    const called = deciders(approvers);
    return called.length === 0 ? undefined : `${joinWords(called)}, please decide.`;
  },
  approvePlain: (count: number) => (count === 1 ? 'Approve' : `Approve ${people(count)}`),
  denyPlain: 'Deny',
  cancelPlain: 'Cancel the request',
  confirmTitlePlain: (count: number) => `Approve ${people(count)}?`,
  confirmPlain: 'Each of them gets an invite from Piper.',
  confirmYesPlain: 'Approve',
  confirmNoPlain: 'Back',
  approved: (by: readonly string[], at: number) =>
    `Approved by ${joinWords(by.map(mention))} ${dateTime(at)}.`,
  notYet: "Piper hasn't answered yet.",
  denied: (by: string, at: number) => `Denied by ${mention(by)} ${dateTime(at)}.`,
  cancelled: (by: string, at: number) => `Cancelled by ${mention(by)} ${dateTime(at)}.`,
  expired: (at: number) => `Nobody decided in time; it ended ${dateTime(at)}.`,
  voided: (why: VoidReason, organization: string): string => {
    switch (why) {
      case 'satisfied':
        return `Everybody here is already in ${bold(organization)} or invited, so nothing is left to decide.`;
      case 'not_allowed_any_more':
        return "The rules don't allow this any more, so it ended.";
      case 'disconnected':
        return `This workspace is no longer connected to ${bold(organization)}, so it ended.`;
      case 'requester_gone':
        return "Whoever asked isn't a full member here any more, so it ended.";
    }
  },
  reminder: (approvers: Approvers, until: number) =>
    `${joinWords(deciders(approvers))}: this still waits for a decision, and ends on ${day(until)}.`,

  // To whoever asked.
  youAsked: (organization: string, asked: readonly Asked[]) =>
    `You asked to invite ${what(asked, organization)}.`,
  youHear: (until: number) =>
    `It waits for a decision until ${day(until)} at the latest, and I'll tell you how it ends.`,
  yourEnd: {
    approved: (
      by: readonly string[],
      organization: string,
      asked: readonly Asked[],
      changedBy?: string,
    ) =>
      `${joinWords(by.map(mention))} approved your request to invite ${what(asked, organization)}${changed(changedBy)}.`,
    confirmed: (count: number) =>
      `Piper has confirmed ${count === 1 ? 'the invite' : `all ${count} invites`}.`,
    confirmedSome: (count: number, already: number) =>
      `Piper has confirmed ${invites(count)}; ${people(already)} ${already === 1 ? 'was a member' : 'were members'} already.`,
    denied: (by: string, organization: string, asked: readonly Asked[]) =>
      `${mention(by)} denied your request to invite ${what(asked, organization)}. Nothing was sent.`,
    expired: (organization: string, asked: readonly Asked[]) =>
      `Nobody decided in time about your request to invite ${what(asked, organization)}. Nothing was sent; you can ask again.`,
    voided: (organization: string, asked: readonly Asked[]) =>
      `Your request to invite ${what(asked, organization)} has ended. Nothing was sent.`,
    cancelled: (by: string, organization: string, asked: readonly Asked[]) =>
      `${mention(by)} cancelled your request to invite ${what(asked, organization)}. Nothing was sent.`,
  },

  // To whoever presses a button.
  gone: "This request isn't there any more. Nothing changed.",
  mayNot: (why: NotDecider | 'unidentified', approvers: Approvers | undefined): string => {
    switch (why) {
      case 'unidentified':
        return "Slack can't tell me who you are right now, so nothing was decided. Try again.";
      case 'not_approver':
        return `Only ${joinWords([...(approvers ? deciders(approvers) : []), 'workspace admins'])} can decide this.`;
      case 'requester':
        return 'You asked for this yourself, so somebody else has to decide.';
      case 'invitee':
        return 'This invite is for you, so somebody else has to decide.';
      case 'approved_already':
        return 'You have approved this. One more person has to.';
    }
  },
  late: (words: string) => `${words} Nothing changed.`,
  changedMeanwhile:
    'Somebody else has changed this request meanwhile. Look at it again, then decide.',
  pressed: {
    approved: 'Approved. Piper is asked now.',
    counted: 'Your approval counts. One more person has to approve it.',
    countedAlone: (lapsed: readonly string[]) =>
      `Your approval counts. ${capitalize(lapsedWords(lapsed))}, since they couldn't approve this any more, so one more person has to approve it.`,
    denied: 'Denied. Whoever asked is told.',
    cancelled: 'Cancelled. Nothing was sent.',
  },
  unread:
    "Piper isn't answering, so I can't check what you may give. Nothing was decided; try again in a few minutes.",
  groupsUnread: (userGroupIds: readonly string[]) =>
    `Slack can't tell me right now who is in ${someOf(mentions([], userGroupIds), sentence.mentions)}, and it depends on that. Nothing was decided; try again in a few minutes.`,
  approverUnread: (userId: string) =>
    `Slack can't tell me right now whether ${mention(userId)}, who has approved this, may still decide here. Nothing was decided; try again in a few minutes.`,
  nobodyLeft:
    'With this change nobody would be invited: they are members or invited by now, or the rules forbid it. Nothing was decided.',
  requesterUnread:
    "Slack can't tell me right now whether whoever asked is still a full member here, so nothing was decided. Try again in a few minutes.",
  tooManyOpen: (open: number) =>
    `Whoever asked has ${open} invites under way, and ${batch.maxOpenPerPerson} is the most for one person. Nothing was decided; approve this once some of them are done.`,
  changePlain: 'Change…',
  changeTitlePlain: 'Change and approve',
  changeSubmitPlain: 'Approve',
  changeRolePlain: 'Another role',
  changeRoleHintPlain: 'For everybody in the request. Leave this empty to keep what was asked for.',
  leaveOutPlain: 'Leave out',
  leaveOutPlaceholderPlain: (count: number) => `Search all ${count} people by address`,
  roleGonePlain: 'Piper no longer has this role. Choose another one.',
  nobodyLeftPlain: 'Nobody would be left. Deny the request instead.',
  denyTitlePlain: 'Deny the request',
  seeAllTitlePlain: 'Who is asked for',
  wordsPlain: 'What do you want to say?',
  wordsHintPlain: 'Whoever asked reads it.',

  loading: 'One moment…',
  above: ({ name }: Pick<Role, 'name'>, reason: Reason): string => {
    switch (reason.kind) {
      case 'above':
        return `${bold(name)} can do more in Piper than your own role (${bold(reason.own)}), so you can't approve it. Somebody who may give it can.`;
      case 'unmatched':
        return `I can't tell who you are in Piper, so you can't approve ${bold(name)}. Ask a workspace admin to link you to your account there.`;
      default:
        return `I can't tell what ${bold(name)} may do in Piper, so only the organization's owner, or somebody who has that role, can approve it.`;
    }
  },

  // The list.
  none: 'No request waits for a decision.',
  listTitlePlain: 'Requests',
  listTitle: (count: number) =>
    `${count === 1 ? 'One request waits' : `${count} requests wait`} for a decision:`,
  line: (by: string, asked: readonly Asked[], at: number, until: number) =>
    `${mention(by)}: ${what(asked)} · asked ${dateTime(at)} · ends on ${day(until)}`,
  /** Of one's own; `state` is a sentence. */
  own: (asked: readonly Asked[], state: string) => `${what(asked)}\n${state}`,
  waits: (until: number) => `Waits for a decision until ${day(until)}.`,
} as const;

import { isTransient, type PiperFailure } from '../domain/failures.ts';
import type { InvitationState, Invitee } from '../domain/invitation.ts';
import type { InviteStatus } from '../domain/invite-status.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { delivery, sentence } from '../limits.ts';
import { bold, channelMention, dateTime, day, mention, nameWords } from './mrkdwn.ts';
import { whyAndRemedy } from './why.ts';
import {
  capitalize,
  inAbout,
  inDays,
  invites,
  joinWords,
  type ListLimit,
  limitLines,
  nameOf,
  nameOfBold,
  people,
  roleWords,
  who,
  whoBold,
} from './words.ts';

/** What is shown of somebody who was invited; `at` is when they were first seen to be gone, epoch milliseconds. */
type ShownStatus = InviteStatus | { kind: 'removed'; at: number };

function statusWords(status: ShownStatus): string {
  switch (status.kind) {
    case 'removed':
      return `removed from Piper, seen on ${day(status.at)}`;
    case 'pending':
      return 'pending';
    case 'joined':
      return status.at === undefined ? 'joined' : `joined on ${day(status.at)}`;
    case 'other':
      return `status "${nameWords(status.word)}"`;
    case 'unstated':
      return 'Piper gave no invite status';
  }
}

const statusAndTime = (status: ShownStatus): string =>
  status.kind === 'pending' && status.since !== undefined
    ? `pending since ${dateTime(status.since)}`
    : statusWords(status);

/** What Piper answered about one person. */
export type PersonResult = {
  invitee: Invitee;
  roleName?: string | undefined;
  status: ShownStatus;
};

type Counts = { already: number; failed: number; cancelled: number };

const counts = ({ already, failed, cancelled }: Counts): string[] => [
  ...(already > 0 ? [`${already} already ${already === 1 ? 'a member' : 'members'}`] : []),
  ...(failed > 0 ? [`${failed} failed`] : []),
  ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
];

/** Slack user IDs of who invited, and of who approved it where that was needed. */
type Inviter = { inviterId: string; approvedBy?: readonly string[] | undefined };

const approved = ({ approvedBy = [] }: Inviter): string =>
  approvedBy.length === 0 ? '' : `, approved by ${joinWords(approvedBy.map(mention))}`;

const personWords = ({ invitee, roleName, status }: PersonResult, isRoleKnown: boolean): string =>
  `${nameOf(invitee)}: ${isRoleKnown ? '' : `${roleWords(roleName)}, `}${statusWords(status)}`;

/** The confirmation that the conversation sees. */
export const confirmation = {
  one: (by: Inviter, organization: string, { invitee, roleName }: PersonResult) =>
    `${mention(by.inviterId)} invited ${nameOfBold(invitee)} to ${bold(organization)} as ${roleWords(roleName)}${approved(by)}.`,
  status: ({ status }: PersonResult) => capitalize(statusAndTime(status)),
  several: (by: Inviter, organization: string, invited: readonly PersonResult[]) => {
    const names = new Set(invited.map(({ roleName }) => roleName));
    const as = names.size === 1 ? ` as ${roleWords(invited[0]?.roleName)}` : '';
    return `${mention(by.inviterId)} invited ${people(invited.length)} to ${bold(organization)}${as}${approved(by)}.`;
  },
  line: (person: PersonResult, isRoleInHeadline: boolean) =>
    `• ${personWords(person, isRoleInHeadline)}`,
  more: (count: number) => `and ${count} more`,
  everybody: {
    titlePlain: 'Who was invited',
    line: (person: PersonResult) => personWords(person, false),
    gone: "I don't have this list any more.",
    otherOrganization: (organization: string) =>
      `This workspace is connected to ${bold(organization)} now, so I can't show who was invited before.`,
  },
  nobody: (inviterId: string, organization: string, total: number) =>
    `${mention(inviterId)} sent ${invites(total)} to ${bold(organization)}, and nobody new was invited.`,
  progress: (
    inviterId: string,
    organization: string,
    total: number,
    sent: number,
    others: Counts,
  ) =>
    `${mention(inviterId)} is inviting ${people(total)} to ${bold(organization)}: ${[`${sent} sent`, ...counts(others)].join(', ')}.`,
  counts,
  /** How many people have each invite status. */
  statuses: (invited: readonly PersonResult[]) => {
    const byWords = new Map<string, number>();
    for (const { status } of invited) {
      const words =
        status.kind === 'removed'
          ? 'removed'
          : statusWords(status.kind === 'joined' ? { kind: 'joined' } : status);
      byWords.set(words, (byWords.get(words) ?? 0) + 1);
    }
    const counted = [...byWords].map(([words, count]) => `${count} ${words}`);
    const more = [...byWords.values()].slice(sentence.items).reduce((sum, count) => sum + count, 0);
    return [
      ...counted.slice(0, sentence.items),
      ...(more > 0 ? [`${more} with another status`] : []),
    ];
  },
  at: (time: number) => `Confirmed by Piper ${dateTime(time)}`,
} as const;

/** What became of invites, for those who approved them. */
export const became = {
  /** `askedRole` is the one that was asked for, which need not be said again. */
  invited: ({ roleName, status }: PersonResult, askedRole: string) =>
    `${roleName === askedRole ? '' : `given as ${roleWords(roleName)}, `}${statusAndTime(status)}`,
  already: ({ roleName, status }: PersonResult) =>
    `${status.kind === 'pending' ? 'invited already' : 'already a member'}${roleName === undefined ? '' : ` (${nameWords(roleName)})`}`,
  failed: 'not invited',
  unknown: 'perhaps invited, since Piper gave no clear answer',
  cancelled: (by: string) => `not invited, since ${mention(by)} cancelled it`,
  waiting: 'waits for Piper',
  waitingCount: (count: number) => `${count} ${count === 1 ? 'waits' : 'wait'} for Piper`,
  alone: (words: string) => `${capitalize(words)}.`,
  toldWhy: (by: string) => `${mention(by)} was told why.`,
} as const;

/** What only the inviter reads: who was left out, why, and what to do about it. */
export const outcome = {
  already: (organization: string, { invitee, roleName, status }: PersonResult) => {
    const role = roleName === undefined ? '' : ` (${nameWords(roleName)})`;
    return status.kind === 'pending'
      ? `${whoBold(invitee)} is already invited to ${bold(organization)}${role}, ${statusAndTime(status)}. Nothing was sent.`
      : `${whoBold(invitee)} is already a member of ${bold(organization)}${role}. Nothing was sent.`;
  },
  /** The same for any number of people. */
  alreadyThere: (
    organization: string,
    people: readonly PersonResult[],
    limit: ListLimit,
  ): string => {
    if (people.length <= sentence.items) {
      return people.map((person) => outcome.already(organization, person)).join('\n');
    }
    const lines = people.map(
      ({ invitee, roleName, status }) =>
        `• ${who(invitee)}: ${roleWords(roleName)}, ${statusWords(status)}`,
    );
    return [
      `${people.length} people are members of ${bold(organization)} or invited already. Nothing was sent.`,
      ...limitLines(lines, limit),
    ].join('\n');
  },
  failed: (
    organization: string,
    invitees: readonly Invitee[],
    failure: PiperFailure,
    limit: ListLimit,
    token?: TokenRemedy,
  ) =>
    invitees.length <= sentence.items
      ? `${joinWords(invitees.map(whoBold))} ${invitees.length === 1 ? "wasn't" : "weren't"} invited to ${bold(organization)}. ${whyAndRemedy(failure, token)}`
      : `${people(invitees.length)} weren't invited to ${bold(organization)}. ${whyAndRemedy(failure, token)}\n${bullets(invitees, limit)}`,
  unknown: (
    organization: string,
    invitees: readonly Invitee[],
    failure: PiperFailure,
    limit: ListLimit,
    token?: TokenRemedy,
  ): string => {
    const isFew = invitees.length <= sentence.items;
    const whom = isFew ? joinWords(invitees.map(whoBold)) : `${people(invitees.length)} below`;
    const opening = `I can't say whether ${whom} ${invitees.length === 1 ? 'was' : 'were'} invited to ${bold(organization)}: Piper broke off before it answered, and`;
    const paragraph = isTransient(failure)
      ? `${opening} for ${inDays(delivery.giveUpAfter)} it gave no clear answer. An admin of the organization can look in Piper. Send it again when Piper is back: ${noneTwice}`
      : `${opening} I couldn't find out since. ${whyAndRemedy(failure, token)} When you send it again, ${noneTwice}`;
    return isFew ? paragraph : `${paragraph}\n${bullets(invitees, limit)}`;
  },
  cancelled: (organization: string, invitees: readonly Invitee[], by: string, limit: ListLimit) =>
    invitees.length <= sentence.items
      ? `${joinWords(invitees.map(whoBold))} ${invitees.length === 1 ? "wasn't" : "weren't"} invited to ${bold(organization)}: ${mention(by)} cancelled it.`
      : `${people(invitees.length)} weren't invited to ${bold(organization)}: ${mention(by)} cancelled it.\n${bullets(invitees, limit)}`,
  /** For whoever invited from somewhere else than where the confirmation is. */
  elsewhere: (invited: readonly PersonResult[], channel: string | undefined) => {
    const names = new Set(invited.map(({ roleName }) => roleName));
    const as = names.size === 1 ? ` as ${roleWords(invited[0]?.roleName)}` : '';
    const whom =
      invited.length <= sentence.items
        ? joinWords(invited.map(({ invitee }) => whoBold(invitee)))
        : people(invited.length);
    const where = channel ? channelMention(channel) : 'our direct messages';
    return `Invited ${whom}${as}. The confirmation is in ${where}.`;
  },
  /** For the reasons that no longer fit the message. */
  others: (count: number, isInFile: boolean) =>
    `Another ${people(count)} weren't invited, for other reasons. ${isInFile ? 'The file below says why.' : 'Send them again in smaller parts to see why.'}`,
  /** In place of `delayed`, once it is over; how many ended how. */
  delayOver: (
    ended: Partial<Record<InvitationState['kind'], number>>,
    channel: string | undefined,
  ) => {
    const { invited = 0, already_member = 0, failed = 0, unknown = 0, cancelled = 0 } = ended;
    const others = [
      ...counts({ already: already_member, failed, cancelled }),
      ...(unknown > 0 ? [`${unknown} without a clear answer`] : []),
    ];
    if (invited > 0) {
      const where = channel ? ` The confirmation is in ${channelMention(channel)}.` : '';
      return `Sent after all: ${[`${invited} invited`, ...others].join(', ')}.${where}`;
    }
    return cancelled > 0 && others.length === 1
      ? `Cancelled. ${invites(cancelled)} ${cancelled === 1 ? 'was' : 'were'} not sent.`
      : `Nothing waits any more: ${others.join(', ')}.`;
  },
  /** While a batch takes longer than the inviter waits. */
  delayed: {
    slow: (count: number) =>
      `Piper hasn't answered yet. I'm waiting for ${count === 1 ? 'the answer to your invite' : `${count} answers`} and will tell you here.`,
    down: (count: number) =>
      `Piper isn't answering. Your ${kept(count)}. When it is back, ${thenChecked(count)}`,
    slack: (count: number) =>
      `Slack can't tell me right now whether you may invite. Your ${kept(count)}. When it can, ${thenSent(count)}`,
    /** `pause` is how long Piper asks to wait, milliseconds, if it says. */
    busy: (count: number, pause: number | undefined) =>
      `Piper is busy. Your ${count === 1 ? 'invite is saved and goes' : `${invites(count)} are saved and go`} out ${inAbout(pause)}. I'll tell you here what becomes of ${count === 1 ? 'it' : 'them'}.`,
    unsent: (count: number) =>
      `Your ${count === 1 ? 'invite waits' : `${invites(count)} wait`} to be sent. I'll tell you here what becomes of ${count === 1 ? 'it' : 'them'}.`,
    senseless: (invitees: readonly Invitee[]) =>
      `Piper's answer doesn't say whether ${named(invitees)} invited. I'm checking and will tell you.`,
    unclear: (invitees: readonly Invitee[]) =>
      `Piper broke off before it answered. ${checking(invitees)}`,
    interrupted: (invitees: readonly Invitee[]) =>
      `I was interrupted before Piper answered. ${checking(invitees)}`,
  },
} as const;

const noneTwice = 'I look at the member list first, so nobody is invited twice.';

const checking = (invitees: readonly Invitee[]): string =>
  `I'm checking whether ${named(invitees)} invited and will tell you here.`;

const named = (invitees: readonly Invitee[]): string =>
  `${invitees.length <= sentence.items ? joinWords(invitees.map(whoBold)) : people(invitees.length)} ${invitees.length === 1 ? 'was' : 'were'}`;

/** Every invite is decided again before it is sent, and while Piper doesn't answer, nobody may have decided about it yet. */
const thenChecked = (count: number): string =>
  `I check whether you may give ${count === 1 ? 'this role before I send it' : 'these roles before I send them'}, and will tell you here.`;

const thenSent = (count: number): string =>
  `I send ${count === 1 ? 'it' : 'them'}, and will tell you here.`;

const kept = (count: number): string =>
  count === 1 ? 'invite is kept' : `${invites(count)} are kept`;

const bullets = (invitees: readonly Invitee[], limit: ListLimit): string =>
  limitLines(
    invitees.map((invitee) => `• ${who(invitee)}`),
    limit,
  ).join('\n');

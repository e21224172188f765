import type { PiperFailure } from '../domain/failures.ts';
import type { InvitationState, Invitee, RoleChange } from '../domain/invitation.ts';
import type { Member } from '../domain/organization.ts';
import type { TokenRemedy } from '../domain/token-remedy.ts';
import { delivery } from '../limits.ts';
import { bold, dateTime, mention, nameWords } from './mrkdwn.ts';
import { whyAndRemedy, whyUnread } from './why.ts';
import {
  capitalize,
  inDays,
  invites,
  days as inWords,
  people,
  roleWords,
  who,
  whoBold,
} from './words.ts';

type InviteRequest = { inviterId: string | undefined; roleName: string; at: number };

const byWhom = (inviterId: string | undefined): string =>
  inviterId === undefined ? 'somebody in another workspace' : mention(inviterId);

const as = (roleName: string | undefined): string =>
  roleName === undefined ? '' : ` as ${bold(roleName)}`;

/** Without a remedy, since the invite is retried anyway. */
function failureWords(failure: PiperFailure): string {
  switch (failure.kind) {
    case 'rate_limited':
      return 'Piper takes no more requests for now';
    case 'unavailable':
      return notAnswering(failure);
    default:
      return "Piper gave an answer that I don't understand";
  }
}

function notAnswering({ who }: Extract<PiperFailure, { kind: 'unavailable' }>): string {
  switch (who) {
    case 'slack':
      return "Slack can't tell me whether it may be sent";
    case 'product':
      return "Something went wrong on our side, so Piper wasn't asked";
    default:
      return "Piper isn't answering";
  }
}

const triedWords = (attempts: number): string =>
  attempts === 1 ? '' : ` (tried ${attempts} times)`;

/** `from` is how they were invited from Slack, if they were. */
type OpenWords = {
  invitee: Invitee;
  roleName: string | undefined;
  state: 'waiting' | 'pending';
  since: number | undefined;
  from: { inviterId: string | undefined } | undefined;
};

const openWords = ({ invitee, roleName, state, since, from }: OpenWords): string =>
  [
    `${who(invitee)} as ${roleWords(roleName)}`,
    `${state === 'waiting' ? 'waiting to be sent' : 'pending'}${since === undefined ? '' : ` since ${dateTime(since)}`}`,
    ...(from ? [`invited from Slack by ${byWhom(from.inviterId)}`] : []),
  ].join(', ');

/** Looking up what became of invites, and reminding of those that are pending. */
export const lookup = {
  /** What the member list says now. */
  member: (organization: string, invitee: Invitee, { roleName, status }: Member) => {
    const subject = whoBold(invitee);
    const where = `${bold(organization)}${as(roleName)}`;
    switch (status.kind) {
      case 'pending':
        return `${subject} is invited to ${where} and pending${status.since === undefined ? '' : ` since ${dateTime(status.since)}`}.`;
      case 'joined':
        return `${subject} has joined ${where}.`;
      case 'other':
        return `${subject} is in ${where}, with the status "${nameWords(status.word)}".`;
      case 'unstated':
        return `${subject} is in ${where}; Piper doesn't say whether they have joined.`;
    }
  },
  noMember: (organization: string, invitee: Invitee) =>
    `${whoBold(invitee)} isn't in ${bold(organization)}'s member list.`,
  unread: (invitee: Invitee, failure: PiperFailure, token?: TokenRemedy) =>
    `I can't see how ${whoBold(invitee)} stands in Piper right now. ${whyUnread(failure, token)}`,
  never: 'Nobody has invited them from Slack.',
  /** Invited is only who Piper has said to be. */
  request: ({ inviterId, roleName, at }: InviteRequest, isInvited: boolean) =>
    `${capitalize(byWhom(inviterId))} ${isInvited ? 'invited them' : 'asked for it'} ${dateTime(at)}, as ${bold(roleName)}.`,
  state: (
    state: InvitationState,
    { attempts, nextAttemptAt }: { attempts: number; nextAttemptAt: number },
  ) => {
    switch (state.kind) {
      case 'waiting': {
        if (state.isAsked) return 'Piper has been asked, and has yet to answer.';
        const unclear = state.isUnclear
          ? ' I look at the member list first, so nobody is invited twice.'
          : '';
        if (!state.failure && state.isUnclear) {
          return `I was interrupted before Piper answered: the next try is ${dateTime(nextAttemptAt)}.${unclear}`;
        }
        if (!state.failure) return 'The invite waits to be sent.';
        return `${failureWords(state.failure)}: tried ${attempts === 1 ? 'once' : `${attempts} times`}, the next try is ${dateTime(nextAttemptAt)}.${unclear}`;
      }
      case 'invited':
        return [
          state.joinedAt === undefined
            ? `Piper took the invite${triedWords(attempts)}.`
            : `I saw ${dateTime(state.joinedAt)} that they had joined.`,
          ...(state.removedAt === undefined
            ? []
            : [`They were removed from Piper, as I saw ${dateTime(state.removedAt)}.`]),
        ].join(' ');
      case 'already_member':
        return `They were ${state.member.status.kind === 'pending' ? 'invited' : 'a member'} already, so nothing was sent.`;
      case 'failed':
        return `It failed${triedWords(attempts)}. ${whyAndRemedy(state.failure)}`;
      case 'unknown':
        return `Piper broke off before it answered, and gave no clear answer for ${inDays(delivery.giveUpAfter)}${triedWords(attempts)}.`;
      case 'cancelled':
        return `${mention(state.by)} cancelled it before it was sent.`;
    }
  },
  roleChange: ({ roleName, by, at }: RoleChange) =>
    by === undefined
      ? `I saw ${dateTime(at)} that they are ${bold(roleName)} now in Piper.`
      : `${mention(by)} changed the role to ${bold(roleName)} ${dateTime(at)}.`,

  noInvitee: (kind: 'unknown' | 'unavailable' | 'no_address', userId: string) => {
    switch (kind) {
      case 'unknown':
        return `Slack doesn't know ${mention(userId)} any more. Type the e-mail address instead.`;
      case 'no_address':
        return `${mention(userId)} has no e-mail address in Slack. Type the address instead.`;
      case 'unavailable':
        return `Slack can't tell me the address of ${mention(userId)} right now. Type it instead, or try again.`;
    }
  },

  list: (organization: string, { pending, waiting }: { pending: number; waiting: number }) =>
    [
      ...(waiting > 0
        ? [
            `${capitalize(invites(waiting))} to ${bold(organization)} ${waiting === 1 ? 'waits' : 'wait'} to be sent.`,
          ]
        : []),
      pending === 0
        ? `Nobody is pending in ${bold(organization)}.`
        : `${capitalize(people(pending))} ${pending === 1 ? 'is' : 'are'} pending in ${bold(organization)}, the newest first.`,
    ].join(' '),
  /** Before what was known. */
  listUnread: (failure: PiperFailure, token?: TokenRemedy) =>
    `I can't see who is pending in Piper right now, so this is what I saw last, of those who were invited from Slack. ${whyUnread(failure, token)}`,
  line: (open: OpenWords) => `• ${openWords(open)}`,
  entry: openWords,
  page: (from: number, to: number, total: number) => `${from}–${to} of ${total}`,
  olderPlain: 'Older',
  newerPlain: 'Newer',

  reminder: (organization: string, invitees: readonly Invitee[], days: number) =>
    `${invitees.length === 1 ? whoBold(invitees[0] as Invitee) : people(invitees.length)} whom you invited to ${bold(organization)} ${invitees.length === 1 ? "hasn't" : "haven't"} joined after ${inWords(days)}.`,
  reminderLine: (invitee: Invitee) => `• ${who(invitee)}`,
  reminderMore: (count: number) => `• ${count} more`,
  reminderRemedy: (command: string) =>
    `Ask them to look for Piper's invite mail, among the spam, too. If the address is wrong, send a new invite to the right one. \`${command} list\` shows who is pending. I won't remind you of this again.`,
} as const;

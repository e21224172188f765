import type { Invitee } from '../domain/invitation.ts';
import type { GroupCount, LeftOut } from '../domain/invite-input.ts';
import { batch, sentence } from '../limits.ts';
import {
  bold,
  channelMention,
  escapeText,
  mention,
  nameWords,
  userGroupMention,
} from './mrkdwn.ts';
import { invites, joinWords, people, someOf, who } from './words.ts';

type PersonWithRole = { invitee: Invitee; roleName?: string | undefined };

const named = ({ invitee, roleName }: PersonWithRole): string =>
  roleName === undefined ? who(invitee) : `${who(invitee)} (${nameWords(roleName)})`;
const names = (list: readonly PersonWithRole[]): string =>
  someOf(list.map(named), batch.namedOfMany);

/** Everybody who gets one role. */
type RoleCount = { name: string; count: number };

const leftOutWords = {
  bot: ['is a bot', 'are bots'],
  deactivated: ['is deactivated', 'are deactivated'],
  external: ['is from another workspace', 'are from other workspaces'],
  guest: ['is a guest', 'are guests'],
  no_address: ['has no e-mail address in Slack', 'have no e-mail address in Slack'],
} as const satisfies Record<LeftOut['why'], readonly [string, string]>;

/** What the inviter checks before many invites are sent. */
export const preview = {
  titlePlain: 'Check and send',
  backPlain: 'Back',
  submitPlain: (count: number) => `Send ${invites(count)}`,
  waiting: 'Looking everybody up in Slack and Piper…',
  fresh: (organization: string, roles: readonly RoleCount[], isUndecided = false) => {
    const count = roles.reduce((sum, role) => sum + role.count, 0);
    const [only] = roles;
    const will = isUndecided ? `${count === 1 ? 'is' : 'are'} to be` : 'will be';
    const subject = `*${people(count)}* ${will} invited to ${bold(organization)}`;
    if (roles.length === 1) return `${subject} as ${bold(only?.name ?? '')}.`;
    const each = roles.map((role) => `${bold(role.name)} (${role.count})`);
    return `${subject}: ${someOf(each, sentence.roles)}.`;
  },
  /** Most first. */
  domains: (domains: readonly { domain: string; count: number }[]) => {
    const named = domains.slice(0, sentence.items);
    const more = domains.length - named.length;
    const list = named.map(({ domain, count }) => `${count} ${escapeText(domain)}`).join(', ');
    const rest = more === 0 ? '' : ` and ${more === 1 ? '1 more domain' : `${more} more domains`}`;
    return `By domain: ${list}${rest}.`;
  },
  /** The line above those who get a role; `isContinued` where the first of them are on another page. */
  role: ({ name, count }: RoleCount, isContinued: boolean) =>
    `${bold(name)} (${count}${isContinued ? ', continued' : ''})`,
  person: who,
  /** After the first of those who get a role. */
  more: (count: number) => `and ${count} more`,
  moreRoles: (roles: number, count: number) =>
    `And ${people(count)} with ${roles === 1 ? 'another role' : `${roles} other roles`}.`,
  seeAllPlain: 'See all',
  allTitlePlain: 'Who will be invited',
  earlierPlain: 'Previous',
  laterPlain: 'Next',
  page: (from: number, to: number, total: number) => `${from}–${to} of ${total}`,
  allWaiting: 'Looking up the list…',
  allGone:
    "I don't have this list any more: it was open for too long. Nobody was invited. Close it and start again.",
  nobody: (organization: string) =>
    `Everybody here is already in ${bold(organization)} or invited.`,
  nobodyNow: 'Nobody can be invited now.',
  overQuota: ({ invitees, limit }: { invitees: readonly Invitee[]; limit: number }) =>
    `*${people(invitees.length)}* ${invitees.length === 1 ? 'is' : 'are'} left out, since you can invite ${people(limit)} within 24 hours: ${someOf(invitees.map(who), batch.namedOfMany)}.`,
  groups: (groups: readonly GroupCount[]) =>
    `${joinWords(
      groups.map(
        ({ part, id, count }) =>
          `${part === 'channels' ? channelMention(id) : userGroupMention(id)} has ${people(count)}`,
      ),
    )}.`,
  members: (members: readonly PersonWithRole[]) =>
    `*${people(members.length)}* ${members.length === 1 ? 'is a member' : 'are members'} already: ${names(members)}`,
  pending: (pending: readonly PersonWithRole[]) =>
    `*${people(pending.length)}* ${pending.length === 1 ? 'is' : 'are'} invited already and ${pending.length === 1 ? "hasn't" : "haven't"} joined yet: ${names(pending)}`,
  leftOut: ({ why, userIds }: LeftOut) => {
    const [one, many] = leftOutWords[why];
    return `Left out: ${someOf(userIds.map(mention), sentence.mentions)} ${userIds.length === 1 ? one : many}.`;
  },
  repeated: (count: number) =>
    count === 1
      ? 'Somebody was named twice and is invited once.'
      : `${count} duplicates were merged: everybody is invited once.`,
  unread:
    "I can't read Piper's member list right now, so I can't tell who is a member already. You can send it all the same: I look again before each invite, and nobody is invited twice.",
  undecided:
    "Piper doesn't tell me right now what you may do there. What you send is kept; whether you may give these roles is decided when Piper is back, before anything is sent.",
  nothingYet: 'Nothing is sent until you press Send.',
  backLeads: 'Back leads to the form, with everything in it.',
  backLeadsToPreview: `Back leads to the preview. It can be sent for ${batch.previewTtl / 60_000} minutes after it was opened.`,
  tooOld:
    'Nobody was invited: this was open for too long. Close it and start again to see how things stand now.',
  changed:
    'Nobody was invited: who may be invited from here, or as what, was changed meanwhile. Close this and start again to see how things stand now.',
} as const;

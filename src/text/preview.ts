import type { Invitee } from '../domain/invitation.ts';
import type { GroupCount, LeftOut } from '../domain/invite-input.ts';
import { batch, sentence } from '../limits.ts';
import { bold, channelMention, escapeText, mention, userGroupMention } from './mrkdwn.ts';
import { invites, joinWords, people, someOf, who } from './words.ts';

type PersonWithRole = { invitee: Invitee; roleName?: string | undefined };

const named = ({ invitee, roleName }: PersonWithRole): string =>
  roleName === undefined ? who(invitee) : `${who(invitee)} (${escapeText(roleName)})`;
const names = (list: readonly PersonWithRole[]): string =>
  someOf(list.map(named), batch.namedInPreview);

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
  /** `roles` has the name of each person's role, in the same order. */
  fresh: (organization: string, invitees: readonly Invitee[], roles: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const role of roles) counts.set(role, (counts.get(role) ?? 0) + 1);
    const as = [...counts].map(([role, count]) =>
      counts.size === 1 ? bold(role) : `${bold(role)} (${count})`,
    );
    return `*${people(invitees.length)}* will be invited to ${bold(organization)} as ${someOf(as, sentence.items)}:\n${names(invitees.map((invitee) => ({ invitee })))}`;
  },
  nobody: (organization: string) =>
    `There is nobody to invite: whoever could be is in ${bold(organization)} or invited already.`,
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
  nothingYet: 'Nothing was sent yet. Back leads to the form, with everything in it.',
  tooOld:
    'Nobody was invited: this was open for too long. Close it, and send the form again to see how things stand now.',
  changed:
    'Nobody was invited: who may be invited from here, or as what, was changed meanwhile. Close this, and send the form again to see how things stand now.',
} as const;

import type { WhoMayInvite } from '../domain/connection.ts';
import type { Invitee } from '../domain/invitation.ts';
import type { PersonRef } from '../domain/people-list.ts';
import { DAY, HOUR, sentence as limits } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import {
  bold,
  boldAddress,
  escapeText,
  mention,
  nameWords,
  plainLine,
  userGroupMention,
} from './mrkdwn.ts';

/** With commas, as in 1,000. */
export const shownNumber = (count: number): string => count.toLocaleString('en-US');

export const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);
export const invites = (count: number): string => (count === 1 ? '1 invite' : `${count} invites`);

/** Such as "a, b and c". */
export const joinWords = (words: readonly string[], last: 'and' | 'or' = 'and'): string =>
  words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;

const invisible = /\p{Cf}|\uFE0E|\uFE0F/gu;

/** Whether there is a character in what may be an address that nobody sees, such as a zero-width space. */
export const hasInvisible = (text: string): boolean =>
  text.includes('@') && text.search(invisible) >= 0;

/** Names the characters in an address that nobody sees. */
const visible = (text: string): string =>
  hasInvisible(text)
    ? text.replace(
        invisible,
        (character) =>
          `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
      )
    : text;

/** What somebody typed, or a file says, in one line; not escaped. */
export const inBrief = (text: string): string =>
  shorten(visible(text).replace(/\s+/g, ' '), limits.characters);

/** Quotes the first few words as they were typed, and counts the rest. */
export const quoteWords = (words: readonly string[]): string =>
  someOf(
    words.map((word) => `"${inBrief(word)}"`),
    limits.items,
  );

/** What has an @ was meant to be an address, so it is not left for the rest that is only counted. */
export const likeAddressesFirst = <T>(items: readonly T[], textOf: (item: T) => string): T[] => [
  ...items.filter((item) => textOf(item).includes('@')),
  ...items.filter((item) => !textOf(item).includes('@')),
];

/** How much of a message a list may take. */
export type ListLimit = { characters: number; maxLines?: number };

/** The lines that fit the limit, and a last one that counts the rest. */
export function limitLines(
  lines: readonly string[],
  { characters, maxLines = lines.length }: ListLimit,
) {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > characters;
  });
  const fitting = Math.min(end < 0 ? lines.length : end, maxLines);
  const more = lines.length - fitting;
  return more > 0 ? [...lines.slice(0, fitting), `• and ${more} more`] : [...lines];
}

/** Names the first `max` items, or fewer where a sentence cannot hold them, and counts the rest. */
export const someOf = (
  items: readonly string[],
  max: number,
  last: 'and' | 'or' = 'and',
): string => {
  let characters = 0;
  const named = items.slice(0, max).filter((item) => {
    characters += item.length;
    return characters <= limits.listCharacters;
  });
  const more = items.length - named.length;
  return joinWords(more > 0 ? [...named, `${more} more`] : named, last);
};

/** A Slack mention of somebody who is in Slack, otherwise their address. */
export const who = ({ address, userId }: Invitee): string =>
  userId ? mention(userId) : escapeText(address);
/** The same, with the address in bold. */
export const whoBold = ({ address, userId }: Invitee): string =>
  userId ? mention(userId) : boldAddress(address);

/** Whether a name can stand for somebody: one that nobody can read does not, nor one that looks like an address or a mention. */
const isName = (name: string): boolean => /[\p{L}\p{N}]/u.test(name) && !name.includes('@');

/** How a conversation reads of somebody who was invited, since a mention would ping them: as Slack called them, else by address. */
export const nameOf = ({ address, name = '' }: Invitee): string =>
  isName(name) ? nameWords(name) : escapeText(address);
/** The same in bold. */
export const nameOfBold = ({ address, name = '' }: Invitee): string =>
  isName(name) ? bold(name) : boldAddress(address);
/** The same in plain text. */
export const nameOfPlain = ({ address, name = '' }: Invitee): string =>
  isName(name) ? plainLine(name) : address;

/** The same for those who decide, who have to know the address, whatever somebody calls themselves. */
export const nameAndAddress = (invitee: Invitee, nameIn = nameOf): string =>
  isName(invitee.name ?? '')
    ? `${nameIn(invitee)} (${escapeText(invitee.address)})`
    : nameIn(invitee);

/** A mention of somebody who was named, and not looked up yet, otherwise their address in bold. */
export const whoNamed = (person: PersonRef): string =>
  person.kind === 'mention' ? mention(person.userId) : boldAddress(person.address);

export const capitalize = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);

export const mentions = (
  userIds: readonly string[],
  userGroupIds: readonly string[] = [],
): string[] => [...userIds.map(mention), ...userGroupIds.map(userGroupMention)];

/** Who may connect a workspace, after "a". */
export const admins = (inviteAdmins: readonly string[]): string =>
  joinWords(['workspace admin', 'owner', ...mentions(inviteAdmins)], 'or');

/** Who may invite, for the middle of a sentence. */
export function inviterWords(inviters: WhoMayInvite): string {
  switch (inviters.kind) {
    case 'members':
      return 'every full member of this workspace';
    case 'admins':
      return 'workspace admins and owners';
    case 'chosen': {
      const chosen = mentions(inviters.userIds, inviters.userGroupIds);
      const more = chosen.length - limits.mentions;
      return joinWords([
        'workspace admins',
        'owners',
        ...chosen.slice(0, limits.mentions),
        ...(more > 0 ? [`${more} more`] : []),
      ]);
    }
  }
}

/** The remedy after who may; `helper` is the Slack user ID of whoever connected the workspace. */
export const whoHelps = (helper: string | undefined): string =>
  helper ? `${mention(helper)} connected it and can help.` : 'Ask one of them.';

export const roleWords = (name: string | undefined): string =>
  name === undefined ? 'a role that Piper did not name' : bold(name);

export const days = (count: number): string => (count === 1 ? 'a day' : `${count} days`);

/** When a duration in milliseconds is over, rounded up to hours. */
export const inHours = (milliseconds: number): string => {
  const hours = Math.ceil(milliseconds / HOUR);
  return hours <= 1 ? 'in an hour' : `in ${hours} hours`;
};

/** When a duration in milliseconds is over, about, in minutes; some, where it is unknown. */
export const inAbout = (milliseconds: number | undefined): string => {
  if (milliseconds === undefined) return 'in a few minutes';
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes <= 1 ? 'in about a minute' : `in about ${minutes} minutes`;
};

/** A duration in milliseconds, rounded to days. */
export const inDays = (milliseconds: number): string => days(Math.round(milliseconds / DAY));

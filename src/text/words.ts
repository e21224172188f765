import type { WhoMayInvite } from '../domain/connection.ts';
import type { Invitee } from '../domain/invitation.ts';
import { DAY, sentence as limits } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, boldAddress, escapeText, mention, userGroupMention } from './mrkdwn.ts';

/** A number of people in words. */
export const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);
/** A number of invites in words. */
export const invites = (count: number): string => (count === 1 ? '1 invite' : `${count} invites`);

/** Words as a list in a sentence. */
export const joinWords = (words: readonly string[], last: 'and' | 'or' = 'and'): string =>
  words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;

/** Quotes words as they were typed; of many, the first ones. */
export const quoteWords = (words: readonly string[]): string => {
  const shown = words.slice(0, limits.items).map((word) => `"${shorten(word, limits.characters)}"`);
  const more = words.length - shown.length;
  return joinWords(more > 0 ? [...shown, `${more} more`] : shown);
};

/** How much a list may take of a message; of more lines than `most` there are only so many. */
export type ListLimit = { characters: number; most?: number };

/** Of more lines than there is room for the first ones, and how many more there are. */
export function listed(lines: readonly string[], { characters, most = lines.length }: ListLimit) {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > characters;
  });
  const fitting = Math.min(end < 0 ? lines.length : end, most);
  const more = lines.length - fitting;
  return more > 0 ? [...lines.slice(0, fitting), `• and ${more} more`] : [...lines];
}

/** Of many items a sentence names the first ones, up to `shown` and to what a paragraph holds, and counts the others. */
export const someOf = (items: readonly string[], shown: number): string => {
  let characters = 0;
  const named = items.slice(0, shown).filter((item) => {
    characters += item.length;
    return characters <= limits.listCharacters;
  });
  const more = items.length - named.length;
  return joinWords(more > 0 ? [...named, `${more} more`] : named);
};

/** Somebody as a Slack mention where they are in Slack, else by their address. */
export const who = ({ address, userId }: Invitee): string =>
  userId ? mention(userId) : escapeText(address);
/** The same, in bold where it is an address. */
export const whoBold = ({ address, userId }: Invitee): string =>
  userId ? mention(userId) : boldAddress(address);

/** A sentence with its first letter in upper case. */
export const capital = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Several people and user groups of Slack, mentioned. */
export const mentions = (
  userIds: readonly string[],
  userGroupIds: readonly string[] = [],
): string[] => [...userIds.map(mention), ...userGroupIds.map(userGroupMention)];

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

/** A role in bold, or that Piper did not name it. */
export const roleWords = (name: string | undefined): string =>
  name === undefined ? 'a role that Piper did not name' : bold(name);

/** A number of days in words. */
export const days = (count: number): string => (count === 1 ? 'a day' : `${count} days`);

/** Milliseconds as days in words. */
export const inDays = (milliseconds: number): string => days(Math.round(milliseconds / DAY));

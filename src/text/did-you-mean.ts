import type { PersonRef } from '../domain/people-list.ts';
import { blockKit, sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, boldAddress, escapeText, mention } from './mrkdwn.ts';
import { inBrief, joinWords, someOf } from './words.ts';

const named = (person: PersonRef): string =>
  person.kind === 'mention' ? mention(person.userId) : boldAddress(person.address);

/** Asks what a command means that is nearly one. */
export const didYouMean = {
  isRole: (people: readonly PersonRef[], role: string) =>
    `I read "${escapeText(inBrief(role))}" as a role: invite ${someOf(people.map(named), sentence.items)} as ${bold(role)}? Nobody was invited yet.`,
  isNoRole: (typed: string, roles: readonly string[]) =>
    `There is no role "${escapeText(inBrief(typed))}", so nobody was invited. Did you mean ${joinWords(roles.map(bold), 'or')}?`,
  nobody: 'Nobody was invited.',
  invitePlain: 'Invite',
  inviteAsPlain: (role: string) => shorten(`Invite as ${role}`, blockKit.buttonCharacters),
  openFormPlain: 'Open the form',
} as const;

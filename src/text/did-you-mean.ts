import type { PersonRef } from '../domain/people-list.ts';
import { blockKit, sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { bold, escapeText } from './mrkdwn.ts';
import { inBrief, joinWords, someOf, whoNamed } from './words.ts';

/** Asks what a command means that is nearly one. */
export const didYouMean = {
  isRole: (people: readonly PersonRef[], role: string) =>
    `I read "${escapeText(inBrief(role))}" as a role: invite ${someOf(people.map(whoNamed), sentence.items)} as ${bold(role)}? Nobody has been invited yet.`,
  isNoRole: (typed: string, roles: readonly string[]) =>
    `There is no role "${escapeText(inBrief(typed))}", so nobody was invited. Did you mean ${joinWords(roles.map(bold), 'or')}?`,
  nobody: 'Nobody was invited.',
  invitePlain: 'Invite',
  inviteAsPlain: (role: string) => shorten(`Invite as ${role}`, blockKit.buttonCharacters),
  openFormPlain: 'Open the form',
} as const;

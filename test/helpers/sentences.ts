import { describe, expect, it } from 'vitest';
import type { Invitee } from '../../src/domain/invitation.ts';

/** What is said, by what it is for. */
export type Sentences = readonly (readonly [name: string, sentence: string])[];

export const invitees = (count: number): Invitee[] =>
  Array.from({ length: count }, (_, at) => ({ address: `person-${at + 1}@example.com` }));

const withoutLinks = (sentence: string) =>
  sentence.replaceAll(/<(https|!date|!subteam)[^>]*>/g, 'x');

/** Tests what holds for everything that the product says. */
export function describeSentences(sentences: Sentences): void {
  describe('every sentence', () => {
    it.each(sentences)('%s: is one, from its capital letter to its full stop', (_, sentence) => {
      expect(sentence).toMatch(/^[A-Z"<@*]|^\d+ people |^person-|^piper-invite/);
      expect(sentence).toMatch(/[.]$/);
      expect(sentence).not.toMatch(/\s[.,;]|\.\.|\s\s|\(\)|""|,\s*\./);
    });

    it.each(sentences)('%s: says nothing that only programmers say', (_, sentence) => {
      const words = withoutLinks(sentence);
      expect(words).not.toMatch(/undefined|null|NaN|\[object|\bHTTP\b|\bAPI\b|scope|Infinity/);
      expect(words).not.toMatch(/\b[45]\d\d\b|ECONN|timeout|payload|request_/i);
    });

    it.each(sentences)('%s: is calm', (_, sentence) => {
      expect(withoutLinks(sentence)).not.toMatch(/!|Oops|Sorry|Successfully|Please/i);
    });
  });
}

/** What somebody can do who reads it. */
const remedy =
  /\b(Send it again|Try again|Ask |Choose |Open the form again|Close the form|Check the spelling|Type it exactly|type (it|them)|can put a new one|can use one|can look in Piper|can install it|can send|send it again|give your admin|will tell you|ll tell you|Add me to|type \/piper-invite again|Look there|Tell the others|sent)/;

/** Tests that sentences about what went wrong say what to do next. */
export function describeRemedies(sentences: Sentences): void {
  describe('a sentence about something that went wrong', () => {
    it.each(sentences)('says what to do next: %s', (_, sentence) => {
      expect(sentence).toMatch(remedy);
    });
  });
}

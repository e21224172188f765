import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endOf,
  isAngleBracket,
  isQuotationMark,
  type Token,
  tokensOf,
} from '../../src/domain/people-tokens.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';

/** The tokens of a text in short form: their kinds, and what they hold. */
const read = (text: string) =>
  [...tokensOf(text)].map((token) =>
    'inner' in token
      ? `${token.kind} ${token.inner}`
      : token.kind === 'word'
        ? `${token.hasAt ? 'address' : 'word'} ${text.slice(token.start, token.end)}`
        : token.kind,
  );

describe('the tokens of a text', () => {
  it.each([
    ['', []],
    [' \u00a0\u3000\u2003', []],
    ['Ada', ['word Ada']],
    ['Ada Lovelace', ['word Ada', 'word Lovelace']],
    ['ada@x.example', ['address ada@x.example']],
    ['@ada', ['address @ada']],
    ['ada＠x', ['address ada＠x']],
    ['＠', ['address ＠']],
    ['ada x@', ['word ada', 'address x@']],
    ['x@ ada', ['address x@', 'word ada']],
    ['a,b', ['word a', 'comma', 'word b']],
    ['a，b、c', ['word a', 'comma', 'word b', 'comma', 'word c']],
    ['a;b|c\td', ['word a', 'separator', 'word b', 'separator', 'word c', 'separator', 'word d']],
    ['a\nb', ['word a', 'newline', 'word b']],
    ['a\r\nb', ['word a', 'newline', 'word b']],
    ['a\rb', ['word a', 'newline', 'word b']],
    ['\n\n', ['newline', 'newline']],
    ['\n\r', ['newline', 'newline']],
    ['\r\r\n', ['newline', 'newline']],
    ['\r', ['newline']],
    ['<a b>', ['angle a b']],
    ['＜a＞〈b〉', ['angle a', 'angle b']],
    ['"a, b"', ['quoted a, b']],
    ['“a”„b“«c»', ['quoted a', 'quoted b', 'quoted c']],
    ['(a)（b）', ['round a', 'round b']],
    ['[a]【b】', ['square a', 'square b']],
    ['""', ['quoted ']],
    ['(a>b)', ['round a>b']],
    ['<a)b>', ['angle a)b']],
    ['<a(b>', ['angle a(b']],
    ['"a<b"', ['quoted a<b']],
    ['(a"b)', ['round a"b']],
    ['<"a" b>', ['angle "a" b']],
  ])('of %j are %j', (text, tokens) => {
    expect(read(text)).toEqual(tokens);
  });

  it.each([
    ['<a', ['word a']],
    ['a>', ['word a']],
    ['<a\nb>', ['word a', 'newline', 'word b']],
    ['"a\nb"', ['word a', 'newline', 'word b']],
    ['(a\rb)', ['word a', 'newline', 'word b']],
    ['<a <b>', ['word a', 'angle b']],
    ['(a (b)', ['word a', 'round b']],
    ['(a [b]', ['word a', 'square b']],
    ['[a (b)', ['word a', 'round b']],
    ['(a', ['word a']],
    ['a)', ['word a']],
  ])('leave out a bracket without a partner in its line: %j', (text, tokens) => {
    expect(read(text)).toEqual(tokens);
  });

  it('stand in the text in their order, and leave out blanks and single brackets alone', () => {
    fc.assert(
      fc.property(anyCodeUnits, (text) => {
        let end = 0;
        let between = '';
        for (const token of tokensOf(text)) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          between += text.slice(end, token.start);
          if ('inner' in token)
            expect(text.slice(token.start + 1, token.end - 1)).toBe(token.inner);
          end = token.end;
        }
        expect(between + text.slice(end)).not.toMatch(/[\p{L}\p{N}@,;\n\r\t]/u);
      }),
    );
  });

  it('are read in time that grows with the text alone, however many brackets open', () => {
    const text = '<([{"'.repeat(100_000);
    expect([...tokensOf(text)].length).toBeLessThan(text.length);
  });
});

describe('the word behind a token', () => {
  const first: Token = { kind: 'comma', start: 0, end: 1 };

  it('ends where the next token does', () => {
    expect(endOf(tokensOf('@example.com x'), first)).toBe(12);
  });

  it('is the token itself at the end of the text', () => {
    expect(endOf(tokensOf(''), first)).toBe(1);
  });
});

describe('a character', () => {
  it.each([...'"“”„‟«»「」『』＂'])('is a quotation mark: %s', (character) => {
    expect(isQuotationMark(character)).toBe(true);
    expect(isAngleBracket(character)).toBe(false);
  });

  it.each([...'<＜〈'])('opens angle brackets: %s', (character) => {
    expect(isAngleBracket(character)).toBe(true);
    expect(isQuotationMark(character)).toBe(false);
  });

  it.each(['a', '@', "'", '>', '(', ''])('is neither: %j', (character) => {
    expect(isQuotationMark(character)).toBe(false);
    expect(isAngleBracket(character)).toBe(false);
  });
});

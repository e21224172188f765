import { describe, expect, it } from 'vitest';
import { readAngle } from '../../src/domain/people-angle.ts';

const address = 'ada@example.com';

describe('what stands in angle brackets', () => {
  it.each([
    ['@U024BE7LH', 'U024BE7LH'],
    ['@W1', 'W1'],
    ['@U1|grace', 'U1'],
    ['@U1|grace@example.com', 'U1'],
    ['@U1|', 'U1'],
  ])('mentions somebody in Slack: %s', (inner, userId) => {
    expect(readAngle(inner)).toEqual({ kind: 'mention', userId });
  });

  it.each([
    '@u1',
    '@C1',
    '@U',
    '@Ux',
    '@U1 ',
    ' @U1',
    'x@U1',
    '@U1grace',
    '@',
    '!here',
    '#C1|general',
  ])('is no mention, nor anything else: %j', (inner) => {
    expect(readAngle(inner)).toBeUndefined();
  });

  it.each([address, `mailto:${address}`, `mailto:${address}|Ada`, ` ${address} `])(
    'is an address: %j',
    (inner) => {
      expect(readAngle(inner)).toEqual({ kind: 'address', isLink: false, address });
    },
  );

  it('tells who else a link names', () => {
    expect(readAngle(`mailto:${address}?cc=grace@example.com`)).toEqual({
      kind: 'address',
      isLink: false,
      address,
      extra: 'cc=grace@example.com',
    });
  });

  it.each([
    `a href="mailto:${address}"`,
    `a href='mailto:${address}'`,
    `a href=mailto:${address}`,
    `A HREF="MAILTO:${address}"`,
    `a class="x" href = "mailto:${address}" target="_blank"`,
    `a href="mailto:${address}?subject=x"`,
    `a\thref="mailto:${address}"`,
  ])('begins a link to an address: %s', (inner) => {
    expect(readAngle(inner)).toEqual({ kind: 'address', isLink: true, address });
  });

  it('undoes the escapes in a link', () => {
    expect(readAngle(`a href="mailto:${address}?cc=grace@example.com&amp;subject=x"`)).toEqual({
      kind: 'address',
      isLink: true,
      address,
      extra: 'cc=grace@example.com&subject=x',
    });
  });

  it.each([
    'p',
    'P',
    'br',
    'br/',
    '/td',
    'h1',
    'span style="x"',
    'a',
    'a href="https://example.com"',
  ])('is a tag: %s', (inner) => {
    expect(readAngle(inner)).toEqual({ kind: 'tag', isLinkEnd: false });
  });

  it.each(['/a', '/A', '/a '])('ends a link: %j', (inner) => {
    expect(readAngle(inner)).toEqual({ kind: 'tag', isLinkEnd: true });
  });

  it.each([
    ...['', ' ', 'Ada', 'ada lovelace', 'px', 'p-x', 'p:x', '1p', ' p', '//a', 'x p'],
    ...['a href="https://ada@example.com"', 'p title="ada@example.com"', '/a ada@', 'b ada@'],
    ...[`a nohref="mailto:${address}"`, `a href="x" title="mailto:${address}"`],
  ])('is nothing that is certain: %j', (inner) => {
    expect(readAngle(inner)).toBeUndefined();
  });
});

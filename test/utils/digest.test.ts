import { describe, expect, it } from 'vitest';
import { digest } from '../../src/utils/digest.ts';

describe('a digest', () => {
  it('is short, and the same for the same, in whatever order its keys come', () => {
    const one = digest({ a: [1, { b: 2, c: 'x' }], d: null });
    expect(one).toMatch(/^[\w-]{16}$/);
    expect(digest({ d: null, a: [1, { c: 'x', b: 2 }] })).toBe(one);
  });

  it.each([
    [[], {}],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: { b: 1 } }, { a: { c: 1 } }],
    [undefined, null],
  ])('tells %j from %j', (one, other) => {
    expect(digest(one)).not.toBe(digest(other));
  });
});

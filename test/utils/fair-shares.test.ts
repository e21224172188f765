import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairShares } from '../../src/utils/fair-shares.ts';

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);

describe('fair shares', () => {
  it.each([
    [[3, 4], 10, [3, 4]],
    [[100, 100], 10, [5, 5]],
    [[100, 1, 100], 11, [5, 1, 5]],
    [[1, 100, 4], 11, [1, 6, 4]],
    [[5], 0, [0]],
    [[], 10, []],
  ])('of those who want %j of %d are %j', (wanted, total, shares) => {
    expect(fairShares(wanted, total)).toEqual(shares);
  });

  it('give nobody more than they want, nor more than there is, and leave nothing that somebody wants', () => {
    const wants = fc.array(fc.nat({ max: 100 }), { maxLength: 20 });
    fc.assert(
      fc.property(wants, fc.nat({ max: 500 }), (wanted, total) => {
        const shares = fairShares(wanted, total);
        expect(shares).toHaveLength(wanted.length);
        for (const [at, share] of shares.entries()) {
          expect(share).toBeLessThanOrEqual(wanted[at] ?? 0);
        }
        expect(sumOf(shares)).toBe(Math.min(total, sumOf(wanted)));
      }),
    );
  });

  it('are never smaller than an equal part for whoever wants that much', () => {
    const wants = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(wants, fc.nat({ max: 500 }), (wanted, total) => {
        const equal = Math.floor(total / wanted.length);
        for (const [at, share] of fairShares(wanted, total).entries()) {
          expect(share).toBeGreaterThanOrEqual(Math.min(equal, wanted[at] ?? 0));
        }
      }),
    );
  });
});

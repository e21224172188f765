import { describe, expect, it } from 'vitest';
import { createSpentSignatures } from '../../src/receivers/spent-signatures.ts';

const minute = 60_000;

describe('signatures', () => {
  it('are spent once each, until they can no longer be good', () => {
    let now = 0;
    const { spend } = createSpentSignatures(() => now);
    expect([spend('a'), spend('b'), spend('a')]).toEqual([true, true, false]);
    now += 6 * minute - 1;
    expect([spend('c'), spend('a')]).toEqual([true, false]);
    now += 1;
    expect([spend('d'), spend('a')]).toEqual([true, true]);
  });

  it('can be spent again where they were given back', () => {
    const { spend, giveBack } = createSpentSignatures(() => 0);
    spend('a');
    giveBack('a');
    expect([spend('a'), spend('a')]).toEqual([true, false]);
  });

  it('are forgotten, the oldest first, where there are more than a process remembers', () => {
    const { spend } = createSpentSignatures(() => 0, 2);
    for (const each of ['a', 'b', 'c']) spend(each);
    expect([spend('b'), spend('c')]).toEqual([false, false]);
    expect(spend('a')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { tokenStateOf } from '../../src/domain/token-state.ts';

const now = 1_000_000;
const soon = 1_000;

describe('the state of a token', () => {
  it.each([
    [
      'is refused, whenever it expires',
      { rejectedSince: 1, expiresAt: 1 },
      { kind: 'refused', since: 1 },
    ],
    ['is good where nothing is known', {}, { kind: 'good' }],
    ['is good until somebody has to see to it', { expiresAt: now + soon + 1 }, { kind: 'good' }],
    ['is about to expire', { expiresAt: now + soon }, { kind: 'expiring', at: now + soon }],
    ['has expired', { expiresAt: now }, { kind: 'expired', at: now }],
  ])('%s', (_, known, state) => {
    expect(tokenStateOf(known, now, soon)).toEqual(state);
  });
});

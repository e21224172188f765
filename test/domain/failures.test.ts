import { describe, expect, it } from 'vitest';
import {
  isTokenRefused,
  isTransient,
  mayHaveTakenEffect,
  type PiperFailure,
} from '../../src/domain/failures.ts';
import { everyFailure } from '../helpers/builders.ts';

describe('a write that failed', () => {
  it.each([
    { kind: 'unavailable', contact: 'broken_off' },
    { kind: 'unavailable', contact: 'timed_out' },
    { kind: 'unexpected', status: 200, contact: 'broken_off' },
    { kind: 'unexpected', status: 200, contact: 'timed_out' },
  ] as const)('may have taken effect after $kind, $contact', (failure) => {
    expect(mayHaveTakenEffect(failure)).toBe(true);
  });

  it.each(
    everyFailure.filter((failure) => !('contact' in failure) || failure.contact === 'not_sent'),
  )('has surely done nothing after %o', (failure) => {
    expect(mayHaveTakenEffect(failure)).toBe(false);
  });
});

describe('a request that failed', () => {
  it.each([
    { kind: 'rate_limited' },
    { kind: 'rate_limited', retryAfter: 150_000 },
    { kind: 'unavailable', contact: 'not_sent' },
    { kind: 'unavailable', contact: 'timed_out' },
    { kind: 'unexpected', status: 200, contact: 'broken_off' },
    { kind: 'unexpected', status: 502, contact: 'timed_out' },
  ] as const)('may work later after %o', (failure) => {
    expect(isTransient(failure)).toBe(true);
  });

  it.each<PiperFailure>([
    { kind: 'not_connected' },
    { kind: 'unauthorized' },
    { kind: 'forbidden' },
    { kind: 'not_found' },
    { kind: 'conflict' },
    { kind: 'invalid', fields: ['email'] },
    { kind: 'unexpected', status: 418, contact: 'not_sent' },
  ])('will not work later either after %o', (failure) => {
    expect(isTransient(failure)).toBe(false);
  });
});

it('a token is refused where Piper does not know it, or forbids everything, not one invite', () => {
  expect(isTokenRefused({ kind: 'unauthorized' })).toBe(true);
  expect(isTokenRefused({ kind: 'forbidden', isForAll: true })).toBe(true);
  const others = everyFailure.filter(({ kind }) => kind !== 'unauthorized');
  expect(others.filter(isTokenRefused)).toEqual([]);
});

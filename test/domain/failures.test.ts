import { describe, expect, it } from 'vitest';
import { mayHaveTakenEffect } from '../../src/domain/failures.ts';
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

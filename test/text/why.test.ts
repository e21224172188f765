import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { whyAndRemedy } from '../../src/text/why.ts';
import { everyFailure } from '../helpers/builders.ts';
import { describeRemedies, describeSentences } from '../helpers/sentences.ts';

const reasons = everyFailure.map(
  (failure) => [JSON.stringify(failure), whyAndRemedy(failure)] as const,
);
describeSentences(reasons);
describeRemedies(reasons);

it('a role and an organization that Piper no longer has are told apart, where Piper lets us', () => {
  const told = (what?: 'organization' | 'role') => whyAndRemedy({ kind: 'not_found', what });
  expect(told('role')).toMatch(/^Piper no longer has this role\. Open the form again/);
  expect(told('organization')).toMatch(
    /^Piper no longer shows this organization to the workspace's platform token\. .* can connect it again\.$/,
  );
  expect(told()).toMatch(/^Piper no longer has this role or this organization\./);
});

describe('what Piper told', () => {
  const markup = 'see <!channel> & <https://evil.example|this>';
  const safe = 'see &lt;!channel&gt; &amp; &lt;https://evil.example|this&gt;';

  it.each(everyFailure.map((failure) => [JSON.stringify(failure), failure] as const))(
    'is never markup: %s',
    (_, failure) => {
      const sentence = whyAndRemedy({ ...failure, detail: markup } as PiperFailure);
      expect(sentence).not.toContain('<');
      if (sentence.includes('see')) expect(sentence).toContain(safe);
    },
  );

  it.each<PiperFailure>([
    { kind: 'invalid', fields: ['email'], detail: 'email: no such domain' },
    { kind: 'forbidden', detail: 'Seats are used up' },
    { kind: 'conflict', detail: 'User exists' },
  ])('is passed on where it is about what was asked for: $kind', (failure) => {
    expect(whyAndRemedy(failure)).toContain(`Piper's words: "${failure.detail}"`);
  });

  it.each<PiperFailure>([
    { kind: 'unauthorized', detail: 'Invalid token' },
    { kind: 'unavailable', contact: 'not_sent', detail: 'ECONNREFUSED: connect 10.0.0.1' },
    { kind: 'unexpected', status: 418, contact: 'not_sent', detail: 'GET /v1 answered 418' },
    { kind: 'rate_limited', detail: 'limit 10/s' },
  ])('is kept for the log where it is for the operator: $kind', (failure) => {
    expect(whyAndRemedy(failure)).not.toContain(failure.detail);
  });

  it.each([
    [undefined, 'in a few minutes'],
    [0, 'in a minute'],
    [59_000, 'in a minute'],
    [60_001, 'in 2 minutes'],
    [600_000, 'in 10 minutes'],
  ])('about waiting %d ms is told as "%s"', (retryAfter, words) => {
    const failure: PiperFailure = {
      kind: 'rate_limited',
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
    expect(whyAndRemedy(failure)).toContain(words);
  });
});

import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { batchRetried } from '../../src/views/batch-retried.ts';
import { buttonsOf, expectWithinLimits, peopleIn, wordsOf } from '../helpers/block-limits.ts';
import { batchReport, failed } from '../helpers/builders.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const failing = (count: number) =>
  batchReport(
    Array.from({ length: count }, (_, at) => [
      `person-${at}@a-rather-long-name-of-a-company.example`,
      failed(at % 2 === 0 ? down : { kind: 'forbidden' }),
    ]),
    { reference: '7f3k2q' },
  );

describe('what did not work and is sent again', () => {
  it('says the same without its button, and that it is sent again', () => {
    const message = batchRetried(failing(1), 1);
    const why =
      "*person-0@a-rather-long-name-of-a-company.example* wasn't invited to *Acme Robotics*. Piper isn't answering. Send it again in a few minutes.";
    const again = "Sending again to 1 person. I'll tell you what becomes of it.";
    expect(message.text).toBe(`${why}\nref 7f3k2q\n${again}`);
    expect(wordsOf(message)).toBe(message.text);
    expect(buttonsOf(message)).toEqual([]);
  });

  it.each([2, 50, 51, 500])("is within Slack's limits, and counts all of %d people", (count) => {
    const message = batchRetried(failing(count), count);
    expectWithinLimits(message);
    const [words = ''] = wordsOf(message).split('Sending again');
    expect(peopleIn(words)).toBe(count);
    expect(buttonsOf(message)).toEqual([]);
  });
});

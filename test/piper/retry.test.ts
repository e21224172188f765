import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { piper as limits } from '../../src/limits.ts';
import { PiperError } from '../../src/piper/errors.ts';
import {
  isReadSafeToRepeat,
  isWriteSafeToRepeat,
  type RetryPolicy,
  withRetries,
} from '../../src/piper/retry.ts';
import { everyFailure } from '../helpers/builders.ts';
import { type FakeClock, fakeClock } from '../helpers/fake-clock.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const retryPolicy: RetryPolicy = { attemptTimeoutMs: 8_000, totalTimeoutMs: 20_000, attempts: 4 };
const backoff = { initialDelay: 250, maxDelay: 4_000 };

/** Tries something that fails in these ways, one after the other, and then succeeds. */
async function tryWith(
  failures: PiperFailure[],
  options: { clock?: FakeClock; retryPolicy?: RetryPolicy; takes?: number } = {},
) {
  const clock = options.clock ?? fakeClock();
  const begun = clock.now();
  const times: number[] = [];
  const result = await withRetries(
    async (timeLeft) => {
      times.push(timeLeft());
      clock.advance(options.takes ?? 0);
      const failure = failures[times.length - 1];
      if (failure) throw new PiperError(failure);
      return 'done';
    },
    { policy: options.retryPolicy ?? retryPolicy, backoff, isSafe: isReadSafeToRepeat, clock },
  ).catch((error: PiperError) => error.failure);
  return { result, times, waits: clock.waits, took: clock.now() - begun };
}

describe('something that is tried', () => {
  it('is tried once where it succeeds', async () => {
    expect(await tryWith([])).toEqual({ result: 'done', times: [8_000], waits: [], took: 0 });
  });

  it('is tried until it succeeds', async () => {
    const { result, times } = await tryWith([down, down, down]);
    expect(result).toBe('done');
    expect(times).toHaveLength(4);
  });

  it('is tried so often and no more, and fails as the last try did', async () => {
    const { result, times } = await tryWith([
      down,
      down,
      down,
      { kind: 'unavailable', contact: 'timed_out' },
      down,
    ]);
    expect(result).toEqual({ kind: 'unavailable', contact: 'timed_out' });
    expect(times).toHaveLength(4);
  });

  it('is not tried again after a failure that stays', async () => {
    const { result, times, waits } = await tryWith([{ kind: 'forbidden' }]);
    expect(result).toEqual({ kind: 'forbidden' });
    expect(times).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('is not tried again after an error of our own', async () => {
    const clock = fakeClock();
    let attempts = 0;
    const attempt = withRetries(
      async () => {
        attempts += 1;
        throw new RangeError('a mistake');
      },
      { policy: retryPolicy, backoff, isSafe: () => true, clock },
    );
    await expect(attempt).rejects.toThrow(RangeError);
    expect(attempts).toBe(1);
  });

  it('gets less time, the less is left, and none when it is over', async () => {
    const { times } = await tryWith([down, down, down, down], { takes: 8_000 });
    expect(times).toEqual([8_000, 8_000, 4_000]);
    const clock = fakeClock();
    const oversleeping = { ...clock, wait: async () => clock.advance(60_000) };
    const late = await tryWith([down], { clock: oversleeping });
    expect(late.times).toEqual([8_000, -40_000]);
  });
});

describe('the wait between tries', () => {
  it('has full jitter: any time from nothing to twice as long each time, up to the longest', async () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(chance, { minLength: 9, maxLength: 9 }), async (chances) => {
        let at = 0;
        const clock = fakeClock(() => chances[at++] ?? 0);
        const { waits } = await tryWith(Array(9).fill(down), {
          clock,
          retryPolicy: { attemptTimeoutMs: 1, totalTimeoutMs: 1_000_000, attempts: 10 },
        });
        expect(waits).toHaveLength(9);
        for (const [number, wait] of waits.entries()) {
          const most = [250, 500, 1_000, 2_000][number] ?? 4_000;
          expect(wait).toBe((chances[number] ?? 0) * most);
        }
      }),
    );
  });

  it('is what Piper asked for, and a little more', async () => {
    const clock = fakeClock(() => 0.5);
    const { waits, result } = await tryWith([{ kind: 'rate_limited', retryAfter: 3_000 }], {
      clock,
    });
    expect(waits).toEqual([3_125]);
    expect(result).toBe('done');
  });

  it('is never shorter than what Piper asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 15_000 }), async (retryAfter) => {
        const clock = fakeClock(Math.random);
        const { waits } = await tryWith([{ kind: 'rate_limited', retryAfter }], { clock });
        expect(waits[0]).toBeGreaterThanOrEqual(retryAfter);
      }),
    );
  });

  it('is not begun where it would outlast the whole time', async () => {
    for (const retryAfter of [20_000, 20_001, 3_600_000]) {
      const { result, waits, took } = await tryWith([{ kind: 'rate_limited', retryAfter }]);
      expect(result).toEqual({ kind: 'rate_limited', retryAfter });
      expect(waits).toEqual([]);
      expect(took).toBe(0);
    }
    const { waits } = await tryWith([{ kind: 'rate_limited', retryAfter: 19_999 }]);
    expect(waits).toEqual([19_999]);
    const later = await tryWith([{ kind: 'rate_limited', retryAfter: 19_999 }], {
      clock: fakeClock(() => 0.5),
    });
    expect(later.waits).toEqual([]);
  });

  it('counts what the tries themselves took', async () => {
    const { waits } = await tryWith([{ kind: 'rate_limited', retryAfter: 15_000 }], {
      takes: 6_000,
    });
    expect(waits).toEqual([]);
  });

  it('never makes it all last longer than the whole time, whatever happens', async () => {
    const failure = fc.oneof(
      fc.constant(down),
      fc.record({ kind: fc.constant('rate_limited' as const), retryAfter: fc.nat(30_000) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(failure, { maxLength: 10 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (failures, chance) => {
          const clock = fakeClock(() => chance);
          const { took } = await tryWith(failures, { clock });
          expect(took).toBeLessThan(retryPolicy.totalTimeoutMs);
        },
      ),
    );
  });
});

describe('a failure', () => {
  const described = (failure: PiperFailure) => JSON.stringify(failure);

  it('of a read is tried again where it may pass', () => {
    expect(everyFailure.filter(isReadSafeToRepeat).map(described)).toEqual(
      everyFailure
        .filter(({ kind }) => kind === 'unavailable' || kind === 'rate_limited')
        .map(described),
    );
  });

  it('of a write is tried again only where it surely was not sent', () => {
    expect(everyFailure.filter(isWriteSafeToRepeat).map(described)).toEqual(
      everyFailure
        .filter((failure) => failure.kind === 'unavailable' && failure.contact === 'not_sent')
        .map(described),
    );
  });
});

describe("the product's own policy", () => {
  it.each([
    ['a read', limits.read],
    ['a write', limits.write],
  ])(
    'leaves time for a second try of %s after the longest first',
    (_, { attemptTimeoutMs, totalTimeoutMs }) => {
      expect(attemptTimeoutMs + limits.backoff.maxDelay).toBeLessThan(totalTimeoutMs);
    },
  );
});

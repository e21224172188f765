import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { piper as limits } from '../../src/limits.ts';
import { PiperError } from '../../src/piper/errors.ts';
import {
  isReadSafeToRepeat,
  isWriteSafeToRepeat,
  type Patience,
  withRetries,
} from '../../src/piper/retry.ts';
import { everyFailure } from '../helpers/builders.ts';
import { type FakeTiming, fakeTiming } from '../helpers/fake-clock.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'refused' };
const patience: Patience = { tryTime: 8_000, totalTime: 20_000, tries: 4 };
const backoff = { first: 250, longest: 4_000 };

/** Tries something that fails in these ways, one after the other, and then succeeds. */
async function tryWith(
  failures: PiperFailure[],
  options: { timing?: FakeTiming; patience?: Patience; takes?: number } = {},
) {
  const timing = options.timing ?? fakeTiming();
  const begun = timing.now();
  const times: number[] = [];
  const result = await withRetries(
    async (time) => {
      times.push(time);
      timing.advance(options.takes ?? 0);
      const failure = failures[times.length - 1];
      if (failure) throw new PiperError(failure);
      return 'done';
    },
    { patience: options.patience ?? patience, backoff, isSafe: isReadSafeToRepeat, timing },
  ).catch((error: PiperError) => error.failure);
  return { result, times, waits: timing.waits, took: timing.now() - begun };
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
    const timing = fakeTiming();
    let tries = 0;
    const attempt = withRetries(
      async () => {
        tries += 1;
        throw new RangeError('a mistake');
      },
      { patience, backoff, isSafe: () => true, timing },
    );
    await expect(attempt).rejects.toThrow(RangeError);
    expect(tries).toBe(1);
  });

  it('gets less time, the less is left, but never none', async () => {
    const { times } = await tryWith([down, down, down, down], { takes: 8_000 });
    expect(times).toEqual([8_000, 8_000, 4_000]);
    const timing = fakeTiming();
    const oversleeping = { ...timing, wait: async () => timing.advance(60_000) };
    const late = await tryWith([down], { timing: oversleeping });
    expect(late.times).toEqual([8_000, 1]);
  });
});

describe('the wait between tries', () => {
  it('has full jitter: any time from nothing to twice as long each time, up to the longest', async () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(chance, { minLength: 9, maxLength: 9 }), async (chances) => {
        let at = 0;
        const timing = fakeTiming(() => chances[at++] ?? 0);
        const { waits } = await tryWith(Array(9).fill(down), {
          timing,
          patience: { tryTime: 1, totalTime: 1_000_000, tries: 10 },
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
    const timing = fakeTiming(() => 0.5);
    const { waits, result } = await tryWith([{ kind: 'rate_limited', retryAfter: 3_000 }], {
      timing,
    });
    expect(waits).toEqual([3_125]);
    expect(result).toBe('done');
  });

  it('is never shorter than what Piper asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 15_000 }), async (retryAfter) => {
        const timing = fakeTiming(Math.random);
        const { waits } = await tryWith([{ kind: 'rate_limited', retryAfter }], { timing });
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
          const timing = fakeTiming(() => chance);
          const { took } = await tryWith(failures, { timing });
          expect(took).toBeLessThan(patience.totalTime);
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
    expect(everyFailure.filter(isWriteSafeToRepeat)).toEqual([
      { kind: 'unavailable', contact: 'refused' },
    ]);
  });
});

describe("the product's own patience", () => {
  it.each([
    ['a read', limits.read],
    ['a write', limits.write],
  ])('leaves time for a second try of %s after the longest first', (_, { tryTime, totalTime }) => {
    expect(tryTime + limits.backoff.longest).toBeLessThan(totalTime);
  });
});

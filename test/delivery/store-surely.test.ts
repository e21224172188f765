import { describe, expect, it } from 'vitest';
import { createStoreSurely } from '../../src/delivery/store-surely.ts';
import { delivery as limits } from '../../src/limits.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { keptLog } from '../helpers/log-lines.ts';

/** Stores something that the storage refuses so often; it answers something else meanwhile as often as `answers` says. */
async function storeWith(
  refusals: number,
  { random = () => 0, answers = () => 0 }: { random?: () => number; answers?: () => number } = {},
) {
  const clock = fakeClock(random);
  const { log, lines } = keptLog();
  let tries = 0;
  const storeSurely = createStoreSurely({ ...clock, answers, log });
  const stored = await storeSurely({ batch: 'batch-1' }, async () => {
    tries += 1;
    if (tries <= refusals) throw new Error(`away ${tries}`);
    return 'stored';
  }).catch((error: Error) => error.message);
  return { stored, tries, waits: clock.waits, lines: lines() };
}

describe('how an attempt ended', () => {
  it('is stored once, where the storage takes it', async () => {
    expect(await storeWith(0)).toEqual({ stored: 'stored', tries: 1, waits: [], lines: [] });
  });

  it('is stored when the storage is back, however long that takes, and the log says so once', async () => {
    const { stored, tries, lines } = await storeWith(5_000);
    expect(stored).toBe('stored');
    expect(tries).toBe(5_001);
    expect(lines).toMatchObject([
      { level: 'error', batch: 'batch-1', err: { message: 'away 1' } },
      { level: 'info', batch: 'batch-1', tries: 5_001 },
    ]);
  });

  it('is tried again after pauses that double up to a limit, at least half of each', async () => {
    const { initialDelay, maxDelay } = limits.storeAgain;
    const shortest = [1, 2, 4, 8, 8].map((times) => (initialDelay * times) / 2);
    expect((await storeWith(5)).waits).toEqual(shortest);
    expect(shortest.at(-1)).toBe(maxDelay / 2);
    const { waits } = await storeWith(5, { random: () => 0.999 });
    for (const [at, wait] of waits.entries()) {
      expect(wait).toBeGreaterThan(1.99 * (shortest[at] ?? 0));
      expect(wait).toBeLessThanOrEqual(2 * (shortest[at] ?? 0));
      expect(Number.isInteger(wait)).toBe(true);
    }
  });

  it('is given up where the storage answers and refuses this alone, again and again', async () => {
    let renewals = 0;
    const answers = () => {
      renewals += 1;
      return renewals;
    };
    const { stored, tries } = await storeWith(5_000, { answers });
    expect(stored).toBe(`away ${limits.storeAgain.refusals}`);
    expect(tries).toBe(limits.storeAgain.refusals);
  });

  it('is not given up for what the storage has answered before it went away', async () => {
    let asked = 0;
    // It answers for the last time right after the first try.
    const answers = () => Math.min(2, asked++);
    expect(await storeWith(5_000, { answers })).toMatchObject({ stored: 'stored', tries: 5_001 });
  });
});

import { describe, expect, it } from 'vitest';
import { oneAtATime, trackWork } from '../../src/utils/track-work.ts';
import { hold } from '../helpers/held.ts';

describe('tracked work', () => {
  it('is waited for, with what it begins, whether it succeeds or not', async () => {
    const { follow, count, untilIdle } = trackWork();
    const first = hold();
    const second = hold();
    const work = follow(
      first.held.then(() => {
        void follow(second.held);
        throw new Error('no luck');
      }),
    );
    let isIdle = false;
    const idle = untilIdle().then(() => {
      isIdle = true;
    });
    first.release();
    await expect(work).rejects.toThrow('no luck');
    expect(count()).toBe(1);
    expect(isIdle).toBe(false);
    second.release();
    await idle;
    expect(count()).toBe(0);
  });
});

describe('work that runs once at a time', () => {
  it('runs once more after a run in which it was asked for, however often', async () => {
    const work = trackWork();
    const runs = [hold(), hold()];
    const started: string[] = [];
    const start = oneAtATime(work, async (key) => {
      started.push(key);
      await runs[started.length - 1]?.held;
    });
    for (const _ of [1, 2, 3]) start('O1');
    expect(started).toEqual(['O1']);
    runs[0]?.release();
    runs[1]?.release();
    await work.untilIdle();
    expect(started).toEqual(['O1', 'O1']);
    start('O1');
    await work.untilIdle();
    expect(started).toEqual(['O1', 'O1', 'O1']);
  });

  it('does not let one key wait for another', async () => {
    const work = trackWork();
    const first = hold();
    const started: string[] = [];
    const start = oneAtATime(work, async (key) => {
      started.push(key);
      if (key === 'O1') await first.held;
    });
    start('O1');
    start('O2');
    expect(started).toEqual(['O1', 'O2']);
    first.release();
    await work.untilIdle();
    expect(work.count()).toBe(0);
  });
});

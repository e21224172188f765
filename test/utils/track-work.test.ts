import { describe, expect, it } from 'vitest';
import { trackWork } from '../../src/utils/track-work.ts';
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

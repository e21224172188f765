import { describe, expect, it } from 'vitest';
import { trackRequests } from '../../../src/listeners/middleware/track-requests.ts';
import { hold } from '../../helpers/held.ts';

describe('requests under way', () => {
  it('are waited for, with what they leave behind', async () => {
    const requests = trackRequests();
    const request = hold();
    const leftBehind = hold();
    void requests.follow(
      request.held.then(() => {
        void requests.follow(leftBehind.held);
      }),
    );
    let isDrained = false;
    const drained = requests.drain(60_000).then((left) => {
      isDrained = true;
      return left;
    });
    request.release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDrained).toBe(false);
    leftBehind.release();
    expect(await drained).toBe(0);
  });

  it('are counted when they take too long', async () => {
    const requests = trackRequests();
    const { held, release } = hold();
    void requests.follow(held);
    expect(await requests.drain(1)).toBe(1);
    release();
  });
});

import { onTestFinished, vi } from 'vitest';

/** Holds the timers that begin from now on, until the test lets time go by for them. The network and `now` do not wait. */
export function holdTimers(): { letPass(milliseconds: number): Promise<unknown> } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return { letPass: (milliseconds) => vi.advanceTimersByTimeAsync(milliseconds) };
}

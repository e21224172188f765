import { onTestFinished, vi } from 'vitest';

/** Holds the timers that begin from now on, until the test lets time go by for them. The network and `now` do not wait. */
export function holdTimers(): { letPass(milliseconds: number): Promise<unknown> } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return { letPass: (milliseconds) => vi.advanceTimersByTimeAsync(milliseconds) };
}

/** Ends the product's patience of so many milliseconds almost at once, so that no test waits for it. Once in a test. */
export function shortenTimeouts(...milliseconds: number[]): void {
  const wait = globalThis.setTimeout;
  const hurried = (run: () => void, time?: number, ...rest: []) =>
    wait(run, milliseconds.includes(time ?? 0) ? 30 : time, ...rest);
  const spy = vi
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(hurried as typeof globalThis.setTimeout);
  onTestFinished(() => spy.mockRestore());
}

/** A promise that somebody else waits for until `release` is called. */
export function hold(): { held: Promise<void>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { held: promise, release: resolve };
}

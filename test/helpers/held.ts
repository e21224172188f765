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
export const shortenTimeouts = (...milliseconds: number[]): void =>
  replaceTimeouts(30, milliseconds);

/** Never ends the product's patience of so many milliseconds, however busy the machine is. Once in a test. */
export const lengthenTimeouts = (...milliseconds: number[]): void =>
  replaceTimeouts(60_000, milliseconds);

function replaceTimeouts(instead: number, milliseconds: readonly number[]): void {
  const wait = globalThis.setTimeout;
  const changed = (run: () => void, time?: number, ...rest: []) =>
    wait(run, milliseconds.includes(time ?? 0) ? instead : time, ...rest);
  const spy = vi
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(changed as typeof globalThis.setTimeout);
  onTestFinished(() => spy.mockRestore());
}

/** A promise that somebody else waits for until `release` is called. */
export function hold(): { held: Promise<void>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { held: promise, release: resolve };
}

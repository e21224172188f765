import { onTestFinished, vi } from 'vitest';

/** Holds the timers that begin from now on, until the test lets time go by for them. The network and `now` do not wait. */
export function holdTimers(): { letPass(milliseconds: number): Promise<unknown> } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return { letPass: (milliseconds) => vi.advanceTimersByTimeAsync(milliseconds) };
}

/** Ends the product's patience of so many milliseconds almost at once, so that no test waits for it. */
export const shortenTimeouts = (...milliseconds: number[]): void =>
  replaceTimeouts(milliseconds, 30);

/** Never ends the product's patience of so many milliseconds, however busy the machine is, where it is not shortened. */
export const lengthenTimeouts = (...milliseconds: number[]): void =>
  replaceTimeouts(
    milliseconds.filter((each) => !replaced.has(each)),
    60_000,
  );

/** How long a time-out takes instead, in the current test. */
const replaced = new Map<number, number>();

function replaceTimeouts(milliseconds: readonly number[], instead: number): void {
  if (replaced.size === 0) {
    const wait = globalThis.setTimeout;
    const changed = (run: () => void, time = 0, ...rest: []) =>
      wait(run, replaced.get(time) ?? time, ...rest);
    globalThis.setTimeout = Object.assign(changed, wait) as typeof globalThis.setTimeout;
    onTestFinished(() => {
      globalThis.setTimeout = wait;
      replaced.clear();
    });
  }
  for (const each of milliseconds) replaced.set(each, instead);
}

/** A promise that somebody else waits for until `release` is called. */
export function hold(): { held: Promise<void>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { held: promise, release: resolve };
}

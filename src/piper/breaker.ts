import { isNoAnswer, PiperError } from './errors.ts';

/** A circuit breaker: keeps a Piper that does not answer from being asked again and again. One for all tokens: they ask the same servers. */
export type Breaker = {
  /** Runs a call, or throws a `PiperError` at once while Piper is left alone. */
  run: <T>(call: () => Promise<T>) => Promise<T>;
  /** Whether Piper is left alone for now. */
  isOpen: () => boolean;
};

/**
 * Opens after `failures` calls in a row without a usable answer. `pause` milliseconds later one call finds out whether Piper is
 * back, and the others wait for its end. https://learn.microsoft.com/azure/architecture/patterns/circuit-breaker
 */
export function createBreaker(options: {
  failures: number;
  pause: number;
  /** Epoch milliseconds. */
  now: () => number;
}): Breaker {
  const { failures, pause, now } = options;
  let failuresInARow = 0;
  let openedAt: number | undefined;
  let probe: Promise<void> | undefined;

  async function run<T>(call: () => Promise<T>): Promise<T> {
    if (probe) {
      await probe;
      return run(call);
    }
    if (openedAt === undefined) return counted(call, false);
    if (now() - openedAt < pause) {
      const detail = 'Piper did not answer lately, so it is not asked for a moment';
      throw new PiperError({ kind: 'unavailable', contact: 'not_sent', retryAfter: pause, detail });
    }
    const answer = counted(call, true);
    probe = answer.then(endProbe, endProbe);
    return answer;
  }

  function endProbe(): void {
    probe = undefined;
  }

  async function counted<T>(call: () => Promise<T>, isProbe: boolean): Promise<T> {
    try {
      const value = await call();
      noteAnswer(isProbe);
      return value;
    } catch (error) {
      // A rejection is an answer, too: Piper is there.
      if (isNoAnswer(error)) noteFailure(isProbe);
      else noteAnswer(isProbe);
      throw error;
    }
  }

  function noteAnswer(isProbe: boolean): void {
    failuresInARow = 0;
    if (isProbe) openedAt = undefined;
  }

  /** Calls that began before it opened may still fail afterwards; they do not prolong the pause. */
  function noteFailure(isProbe: boolean): void {
    failuresInARow += 1;
    if (isProbe || (openedAt === undefined && failuresInARow >= failures)) openedAt = now();
  }

  return { run, isOpen: () => openedAt !== undefined && probe === undefined };
}

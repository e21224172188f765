import type { PiperFailure } from '../domain/failures.ts';
import { PiperError } from './errors.ts';

/** Time, chance and waiting, handed in so that tests can rule them. */
export type Clock = {
  /** Epoch milliseconds. */
  now: () => number;
  /** From 0 up to, but without, 1. */
  random: () => number;
  /** Resolves after so many milliseconds. */
  wait: (milliseconds: number) => Promise<void>;
};

/** How long and how often something is tried; milliseconds. */
export type RetryPolicy = { attemptTimeoutMs: number; totalTimeoutMs: number; attempts: number };

/**
 * Runs `attempt` until it succeeds, fails for good, or patience ends, and throws the last `PiperError`.
 *
 * `isSafe` says whether a failure may be tried again. The wait is what Piper asked for with `Retry-After`, and otherwise
 * "full jitter": any time between 0 and `first × 2^n`, at most `longest`; see
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/. A wait that would outlast `totalTimeoutMs` is not
 * begun. `attempt` gets the milliseconds that it may take.
 */
export async function withRetries<T>(
  attempt: (time: number) => Promise<T>,
  options: {
    retryPolicy: RetryPolicy;
    backoff: { first: number; longest: number };
    isSafe: (failure: PiperFailure) => boolean;
    clock: Clock;
  },
): Promise<T> {
  const { retryPolicy, backoff, isSafe, clock } = options;
  const end = clock.now() + retryPolicy.totalTimeoutMs;
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(Math.max(1, Math.min(retryPolicy.attemptTimeoutMs, end - clock.now())));
    } catch (error) {
      if (
        !(error instanceof PiperError) ||
        tried >= retryPolicy.attempts ||
        !isSafe(error.failure)
      ) {
        throw error;
      }
      const jitter = clock.random() * Math.min(backoff.longest, backoff.first * 2 ** (tried - 1));
      const asked = 'retryAfter' in error.failure ? error.failure.retryAfter : undefined;
      const wait = asked === undefined ? jitter : asked + jitter;
      if (clock.now() + wait >= end) throw error;
      await clock.wait(wait);
    }
  }
}

/** Reads can be repeated after anything that may pass. */
export function isReadSafeToRepeat(failure: PiperFailure): boolean {
  return failure.kind === 'unavailable' || failure.kind === 'rate_limited';
}

/**
 * Writes can be repeated only when the one before was surely not sent. One that Piper asks to wait for is left to whoever knows
 * what else has to wait.
 */
export function isWriteSafeToRepeat(failure: PiperFailure): boolean {
  return failure.kind === 'unavailable' && failure.contact === 'not_sent';
}

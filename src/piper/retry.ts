import type { PiperFailure } from '../domain/failures.ts';
import type { Clock } from '../utils/clock.ts';
import { PiperError } from './errors.ts';

/** How long one attempt and all of them together may take, and how many there may be. */
export type RetryPolicy = { attemptTimeoutMs: number; totalTimeoutMs: number; attempts: number };

/**
 * Runs `attempt` until it succeeds, fails for good, or the policy allows no more, and throws the last `PiperError`. `timeLeft` gives
 * the milliseconds that a request may take that begins now: none once `totalTimeoutMs` is over, so that nothing is sent later than
 * the caller counts on, however long the process has stood still. `isSafe` says whether `attempt` may be repeated after a failure.
 *
 * The wait is what Piper asked for with `Retry-After`, plus "full jitter": any time between 0 and `initialDelay × 2^n`, at most `maxDelay`;
 * see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/. A wait that would outlast `totalTimeoutMs` is not
 * begun: the caller learns at once how long Piper asked to wait. Retry libraries decide before they know the wait, and keep time
 * by the machine's clock.
 */
export async function withRetries<T>(
  attempt: (timeLeft: () => number) => Promise<T>,
  options: {
    policy: RetryPolicy;
    /** Milliseconds. */
    backoff: { initialDelay: number; maxDelay: number };
    isSafe: (failure: PiperFailure) => boolean;
    clock: Clock;
  },
): Promise<T> {
  const { policy, backoff, isSafe, clock } = options;
  const end = clock.now() + policy.totalTimeoutMs;
  const timeLeft = () => Math.min(policy.attemptTimeoutMs, end - clock.now());
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt(timeLeft);
    } catch (error) {
      if (!(error instanceof PiperError) || attempts >= policy.attempts) throw error;
      if (!isSafe(error.failure)) throw error;
      const jitter =
        clock.random() * Math.min(backoff.maxDelay, backoff.initialDelay * 2 ** (attempts - 1));
      const asked = 'retryAfter' in error.failure ? (error.failure.retryAfter ?? 0) : 0;
      if (clock.now() + asked + jitter >= end) throw error;
      await clock.wait(asked + jitter);
    }
  }
}

/** A read can be repeated after any failure that may pass. */
export function isReadSafeToRepeat(failure: PiperFailure): boolean {
  return failure.kind === 'unavailable' || failure.kind === 'rate_limited';
}

/**
 * A write can be repeated only when the attempt before it was surely not sent. Where Piper asks to wait, the caller decides: other
 * invitations of the organization have to wait, too.
 */
export function isWriteSafeToRepeat(failure: PiperFailure): boolean {
  return failure.kind === 'unavailable' && failure.contact === 'not_sent';
}

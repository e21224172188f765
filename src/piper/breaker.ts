import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { PiperError } from './errors.ts';

/** Keeps a Piper that does not answer from being asked again and again. One for all tokens: they ask the same servers. */
export type Breaker = {
  /** Runs a call, or throws a `PiperError` at once while Piper is left alone. */
  run: <T>(call: () => Promise<T>) => Promise<T>;
  /** Whether Piper is left alone for now. */
  isOpen: () => boolean;
};

/**
 * Opens after so many calls in a row without a usable answer; `pause` milliseconds later one call at a time finds out whether
 * Piper is back. https://github.com/connor4312/cockatiel#circuitbreakerpolicy-options
 */
export function createBreaker({ failures, pause }: { failures: number; pause: number }): Breaker {
  const policy = circuitBreaker(handleWhen(isNoAnswer), {
    halfOpenAfter: pause,
    breaker: new ConsecutiveBreaker(failures),
  });
  return {
    run: async (call) => {
      try {
        const answer = await policy.execute(() => answerOf(call));
        if ('rejection' in answer) throw answer.rejection;
        return answer.value;
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        const detail = 'Piper did not answer lately, so it is not asked for a moment';
        throw new PiperError({
          kind: 'unavailable',
          contact: 'not_sent',
          retryAfter: pause,
          detail,
        });
      }
    },
    isOpen: () => policy.state === CircuitState.Open,
  };
}

/** A refusal is an answer, too: Piper is there. */
async function answerOf<T>(call: () => Promise<T>): Promise<{ value: T } | { rejection: unknown }> {
  try {
    return { value: await call() };
  } catch (error) {
    if (isNoAnswer(error)) throw error;
    return { rejection: error };
  }
}

const isNoAnswer = (error: unknown): boolean =>
  error instanceof PiperError && error.failure.kind === 'unavailable';

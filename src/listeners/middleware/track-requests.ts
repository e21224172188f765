import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { createReference, withReference } from '../../utils/request-reference.ts';
import { trackWork } from '../../utils/track-work.ts';
import { withTimeout } from '../../utils/with-timeout.ts';

/** Gives each request its reference, and knows which ones are under way. */
export function trackRequests() {
  const { follow, count, untilIdle } = trackWork();
  const track: Middleware<AnyMiddlewareArgs> = ({ next }) =>
    follow(withReference(createReference(), next));

  return {
    track,
    /** For work that a request leaves behind, and that does not fail. */
    follow,
    /** Waits until nothing is under way, at most so many milliseconds; returns how many requests are left. */
    drain: async (milliseconds: number): Promise<number> => {
      await withTimeout(untilIdle(), milliseconds);
      return count();
    },
  };
}

export type RequestTracker = ReturnType<typeof trackRequests>;

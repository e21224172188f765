import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { createReference, withReference } from '../../utils/request-reference.ts';
import { trackWork } from '../../utils/track-work.ts';
import { withTimeout } from '../../utils/with-timeout.ts';

/** Gives each request a reference, and keeps track of the ones in progress. */
export function trackRequests() {
  const { follow, count, untilIdle } = trackWork();
  const track: Middleware<AnyMiddlewareArgs> = ({ next }) =>
    follow(withReference(createReference(), next));

  return {
    track,
    /** Tracks work that continues after its request. It must not reject. */
    follow,
    /** Waits at most this long until nothing is in progress; returns how many requests are left. */
    drain: async (milliseconds: number): Promise<number> => {
      await withTimeout(untilIdle(), milliseconds);
      return count();
    },
  };
}

export type RequestTracker = ReturnType<typeof trackRequests>;

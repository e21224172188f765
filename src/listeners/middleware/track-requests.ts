import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { createReference, withReference } from '../../utils/request-reference.ts';
import { withTimeout } from '../../utils/with-timeout.ts';

/** Gives each request its reference, and knows which ones are under way. */
export function trackRequests() {
  const underWay = new Set<Promise<void>>();

  const follow = async (work: Promise<void>): Promise<void> => {
    underWay.add(work);
    try {
      await work;
    } finally {
      underWay.delete(work);
    }
  };
  /** What is under way may leave more behind. */
  const untilNone = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
  const track: Middleware<AnyMiddlewareArgs> = ({ next }) =>
    follow(withReference(createReference(), next));

  return {
    track,
    /** For work that a request leaves behind, and that does not fail. */
    follow,
    /** Waits until nothing is under way, at most so many milliseconds; returns how many requests are left. */
    drain: async (milliseconds: number): Promise<number> => {
      await withTimeout(untilNone(), milliseconds);
      return underWay.size;
    },
  };
}

export type RequestTracker = ReturnType<typeof trackRequests>;

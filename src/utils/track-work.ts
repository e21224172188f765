/** Tracks work that is under way, so that a stopping process can wait for it. */
export function trackWork() {
  const underWay = new Set<Promise<unknown>>();
  return {
    /** Resolves or rejects as `work` does: a failure is the caller's to handle. */
    follow: <T>(work: Promise<T>): Promise<T> => {
      underWay.add(work);
      return work.finally(() => underWay.delete(work));
    },

    count: (): number => underWay.size,

    /** Resolves when nothing is under way, not even what other work has begun meanwhile. Never rejects. */
    untilIdle: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

export type WorkTracker = ReturnType<typeof trackWork>;

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

/** Runs `run` for a key, once at a time: calls during a run lead to one more run after it. `run` must not reject. */
export function oneAtATime(
  work: WorkTracker,
  run: (key: string) => Promise<void>,
): (key: string) => void {
  const running = new Set<string>();
  const wanted = new Set<string>();
  return function start(key) {
    if (running.has(key)) {
      wanted.add(key);
      return;
    }
    running.add(key);
    const ended = run(key).finally(() => {
      running.delete(key);
      if (wanted.delete(key)) start(key);
    });
    void work.follow(ended);
  };
}

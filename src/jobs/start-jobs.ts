import type { Logger } from 'pino';
import { createReference, withReference } from '../utils/request-reference.ts';

/** Something that the product does by itself, again and again. */
export type Job = { name: string; every: number; run: () => Promise<void> };

/**
 * Runs each job now and then every so many milliseconds, counted from its end, under a reference of its own. A run that
 * fails is in the log, and the next one comes all the same. Returns what ends it: resolves when no run is under way.
 */
export function startJobs(jobs: readonly Job[], log: Logger): () => Promise<void> {
  let isStopped = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();

  const runOnce = async (job: Job): Promise<void> => {
    const work = withReference(createReference(), async () => {
      try {
        await job.run();
      } catch (error) {
        log.error({ err: error, job: job.name }, 'a job failed');
      }
    });
    underWay.add(work);
    await work;
    underWay.delete(work);
    if (!isStopped) timers.set(job.name, setTimeout(() => runOnce(job), job.every).unref());
  };

  for (const job of jobs) void runOnce(job);
  return async () => {
    isStopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
    await Promise.all(underWay);
  };
}

import type { Logger } from 'pino';
import { createReference, withReference } from '../utils/request-reference.ts';
import { trackWork } from '../utils/track-work.ts';

/** Something that the product does by itself, every so many milliseconds. */
export type Job = { name: string; every: number; run: () => Promise<void> };

/**
 * Runs each job now, and again `every` milliseconds after the end of a run, each run under a reference of its own. A run that fails
 * is logged, and the next one comes all the same. Returns a function that ends this, and resolves when no run is under way.
 */
export function startJobs(jobs: readonly Job[], log: Logger): () => Promise<void> {
  let isStopped = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const work = trackWork();

  const runOnce = async (job: Job): Promise<void> => {
    const run = withReference(createReference(), async () => {
      try {
        await job.run();
      } catch (error) {
        log.error({ err: error, job: job.name }, 'job failed');
      }
    });
    await work.follow(run);
    if (!isStopped) timers.set(job.name, setTimeout(() => runOnce(job), job.every).unref());
  };

  for (const job of jobs) void runOnce(job);
  return async () => {
    isStopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
    await work.untilIdle();
  };
}

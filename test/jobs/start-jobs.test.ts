import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startJobs } from '../../src/jobs/start-jobs.ts';
import { currentReference } from '../../src/utils/request-reference.ts';
import { keptLog } from '../helpers/log-lines.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a job', () => {
  it('runs at once, and again after a while, each time under a reference of its own', async () => {
    const references: (string | undefined)[] = [];
    const run = async () => {
      references.push(currentReference());
    };
    startJobs([{ name: 'count', every: 1_000, run }], keptLog().log);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(references).toHaveLength(3);
    expect(new Set(references).size).toBe(3);
    expect(references).not.toContain(undefined);
  });

  it('that fails is in the log, and runs again', async () => {
    const { log, lines } = keptLog();
    const run = vi.fn(async () => {
      throw new Error('no luck');
    });
    startJobs([{ name: 'try', every: 1_000, run }], log);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(run).toHaveBeenCalledTimes(2);
    expect(lines()[0]).toMatchObject({ level: 'error', job: 'try', err: { message: 'no luck' } });
  });

  it('never runs twice at a time', async () => {
    let finish = () => {};
    const run = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    startJobs([{ name: 'long', every: 1_000, run }], keptLog().log);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(run).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('does not run any more when it is stopped, which waits for its end', async () => {
    let finish = () => {};
    const run = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const stop = startJobs([{ name: 'long', every: 1_000, run }], keptLog().log);
    let isStopped = false;
    const stopped = stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(isStopped).toBe(false);
    finish();
    await stopped;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

import { describe, expect, it } from 'vitest';
import { withTimeout } from '../../src/utils/with-timeout.ts';

const never = new Promise<never>(() => {});

describe('work within a time limit', () => {
  it('gives its result where it ends in time', async () => {
    expect(await withTimeout(Promise.resolve('done'), 1_000)).toBe('done');
  });

  it('gives its error where it fails in time', async () => {
    await expect(withTimeout(Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken');
  });

  it('gives nothing where it takes longer', async () => {
    expect(await withTimeout(never, 5)).toBeUndefined();
  });

  it('does no harm where it fails later', async () => {
    const { promise, reject } = Promise.withResolvers<string>();
    expect(await withTimeout(promise, 1)).toBeUndefined();
    reject(new Error('too late to matter'));
    // An unhandled rejection would fail the run.
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('goes on after the limit', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    await withTimeout(promise, 1);
    resolve('late');
    expect(await promise).toBe('late');
  });

  it('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    const before = timers().length;
    await withTimeout(Promise.resolve(), 60_000);
    await withTimeout(Promise.reject(new Error()), 60_000).catch(() => {});
    expect(timers()).toHaveLength(before);
  });
});

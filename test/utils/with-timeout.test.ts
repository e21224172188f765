import { describe, expect, it } from 'vitest';
import { within } from '../../src/utils/with-timeout.ts';

const never = new Promise<never>(() => {});

describe('work within a time limit', () => {
  it('gives its result where it ends in time', async () => {
    expect(await within(1_000, Promise.resolve('done'))).toBe('done');
  });

  it('gives its error where it fails in time', async () => {
    await expect(within(1_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('gives nothing where it takes longer', async () => {
    expect(await within(5, never)).toBeUndefined();
  });

  it('does no harm where it fails later', async () => {
    const { promise, reject } = Promise.withResolvers<string>();
    expect(await within(1, promise)).toBeUndefined();
    reject(new Error('too late to matter'));
    // An unhandled rejection would fail the run.
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('goes on after the limit', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    await within(1, promise);
    resolve('late');
    expect(await promise).toBe('late');
  });

  it('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    const before = timers().length;
    await within(60_000, Promise.resolve());
    await within(60_000, Promise.reject(new Error())).catch(() => {});
    expect(timers()).toHaveLength(before);
  });
});

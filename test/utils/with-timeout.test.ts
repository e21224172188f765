import { describe, expect, it } from 'vitest';
import { withTimeout } from '../../src/utils/with-timeout.ts';
import { holdTimers } from '../helpers/held.ts';

const never = new Promise<never>(() => {});

describe('work within a time limit', () => {
  it('gives its result where it ends in time', async () => {
    expect(await withTimeout(Promise.resolve('done'), 1_000)).toBe('done');
  });

  it('gives its error where it fails in time', async () => {
    await expect(withTimeout(Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken');
  });

  it('gives nothing where it takes longer', async () => {
    const { letPass } = holdTimers();
    const given = withTimeout(never, 60_000);
    await letPass(60_000);
    expect(await given).toBeUndefined();
  });

  it('does no harm where it fails later', async () => {
    const { letPass } = holdTimers();
    const { promise, reject } = Promise.withResolvers<string>();
    const given = withTimeout(promise, 60_000);
    await letPass(60_000);
    expect(await given).toBeUndefined();
    reject(new Error('too late to matter'));
    // An unhandled rejection would fail the run.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('goes on after the limit', async () => {
    const { letPass } = holdTimers();
    const { promise, resolve } = Promise.withResolvers<string>();
    const given = withTimeout(promise, 60_000);
    await letPass(60_000);
    await given;
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

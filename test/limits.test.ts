import { describe, expect, it } from 'vitest';
import { delivery, piper } from '../src/limits.ts';

describe('how long an invitation waits whose call was lost', () => {
  it('is longer than a call may take to begin and to end, Piper may be at work on it, and clocks may differ', () => {
    const { beginWithin, settleAfterTimeout, clockSkew, settleAfterLoss } = delivery;
    const call = beginWithin + piper.write.totalTimeoutMs;
    expect(settleAfterLoss).toBeGreaterThan(call + settleAfterTimeout + clockSkew);
    expect(settleAfterTimeout).toBeGreaterThan(piper.write.totalTimeoutMs + clockSkew);
  });

  it('leaves a process that lives the time to store how it ended first', () => {
    const { graceAfterLoss, storeAgain, settleAfterLoss } = delivery;
    expect(graceAfterLoss).toBeGreaterThanOrEqual(5 * storeAgain.maxDelay);
    expect(graceAfterLoss).toBeLessThan(settleAfterLoss);
  });
});

describe('a lease', () => {
  it('survives two renewals that fail', () => {
    expect(delivery.lease).toBeGreaterThan(3 * delivery.renewInterval);
  });

  it('gives its place to others within 10 s after its process was killed', () => {
    expect(delivery.lease + delivery.pollInterval).toBeLessThan(9_000);
  });

  it('outlives the time in which a call may begin', () => {
    expect(delivery.lease).toBeGreaterThan(2 * delivery.beginWithin);
  });
});

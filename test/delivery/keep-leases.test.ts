import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keepLeases } from '../../src/delivery/keep-leases.ts';
import { keptLog } from '../helpers/log-lines.ts';

const lease = 1_000;
const lent = (id: string) => ({ id, attempts: 1 });

/** The leases of one process, whose own clock for renewals stands still. */
function setUp() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const renewed: [ids: string[], until: number][] = [];
  const time = { now: 0 };
  const leases = keepLeases({
    invitations: {
      renew: async (_, held, until) => {
        renewed.push([held.map(({ id }) => id), until]);
      },
    },
    owner: 'process-1',
    now: () => time.now,
    log: keptLog().log,
    lease,
    renewInterval: 300,
  });
  return { leases, time, renewed };
}

describe('leases that may have expired', () => {
  it('are renewed as soon as the first of them may have, however long a later one lasts', async () => {
    const { leases, time, renewed } = setUp();
    leases.hold(lent('early'), 1_000);
    leases.hold(lent('late'), 1_900);
    time.now = 999;
    await leases.renewExpired();
    expect(renewed).toEqual([]);
    time.now = 1_000;
    await leases.renewExpired();
    expect(renewed).toEqual([[['early', 'late'], 1_000 + lease]]);
  });

  it('are not those of what has ended', async () => {
    const { leases, time, renewed } = setUp();
    const letGo = leases.hold(lent('ended'), 1_000);
    letGo();
    time.now = 5_000;
    await leases.renewExpired();
    leases.hold(lent('new'), 6_000);
    await leases.renewExpired();
    expect(renewed).toEqual([]);
    time.now = 6_000;
    await leases.renewExpired();
    expect(renewed).toEqual([[['new'], 6_000 + lease]]);
  });
});

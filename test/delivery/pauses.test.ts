import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { delivery as limits } from '../../src/limits.ts';
import { acme } from '../helpers/builders.ts';
import { deliveries, plans } from '../helpers/deliveries.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const brokenOff: PiperFailure = { kind: 'unavailable', contact: 'broken_off' };
const timedOut: PiperFailure = { kind: 'unavailable', contact: 'timed_out' };

/** A process for which Ada's first call fails like this; Bob's invitation to the same organization comes right after. */
async function afterFailure(failure: PiperFailure, chance = 0.5) {
  const all = await deliveries({
    random: () => chance,
    plan: (address, call) => (address === ada && call === 1 ? { answers: failure } : undefined),
  });
  await all.batch({ addresses: [ada] });
  const process = all.start();
  process.wake(acme.id);
  await process.idle();
  const { id } = await all.batch({ addresses: [bob] });
  process.wake(acme.id);
  await process.idle();
  return { ...all, process, id };
}

describe('a failure after which Piper wants to be left alone', () => {
  it.each<[string, PiperFailure, number]>([
    ['says for how long', { kind: 'rate_limited', retryAfter: 30_000 }, 31_000],
    ['does not say for how long', { kind: 'rate_limited' }, 1_000],
    ['is out of order, and says for how long', { ...down, retryAfter: 5_000 }, 6_000],
  ])('holds up the others of the organization where Piper %s', async (_, failure, pause) => {
    const { seen, pass, process } = await afterFailure(failure);
    expect(seen.adds).toEqual([ada]);
    await pass(pause - 1, process);
    expect(seen.adds).toEqual([ada]);
    await pass(1, process);
    expect(seen.adds.toSorted()).toEqual([ada, ada, bob]);
  });

  it.each<PiperFailure>([down, { ...down, retryAfter: 0 }, brokenOff, timedOut])(
    'is none where Piper says nothing of the kind: the others go on after %o',
    async (failure) => {
      const { seen, kinds, id } = await afterFailure(failure);
      expect(seen.adds).toEqual([ada, bob]);
      expect(await kinds(id)).toEqual(['invited']);
    },
  );
});

describe('the pause before the next attempt', () => {
  it.each<[string, PiperFailure, number]>([
    ['what Piper asks for', { ...brokenOff, retryAfter: 5_000 }, 5_000],
    ['what it takes until the effect is clear', { ...timedOut, retryAfter: 5_000 }, 60_000],
    ['what Piper asks for, also if nothing was sent', { ...down, retryAfter: 5_000 }, 5_000],
  ])('is the longer of the two: %s', async (_, failure, pause) => {
    const { deliver, waits, clock } = await deliveries({
      random: () => 0,
      plan: plans({ answers: failure }),
    });
    const begun = clock.now();
    await deliver({ addresses: [ada] }, -1);
    expect(waits.map(({ at }) => at - begun)).toEqual([pause]);
  });

  it('is as long after a call that timed out even if a later attempt could not read the list', async () => {
    const { deliver, waits, clock, seen } = await deliveries({
      random: () => 0,
      plan: plans({ answers: timedOut }),
      listFails: (look) => (look === 3 ? timedOut : undefined),
    });
    const begun = clock.now();
    await deliver({ addresses: [ada] }, limits.settleAfterTimeout);
    expect(seen).toMatchObject({ adds: [ada], looks: 3 });
    expect(waits.map(({ at }) => at - begun)).toEqual([2 * limits.settleAfterTimeout]);
  });

  it.each([
    [-1, 'waiting'],
    [0, 'failed'],
  ])('is not begun where it would end a day after the batch (%d ms)', async (early, kind) => {
    const retryAfter = limits.giveUpAfter + early;
    const { deliver } = await deliveries({
      random: () => 0,
      plan: () => ({ answers: { kind: 'rate_limited', retryAfter } }),
    });
    expect(await deliver({ addresses: [ada] }, -1)).toMatchObject([{ kind }]);
  });
});

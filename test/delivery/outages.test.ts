import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { ok } from '../../src/domain/result.ts';
import { delivery as limits } from '../../src/limits.ts';
import type { Invitations } from '../../src/usecases/ports/invitations.ts';
import { acme, waiting } from '../helpers/builders.ts';
import { deliveries, plans } from '../helpers/deliveries.ts';
import { eventually } from '../helpers/eventually.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const four = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);

/** Lets everything go on that does not wait for the time to pass. */
const idle = async () => {
  for (let turns = 0; turns < 50; turns += 1) await new Promise((go) => setImmediate(go));
};

/**
 * Deliveries whose storage goes away when Piper is first called, and comes back when the test says so. `after` are the methods that do
 * what they are asked for all the same, and only their answer is lost.
 */
async function setUp(
  about: Parameters<typeof deliveries>[0] = {},
  { after = [] }: { after?: (keyof Invitations)[] } = {},
) {
  const all = await deliveries({ random: () => 0, ...about });
  const { storage, piper } = all;
  let isAway = false;
  let isBack = false;
  const fails =
    <Name extends keyof Invitations>(name: Name) =>
    async (...args: unknown[]): Promise<unknown> => {
      const work = storage.invitations[name] as (...args: unknown[]) => Promise<unknown>;
      if (isAway && !after.includes(name)) throw new Error('away');
      const done = await work(...args);
      if (isAway) throw new Error('away');
      return done;
    };
  const names = Object.keys(storage.invitations) as (keyof Invitations)[];
  const invitations = Object.fromEntries(
    names.map((name) => [name, fails(name)]),
  ) as unknown as Invitations;
  const start = () =>
    all.start({
      invitations,
      open: async () =>
        ok({
          ...piper,
          addMember: async (...args) => {
            const added = await piper.addMember(...args);
            isAway = !isBack;
            return added;
          },
        }),
    });
  return {
    ...all,
    start,
    pass: (milliseconds: number) => all.pass(milliseconds, { idle }),
    startOther: all.start,
    comeBack: () => {
      isBack = true;
      isAway = false;
    },
  };
}

describe('what Piper has answered while the storage was away', () => {
  const long = limits.lease + limits.graceAfterLoss + limits.settleAfterLoss;

  it.each([1_000, long])(
    'for %d ms is stored by the same process when it is back, without asking Piper again',
    async (time) => {
      const { batch, start, pass, comeBack, kinds, seen, changed, storage } = await setUp();
      const { id } = await batch({ addresses: four });
      start().wake(acme.id);
      await pass(time);
      expect(await kinds(id)).toEqual(Array(4).fill('waiting'));
      comeBack();
      await pass(limits.storeAgain.maxDelay);
      await eventually(() => expect(changed).toEqual(Array(4).fill(id)));
      expect(await kinds(id)).toEqual(Array(4).fill('invited'));
      expect(seen).toMatchObject({ adds: four, looks: 4 });
      expect(await storage.verified()).toMatchObject({ entries: 8, breaks: [] });
    },
  );

  it('is stored once where only the storage’s own answer was lost', async () => {
    const { batch, start, pass, comeBack, kinds, seen, changed, storage } = await setUp(
      {},
      { after: ['end'] },
    );
    const { id } = await batch({ addresses: [ada] });
    start().wake(acme.id);
    await pass(1_000);
    comeBack();
    await pass(limits.storeAgain.maxDelay);
    await eventually(() => expect(changed).toEqual([id]));
    expect(await kinds(id)).toEqual(['invited']);
    expect(seen).toMatchObject({ adds: [ada], looks: 1 });
    expect(await storage.verified()).toMatchObject({ entries: 2, breaks: [] });
  });

  it('is stored after another process has noticed that the lease is over, and has not looked yet', async () => {
    const all = await setUp();
    const { batch, start, pass, comeBack, kinds, states, seen, clock } = all;
    const { id } = await batch({ addresses: [ada] });
    start().wake(acme.id);
    await pass(limits.lease);
    const other = all.startOther();
    await other.tick();
    await idle();
    expect(await states(id)).toEqual([waiting(undefined, true)]);
    comeBack();
    await pass(limits.storeAgain.maxDelay);
    expect(await kinds(id)).toEqual(['invited']);
    clock.advance(limits.graceAfterLoss);
    await other.tick();
    await idle();
    expect(seen).toMatchObject({ adds: [ada], looks: 1 });
  });

  it('does not count where another process has found out meanwhile', async () => {
    const all = await setUp({ plan: plans({ answers: { kind: 'forbidden' }, stores: 'now' }) });
    const { batch, start, startOther, pass, comeBack, states, seen } = all;
    const { id } = await batch({ addresses: [ada] });
    start().wake(acme.id);
    await pass(limits.lease);
    // The storage is away for the first process alone.
    const other = startOther();
    await other.tick();
    await pass(limits.graceAfterLoss);
    await other.tick();
    await idle();
    expect(await states(id)).toMatchObject([{ kind: 'invited' }]);
    comeBack();
    await pass(limits.storeAgain.maxDelay);
    expect(await states(id)).toMatchObject([{ kind: 'invited' }]);
    expect(seen.adds).toEqual([ada]);
  });

  it('holds up nobody else of the organization once the storage is back', async () => {
    const { batch, start, pass, comeBack, kinds } = await setUp();
    await batch({ addresses: four });
    const process = start();
    process.wake(acme.id);
    await pass(long);
    const { id } = await batch({ addresses: [ada] });
    process.wake(acme.id);
    await pass(1_000);
    expect(await kinds(id)).toEqual(['waiting']);
    comeBack();
    await pass(limits.storeAgain.maxDelay);
    await eventually(async () => expect(await kinds(id)).toEqual(['invited']));
  });

  it('is stored, too, where it is to be tried again, and everybody waits as long as Piper asked for', async () => {
    const retryAfter = 30_000;
    const { batch, start, pass, comeBack, states, seen } = await setUp({
      plan: (address, call) =>
        address === ada && call === 1
          ? { answers: { kind: 'rate_limited', retryAfter } }
          : undefined,
    });
    const { id } = await batch({ addresses: [ada] });
    const process = start();
    process.wake(acme.id);
    await pass(10_000);
    comeBack();
    await pass(limits.storeAgain.maxDelay);
    expect(await states(id)).toEqual([waiting({ kind: 'rate_limited', retryAfter })]);
    const others = await batch({ addresses: [bob] });
    process.wake(acme.id);
    await pass(retryAfter - 10_000 - limits.storeAgain.maxDelay - 1);
    expect(seen.adds).toEqual([ada]);
    await pass(1);
    await process.tick();
    await idle();
    expect(seen.adds.toSorted()).toEqual([ada, ada, bob]);
    expect(await states(others.id)).toMatchObject([{ kind: 'invited' }]);
  });

  it('ends the rest of the batch, too, where all would fail alike', async () => {
    const failure: PiperFailure = { kind: 'unauthorized' };
    const { batch, start, pass, comeBack, states, seen } = await setUp({
      plan: () => ({ answers: failure }),
    });
    const { id } = await batch({ addresses: [...four, ada, bob] });
    start().wake(acme.id);
    await pass(10_000);
    comeBack();
    await pass(limits.storeAgain.maxDelay);
    expect(await states(id)).toEqual(Array(6).fill({ kind: 'failed', failure }));
    expect(seen.adds).toEqual(four);
  });
});

describe('an invitation whose call could not be noted as the storage was away', () => {
  it.each([
    ['and was not', []],
    ['though it was', ['begin']],
  ] as const)('%s is not sent until it can be', async (_, after) => {
    const { batch, start, storage, pass, states, seen } = await deliveries();
    const { id } = await batch({ addresses: [ada] });
    let isAway = true;
    const process = start({
      invitations: {
        begin: async (...args) => {
          if (isAway && after.length === 0) throw new Error('away');
          const isHeld = await storage.invitations.begin(...args);
          if (isAway) throw new Error('away');
          return isHeld;
        },
      },
    });
    process.wake(acme.id);
    await process.idle();
    expect(seen.adds).toEqual([]);
    expect(await states(id)).toEqual([waiting()]);
    isAway = false;
    await pass(limits.backoff.initialDelay, process);
    expect(seen.adds).toEqual([ada]);
    expect(await states(id)).toMatchObject([{ kind: 'invited' }]);
  });
});

describe('a storage that answers', () => {
  it('and refuses how one attempt ended again and again does not hold that place for ever', async () => {
    const { batch, start, storage, pass, states, errors, kinds } = await deliveries({
      random: () => 0,
    });
    const { id } = await batch({ addresses: [ada] });
    let isBroken = true;
    let renewals = 0;
    const process = start({
      concurrency: 1,
      // As often as is needed, since the clock of the test is not that of the renewals.
      times: { renewInterval: 1 },
      invitations: {
        renew: async (...args) => {
          renewals += 1;
          await storage.invitations.renew(...args);
        },
        end: async (...args) => {
          if (isBroken) throw new Error('cannot be stored');
          return storage.invitations.end(...args);
        },
      },
    });
    process.wake(acme.id);
    for (let tries = 0; tries <= limits.storeAgain.refusals; tries += 1) {
      const before = renewals;
      for (let ticks = 0; ticks < 100 && renewals < before + 1; ticks += 1) {
        await new Promise((go) => setTimeout(go, 1));
      }
      await pass(limits.storeAgain.maxDelay, { idle });
    }
    await process.idle();
    expect(errors).toHaveLength(2);
    expect(await states(id)).toEqual([waiting(undefined, false, true)]);
    isBroken = false;
    const others = await batch({ addresses: [bob] });
    await pass(limits.lease, process);
    await process.tick();
    await process.idle();
    expect(await kinds(others.id)).toEqual(['invited']);
    await pass(limits.graceAfterLoss, process);
    await process.tick();
    await process.idle();
    expect(await kinds(id)).toEqual(['invited']);
  });
});

import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { ok } from '../../src/domain/result.ts';
import { delivery as limits } from '../../src/limits.ts';
import { acme, member } from '../helpers/builders.ts';
import { deliveries, plans } from '../helpers/deliveries.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const brokenOff: PiperFailure = { kind: 'unavailable', contact: 'broken_off' };
const timedOut: PiperFailure = { kind: 'unavailable', contact: 'timed_out' };
const { settleAfterTimeout: settle } = limits;

type Delivery = Awaited<ReturnType<typeof deliveries>>;
type Process = ReturnType<Delivery['start']>;

/** Lets time go by as it does for a process that polls. */
async function poll({ pass }: Pick<Delivery, 'pass'>, process: Process, milliseconds: number) {
  for (let left = milliseconds; left > 0; left -= limits.pollInterval) {
    await pass(Math.min(left, limits.pollInterval), process);
    await process.tick();
    await pass(0, process);
  }
}

describe('an invitation for somebody whose earlier one has ended as unknown', () => {
  /** Ada's first invitation is given up right after a call that Piper comes to the end of at the last moment. */
  async function setUp() {
    const all = await deliveries({
      random: () => 0,
      plan: (address, call) => {
        // After this answer, the list is read.
        if (address === bob) return { answers: brokenOff, stores: 'now' };
        return call === 1 ? { answers: timedOut, stores: { after: settle - 1 } } : undefined;
      },
    });
    const own = all.ownClient();
    const first = await all.batch({ addresses: [ada] });
    all.clock.advance(limits.giveUpAfter - settle);
    const second = await all.batch({ addresses: [ada] });
    const process = all.start({ open: async () => ok(own) });
    process.wake(acme.id);
    await all.pass(0, process);
    expect(await all.kinds(first.id)).toEqual(['unknown']);
    return { ...all, process, first, second };
  }

  it('waits as long as Piper may still be at work on that one, and finds the person there', async () => {
    const all = await setUp();
    const { process, second, seen, kinds, memberships } = all;
    await poll(all, process, settle - 1);
    expect(await kinds(second.id)).toEqual(['waiting']);
    expect(seen.adds).toEqual([ada]);
    await poll(all, process, limits.pollInterval);
    expect(await kinds(second.id)).toEqual(['already_member']);
    expect(seen.adds).toEqual([ada]);
    expect(memberships(ada)).toHaveLength(1);
  });

  it('does not believe a member list that was read during that wait', async () => {
    const all = await setUp();
    const { process, second, seen, kinds, memberships, batch } = all;
    await poll(all, process, settle - 15_000);
    await batch({ addresses: [bob] });
    await poll(all, process, 15_000 + limits.pollInterval);
    expect(await kinds(second.id)).toEqual(['already_member']);
    expect(seen.adds).toEqual([ada, bob]);
    expect(memberships(ada)).toHaveLength(1);
  });
});

describe('an invitation whose call has broken off', () => {
  /** Ada's invitation, whose call has just broken off, through a client that remembers the member list. */
  async function setUp(about: Parameters<typeof deliveries>[0]) {
    const all = await deliveries({ random: () => 0, ...about });
    const own = all.ownClient();
    const { id } = await all.batch({ addresses: [ada] });
    const process = all.start({ open: async () => ok(own) });
    process.wake(acme.id);
    await all.pass(0, process);
    return { ...all, id, process };
  }

  it.each([
    ['at once', 2],
    ['only a while later', 4],
  ])(
    'is our own invite where the list shows the person %s, and nothing is sent again',
    async (_, readable) => {
      const { id, process, pass, states, seen, memberships } = await setUp({
        plan: plans({ answers: brokenOff, stores: 'now' }),
        listFails: (look) => (look > 1 && look < readable ? down : undefined),
      });
      await pass(settle, process);
      expect(await states(id)).toMatchObject([{ kind: 'invited', member: { address: ada } }]);
      expect(seen).toMatchObject({ adds: [ada], looks: readable });
      expect(memberships(ada)).toHaveLength(1);
    },
  );

  it('is sent again only when the list has been read, and then it is an invite, too', async () => {
    const { id, process, pass, states, seen, memberships } = await setUp({
      plan: plans({ answers: brokenOff, stores: 'never' }),
      listFails: (look) => (look === 3 ? down : undefined),
    });
    await pass(limits.settleAfterUnclear - 1, process);
    expect(seen).toMatchObject({ adds: [ada], looks: 2 });
    await pass(1, process);
    expect(seen).toMatchObject({ adds: [ada], looks: 3 });
    await pass(limits.settleAfterUnclear, process);
    expect(seen.adds).toEqual([ada, ada]);
    expect(await states(id)).toMatchObject([{ kind: 'invited', member: { address: ada } }]);
    expect(memberships(ada)).toHaveLength(1);
  });

  it('is no invite where the person has been a member for long, and only Piper knew', async () => {
    const old = member(ada, { since: 1, roleName: 'Viewer', status: { kind: 'joined' } });
    const { start, batch, pass, states, piper, seen } = await deliveries({ random: () => 0 });
    // The list lags behind Piper, which breaks off at first and then says what it knows.
    let looks = 0;
    piper.members = async () => ok({ members: [], readAt: 0 });
    piper.membersNow = async () => {
      looks += 1;
      return ok({ members: looks > 2 ? [old] : [], readAt: 0 });
    };
    const answers: PiperFailure[] = [brokenOff, { kind: 'conflict' }];
    piper.addMember = async (address) => {
      const error = answers[seen.adds.push(address) - 1] ?? down;
      return { ok: false, error };
    };
    const { id } = await batch({ addresses: [ada] });
    const process = start();
    process.wake(acme.id);
    await pass(settle, process);
    expect(await states(id)).toEqual([{ kind: 'already_member', member: old }]);
  });
});

describe('an invitation whose process was killed after it had asked Piper', () => {
  it('waits as long as Piper may be at work on the call, also where the list cannot be read at first', async () => {
    const all = await deliveries({
      random: () => 0,
      plan: plans({
        answers: timedOut,
        stores: { after: limits.lease + limits.settleAfterLoss - 1 },
      }),
      listFails: (look) => (look === 2 ? down : undefined),
    });
    const { batch, start, startAndKill, clock, seen, kinds, memberships } = all;
    const { id } = await batch({ addresses: [ada] });
    await startAndKill('calling', { reach: 1 });
    clock.advance(limits.lease);
    const next = start();
    await next.tick();
    await poll(all, next, 2 * limits.settleAfterLoss);
    expect(seen.looks).toBeGreaterThan(2);
    expect(seen.adds).toEqual([ada]);
    expect(memberships(ada)).toHaveLength(1);
    expect(await kinds(id)).toEqual(['invited']);
  });
});

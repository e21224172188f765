import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ok } from '../../src/domain/result.ts';
import { delivery as limits } from '../../src/limits.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { acme, waiting } from '../helpers/builders.ts';
import { deliveries, plans } from '../helpers/deliveries.ts';
import { eventually } from '../helpers/eventually.ts';
import { hold } from '../helpers/held.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const carol = 'carol@example.com';
const four = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);
const down = { kind: 'unavailable', contact: 'not_sent' } as const;
const timedOut = { kind: 'unavailable', contact: 'timed_out' } as const;

/** Holds the renewals, until the test lets time go by for them. */
function holdRenewals() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return { letPass: (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds) };
}

/** Hears of the members for each of these addresses only when it is let, and says who has begun. */
function heldReads(piper: PiperOrganization, ...addresses: string[]) {
  const begun: string[] = [];
  const holds = new Map(addresses.map((address) => [address, hold()]));
  return {
    begun,
    release: (address: string) => holds.get(address)?.release(),
    of: (address: string): PiperOrganization => ({
      ...piper,
      members: async () => {
        begun.push(address);
        const list = await piper.members();
        await holds.get(address)?.held;
        return list;
      },
    }),
  };
}

/** One process that sends Ada's and Bob's invitations at once, and waits for the member list for as long as the test says. */
async function setUp(about: Parameters<Awaited<ReturnType<typeof deliveries>>['start']>[0] = {}) {
  const all = await deliveries();
  const renewals = holdRenewals();
  const reads = heldReads(all.piper, ada, bob);
  const { id } = await all.batch({ addresses: [ada, bob] });
  const process = all.start({
    open: async ({ invitee }) => ok(reads.of(invitee.address)),
    ...about,
  });
  process.wake(acme.id);
  await eventually(() => expect(reads.begun).toEqual([ada, bob]));
  const end = (address: string) =>
    eventually(() => {
      reads.release(address);
      expect(all.seen.adds).toContain(address);
    });
  return { ...all, id, process, renewals, end, release: reads.release };
}

describe('a process that is killed while it has all places of an organization', () => {
  it('leaves them to others once its leases are over, and with them all that Piper was not asked for', async () => {
    const { batch, startAndKill, start, clock, seen, kinds, errors } = await deliveries();
    const { id } = await batch({ addresses: four });
    await startAndKill('reading');
    const others = await batch({ addresses: [ada] });
    const next = start();
    next.wake(acme.id);
    clock.advance(limits.lease - 1);
    await next.tick();
    await next.idle();
    expect(seen.adds).toEqual([]);
    clock.advance(1);
    await next.tick();
    await next.idle();
    expect(seen.adds.toSorted()).toEqual([...four, ada].toSorted());
    expect(await kinds(id)).toEqual(Array(4).fill('invited'));
    expect(await kinds(others.id)).toEqual(['invited']);
    expect(errors).toEqual([]);
  });

  it('holds up nobody else where it had asked Piper: those invitations are looked for a little later', async () => {
    const { batch, startAndKill, start, pass, seen, states } = await deliveries();
    const { id } = await batch({ addresses: four });
    await startAndKill('calling');
    const others = await batch({ addresses: [ada] });
    const next = start();
    await pass(limits.lease, next);
    await next.tick();
    await next.idle();
    expect(await states(others.id)).toMatchObject([{ kind: 'invited' }]);
    expect(await states(id)).toEqual(Array(4).fill(waiting(undefined, true)));
    await pass(limits.graceAfterLoss, next);
    await next.tick();
    await next.idle();
    expect(await states(id)).toMatchObject(Array(4).fill({ kind: 'invited' }));
    expect(seen.adds).toEqual([...four, ada]);
  });

  it.each([
    [
      'found in the list where Piper comes to its end at last',
      { after: limits.settleAfterLoss },
      1,
    ],
    ['sent again where Piper has dropped it', 'never', 2],
  ] as const)(
    'leaves a call that is waited for as long as it may take effect, and %s',
    async (_, stores, adds) => {
      const { batch, startAndKill, start, pass, memberships, seen, kinds } = await deliveries({
        random: () => 0,
        plan: plans({ answers: timedOut, stores }),
      });
      const { id } = await batch({ addresses: [ada] });
      await startAndKill('calling', { reach: 1 });
      const next = start();
      await pass(limits.lease, next);
      await next.tick();
      await pass(limits.graceAfterLoss, next);
      await next.tick();
      await pass(limits.settleAfterLoss - limits.graceAfterLoss - 1, next);
      await next.tick();
      await next.idle();
      expect(seen.adds).toEqual([ada]);
      expect(await kinds(id)).toEqual(['waiting']);
      await pass(1, next);
      expect(seen.adds).toHaveLength(adds);
      expect(memberships(ada)).toHaveLength(1);
      expect(await kinds(id)).toEqual(['invited']);
    },
  );

  it('leaves its invitations at once to a process that starts where no other can be running', async () => {
    const { batch, startAndKill, start, seen, kinds } = await deliveries();
    const asked = await batch({ addresses: [ada] });
    await startAndKill('calling', { reach: 1 });
    const unasked = await batch({ addresses: [bob] });
    await startAndKill('reading', { reach: 1 });
    const next = start();
    await next.endLeases();
    await next.tick();
    await next.idle();
    expect(await kinds(asked.id)).toEqual(['invited']);
    expect(await kinds(unasked.id)).toEqual(['invited']);
    expect(seen.adds).toEqual([ada, bob]);
  });
});

describe('the lease of an invitation', () => {
  it('is renewed with those of all that are being sent, by one clock that ends with the last of them', async () => {
    const renewed: unknown[] = [];
    const all = await setUp({
      invitations: {
        renew: async (owner, leases, until) => {
          const which = leases.map(({ id, attempts }) => ({ id, attempts }));
          renewed.push([owner, which, until]);
        },
      },
    });
    const { id, process, batch, renewals, clock, release } = all;
    // What comes later begins no second clock.
    const later = await batch({ addresses: [carol] });
    process.wake(acme.id);
    await eventually(async () => expect(await all.kinds(later.id)).toEqual(['invited']));
    expect(vi.getTimerCount()).toBe(1);
    clock.advance(limits.renewInterval);
    await renewals.letPass(limits.renewInterval);
    const [ofAda, ofBob] = [0, 1].map((at) => ({ id: `${id}-${at}`, attempts: 1 }));
    expect(renewed).toEqual([['process-1', [ofAda, ofBob], clock.now() + limits.lease]]);
    release(ada);
    release(bob);
    await process.idle();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('outlives that of another one which has ended, and keeps others from it', async () => {
    const { id, process, start, seen, kinds, end, renewals, clock, release } = await setUp();
    await end(ada);
    await eventually(async () => expect(await kinds(id)).toEqual(['invited', 'waiting']));
    clock.advance(limits.lease - 1);
    await renewals.letPass(limits.renewInterval);
    clock.advance(limits.lease - 1);
    const other = start();
    await other.tick();
    await other.idle();
    expect(seen.adds).toEqual([ada]);
    release(bob);
    await process.idle();
    expect(seen.adds).toEqual([ada, bob]);
    expect(await kinds(id)).toEqual(['invited', 'invited']);
  });

  it('is not renewed again before the renewal under way is over', async () => {
    const late = hold();
    let begun = 0;
    const { process, renewals, release } = await setUp({
      invitations: {
        renew: async () => {
          begun += 1;
          await late.held;
        },
      },
    });
    await renewals.letPass(3 * limits.renewInterval);
    expect(begun).toBe(1);
    late.release();
    await renewals.letPass(limits.renewInterval);
    expect(begun).toBe(2);
    release(ada);
    release(bob);
    await process.idle();
  });

  it('that is over as the storage was away is renewed before the process looks for more, which takes it for nobody else’s', async () => {
    let isAway = true;
    const all = await deliveries();
    const { storage, batch, clock, seen, kinds, errors, piper } = all;
    const renewals = holdRenewals();
    const reads = heldReads(piper, ada);
    const { id } = await batch({ addresses: [ada] });
    const process = all.start({
      open: async ({ invitee }) => ok(reads.of(invitee.address)),
      invitations: {
        renew: async (...args) => {
          if (isAway) throw new Error('away');
          await storage.invitations.renew(...args);
        },
      },
    });
    process.wake(acme.id);
    await eventually(() => expect(reads.begun).toEqual([ada]));
    await renewals.letPass(limits.renewInterval);
    expect(errors).toMatchObject([{ message: 'away' }]);
    clock.advance(limits.lease);
    isAway = false;
    await batch({ addresses: [bob] });
    process.wake(acme.id);
    await eventually(() => expect(seen.adds).toEqual([bob]));
    expect(reads.begun).toEqual([ada, bob]);
    reads.release(ada);
    await process.idle();
    expect(seen.adds).toEqual([bob, ada]);
    expect(await kinds(id)).toEqual(['invited']);
  });

  it('that another process has is not used', async () => {
    const { id, process, start, clock, seen, kinds, errors, warnings, release } = await setUp();
    clock.advance(limits.lease);
    const other = start();
    await other.tick();
    await other.idle();
    expect(seen.adds).toEqual([ada, bob]);
    release(ada);
    release(bob);
    await process.idle();
    expect(seen.adds).toEqual([ada, bob]);
    expect(await kinds(id)).toEqual(['invited', 'invited']);
    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([{ isUnclear: false }, { isUnclear: false }]);
  });

  it.each([
    ['as late as it may', 0, [ada]],
    ['too late, since others count from then on', 1, []],
  ])('is used where the process hears that it may %s', async (_, over, adds) => {
    const { storage, batch, start, clock, seen, states } = await deliveries();
    const { id } = await batch({ addresses: [ada] });
    const process = start({
      invitations: {
        begin: async (...args) => {
          const isHeld = await storage.invitations.begin(...args);
          clock.advance(limits.beginWithin + over);
          return isHeld;
        },
      },
    });
    process.wake(acme.id);
    await process.idle();
    expect(seen.adds).toEqual(adds);
    expect(await states(id)).toMatchObject([over ? waiting() : { kind: 'invited' }]);
  });

  it('is prolonged by the call', async () => {
    const { storage, batch, start, clock } = await deliveries();
    await batch({ addresses: [ada] });
    const ends: number[] = [];
    const process = start({
      invitations: {
        begin: async (lease, until) => {
          ends.push(until);
          return storage.invitations.begin(lease, until);
        },
      },
    });
    process.wake(acme.id);
    await process.idle();
    expect(ends).toEqual([clock.now() + limits.lease]);
  });

  it('says nothing of Piper where it was lost: the invitation waits, and can be called off', async () => {
    const { batch, start, states, seen, waits, pass } = await deliveries();
    const { id } = await batch({ addresses: [ada] });
    let isHeld = false;
    const process = start({
      invitations: { begin: async () => isHeld },
    });
    process.wake(acme.id);
    await process.idle();
    expect(await states(id)).toEqual([waiting()]);
    expect(waits).toHaveLength(1);
    isHeld = true;
    await pass(limits.backoff.initialDelay, process);
    expect(await states(id)).toMatchObject([{ kind: 'invited' }]);
    expect(seen.adds).toEqual([ada]);
  });
});

describe('two processes whose clocks differ', () => {
  it.each([limits.clockSkew, -limits.clockSkew])(
    'by %d ms send nothing twice, and everything',
    async (skew) => {
      const { batch, start, pass, seen, kinds, memberships } = await deliveries();
      const { id } = await batch({ addresses: [...four, ada, bob] });
      const processes = [start(), start({ skew })];
      for (let times = 0; times < 10; times += 1) {
        for (const process of processes) {
          process.wake(acme.id);
          await process.tick();
        }
        for (const process of processes) await pass(limits.pollInterval, process);
      }
      expect(await kinds(id)).toEqual(Array(6).fill('invited'));
      expect(seen.adds).toHaveLength(6);
      expect(memberships(ada)).toHaveLength(1);
    },
  );
});

describe('an attempt that comes back after later ones have begun, the last of them in the same process', () => {
  it('neither uses nor ends their lease', async () => {
    const { batch, start, piper, clock, pass, seen, warnings, kinds, memberships } =
      await deliveries({ listFails: (look) => (look === 2 ? down : undefined) });
    const { id } = await batch({ addresses: [ada] });
    const first = hold();
    const third = hold();
    let looks = 0;
    const process = start({
      open: async () =>
        ok({
          ...piper,
          members: async () => {
            looks += 1;
            const { held } = looks === 1 ? first : third;
            const list = await piper.members();
            await held;
            return list;
          },
        }),
    });
    process.wake(acme.id);
    await eventually(() => expect(seen.looks).toBe(1));
    clock.advance(limits.lease);
    const other = start();
    await other.tick();
    await pass(0, other);
    expect(warnings).toMatchObject([{ attempts: 2, failure: down }]);
    await other.stop();
    clock.advance(limits.backoff.initialDelay);
    await process.tick();
    await eventually(() => expect(looks).toBe(2));
    first.release();
    await eventually(() => expect(warnings).toMatchObject([{ attempts: 2 }, { attempts: 1 }]));
    expect(seen.adds).toEqual([]);
    third.release();
    await process.idle();
    expect(await kinds(id)).toEqual(['invited']);
    expect(seen.adds).toEqual([ada]);
    expect(memberships(ada)).toHaveLength(1);
  });
});

describe('a process', () => {
  it('asks for no more while it sends as many as it may, also where their leases have run out', async () => {
    const { storage, batch, start, piper, clock, seen } = await deliveries();
    const reads = heldReads(piper, ada);
    await batch({ addresses: [ada, bob] });
    let claims = 0;
    const process = start({
      concurrency: 1,
      open: async ({ invitee }) => ok(reads.of(invitee.address)),
      invitations: {
        claim: (...args) => {
          claims += 1;
          return storage.invitations.claim(...args);
        },
      },
    });
    process.wake(acme.id);
    await eventually(() => expect(reads.begun).toEqual([ada]));
    clock.advance(limits.lease);
    for (let times = 0; times < 3; times += 1) {
      await process.tick();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(claims).toBe(1);
    expect(reads.begun).toEqual([ada]);
    reads.release(ada);
    await process.idle();
    expect(seen.adds).toContain(bob);
  });

  it('counts what it still sends right after one of them has ended', async () => {
    const { storage, batch, start, piper, seen } = await deliveries();
    const carol = 'carol@example.com';
    const reads = heldReads(piper, ada, bob, carol);
    await batch({ addresses: [ada, bob, carol, 'dan@example.com'] });
    let claims = 0;
    const process = start({
      concurrency: 2,
      open: async ({ invitee }) => ok(reads.of(invitee.address)),
      invitations: {
        claim: (...args) => {
          claims += 1;
          return storage.invitations.claim(...args);
        },
      },
    });
    process.wake(acme.id);
    await eventually(() => expect(reads.begun).toEqual([ada, bob]));
    reads.release(ada);
    await eventually(() => expect(reads.begun).toEqual([ada, bob, carol]));
    // When the end is stored, it looks once more, and finds nothing.
    await eventually(() => expect(claims).toBe(2));
    for (let times = 0; times < 3; times += 1) {
      process.wake(acme.id);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(claims).toBe(2);
    reads.release(bob);
    reads.release(carol);
    await process.idle();
    expect(seen.adds).toHaveLength(4);
  });

  it('goes on after the storage has failed to give it something to send', async () => {
    const { storage, batch, start, kinds, errors } = await deliveries();
    const { id } = await batch({ addresses: [ada] });
    let isBroken = true;
    const process = start({
      invitations: {
        claim: async (...args) => {
          if (isBroken) throw new Error('the disk is full');
          return storage.invitations.claim(...args);
        },
      },
    });
    process.wake(acme.id);
    await process.idle();
    expect(errors).toMatchObject([{ message: 'the disk is full' }]);
    expect(await kinds(id)).toEqual(['waiting']);
    isBroken = false;
    await process.tick();
    await process.idle();
    expect(await kinds(id)).toEqual(['invited']);
  });
});

describe('an invitation that could not be sent by a mistake of ours', () => {
  it('before anything was sent is tried again, and can be called off until then', async () => {
    const { batch, start, states, seen, errors, warnings, pass, piper, waits } = await deliveries();
    const { id } = await batch({ addresses: [ada] });
    let isBroken = true;
    const process = start({
      open: async () => {
        if (isBroken) throw new Error('a mistake');
        return ok(piper);
      },
    });
    process.wake(acme.id);
    await process.idle();
    expect(await states(id)).toEqual([waiting()]);
    expect(errors).toMatchObject([{ message: 'a mistake' }]);
    expect(warnings).toMatchObject([{ batch: id, attempts: 1, isUnclear: false }]);
    expect(waits).toHaveLength(1);
    isBroken = false;
    await pass(limits.backoff.initialDelay, process);
    expect(await states(id)).toMatchObject([{ kind: 'invited' }]);
    expect(seen.adds).toEqual([ada]);
  });
});

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ok } from '../../src/domain/result.ts';
import { delivery as limits } from '../../src/limits.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { acme } from '../helpers/builders.ts';
import { deliveries } from '../helpers/deliveries.ts';
import { hold } from '../helpers/held.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';

/** Holds the renewals, until the test lets time go by for them. */
function holdRenewals() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return { letPass: (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds) };
}

/** Reads the members for each of these addresses only when it is let, and says who has begun. */
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
        await holds.get(address)?.held;
        return piper.members();
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
  await vi.waitFor(() => expect(reads.begun).toEqual([ada, bob]));
  const end = (address: string) =>
    vi.waitFor(() => {
      reads.release(address);
      expect(all.seen.adds).toContain(address);
    });
  return { ...all, id, process, renewals, end, release: reads.release };
}

describe('the lease of an invitation', () => {
  it('is good for sending as long as enough of it is left', async () => {
    const { clock, process, seen, release } = await setUp();
    clock.advance(limits.lease - limits.leaseReserve - 1);
    release(ada);
    release(bob);
    await process.idle();
    expect(seen.adds.toSorted()).toEqual([ada, bob]);
  });

  it('outlives that of another one which has ended', async () => {
    const { id, process, seen, kinds, end, renewals, clock, release } = await setUp();
    await end(ada);
    await vi.waitFor(async () => expect(await kinds(id)).toEqual(['invited', 'waiting']));
    clock.advance(limits.lease - limits.leaseReserve);
    await renewals.letPass(limits.renewInterval);
    release(bob);
    await process.idle();
    expect(seen.adds).toEqual([ada, bob]);
    expect(await kinds(id)).toEqual(['invited', 'invited']);
  });

  it('is renewed with those of all that are being sent, by one clock that ends with the last of them', async () => {
    const renewed: unknown[] = [];
    const all = await setUp({
      invitations: {
        renew: async (owner, leases, times) => {
          const which = leases.map(({ id, attempts }) => ({ id, attempts }));
          renewed.push([owner, which, times]);
          return which;
        },
      },
    });
    const { id, process, batch, renewals, clock, release } = all;
    // What comes later begins no second clock.
    await batch({ addresses: ['carol@example.com'] });
    process.wake(acme.id);
    await vi.waitFor(() => expect(all.seen.adds).toEqual(['carol@example.com']));
    expect(vi.getTimerCount()).toBe(1);
    clock.advance(limits.renewInterval);
    const now = clock.now();
    await renewals.letPass(limits.renewInterval);
    const [ofAda, ofBob] = [0, 1].map((at) => ({ id: `${id}-${at}`, attempts: 1 }));
    expect(renewed).toEqual([['process-1', [ofAda, ofBob], { now, until: now + limits.lease }]]);
    release(ada);
    release(bob);
    await process.idle();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that could not be renewed since another process has it is not used', async () => {
    const { id, process, clock, renewals, seen, kinds, errors, release } = await setUp({
      invitations: { renew: async (_, leases) => leases.slice(1) },
    });
    clock.advance(limits.lease - limits.leaseReserve);
    await renewals.letPass(limits.renewInterval);
    release(ada);
    release(bob);
    await process.idle();
    expect(seen.adds).toEqual([bob]);
    expect(await kinds(id)).toEqual(['waiting', 'invited']);
    expect(errors).toEqual([]);
  });

  it('that could not be renewed since the storage failed is not used, and the process goes on', async () => {
    const { id, process, clock, renewals, seen, kinds, errors, pass, release } = await setUp({
      invitations: {
        renew: async () => {
          throw new Error('the disk is full');
        },
      },
    });
    clock.advance(limits.lease - limits.leaseReserve);
    await renewals.letPass(limits.renewInterval);
    expect(errors).toMatchObject([{ message: 'the disk is full' }]);
    release(ada);
    release(bob);
    await process.idle();
    expect(seen.adds).toEqual([]);
    await pass(limits.backoff.initialDelay, process);
    expect(await kinds(id)).toEqual(['invited', 'invited']);
  });

  it('may come back renewed when its invitation has ended meanwhile', async () => {
    const late = hold();
    const { process, renewals, errors, end, release } = await setUp({
      invitations: {
        renew: async (_, leases) => {
          const renewed = [...leases];
          await late.held;
          return renewed;
        },
      },
    });
    await renewals.letPass(limits.renewInterval);
    await end(ada);
    release(bob);
    await process.idle();
    late.release();
    await renewals.letPass(limits.renewInterval);
    expect(errors).toEqual([]);
  });
});

describe('an attempt that comes back after later ones of the same process have begun', () => {
  it('neither uses nor ends their lease', async () => {
    const { batch, start, piper, clock, seen, warnings, kinds, memberships } = await deliveries({
      random: () => 0,
    });
    const { id } = await batch({ addresses: [ada] });
    const first = hold();
    const third = hold();
    let looks = 0;
    const process = start({
      open: async () =>
        ok({
          ...piper,
          // The first attempt reads this one, the others the other one.
          members: async () => {
            const list = await piper.members();
            await first.held;
            return list;
          },
          membersNow: async () => {
            looks += 1;
            const list = await piper.membersNow();
            if (looks === 2) await third.held;
            return list;
          },
        }),
    });
    process.wake(acme.id);
    await vi.waitFor(() => expect(seen.looks).toBe(1));
    clock.advance(limits.lease);
    await process.tick();
    await vi.waitFor(() => expect(warnings).toMatchObject([{ attempts: 2 }]));
    clock.advance(limits.settleAfterTimeout);
    await process.tick();
    await vi.waitFor(() => expect(looks).toBe(2));
    first.release();
    await vi.waitFor(() => expect(warnings).toMatchObject([{ attempts: 2 }, { attempts: 1 }]));
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
    await vi.waitFor(() => expect(reads.begun).toEqual([ada]));
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
    await vi.waitFor(() => expect(reads.begun).toEqual([ada, bob]));
    reads.release(ada);
    await vi.waitFor(() => expect(reads.begun).toEqual([ada, bob, carol]));
    const before = claims;
    for (let times = 0; times < 3; times += 1) {
      process.wake(acme.id);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(claims).toBe(before);
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
    expect(await states(id)).toMatchObject([
      { kind: 'waiting', isUnclear: false, failure: { kind: 'unavailable' } },
    ]);
    expect(errors).toMatchObject([{ message: 'a mistake' }]);
    expect(warnings).toMatchObject([{ batch: id, attempts: 1, isUnclear: false }]);
    expect(waits).toHaveLength(1);
    isBroken = false;
    await pass(limits.backoff.initialDelay, process);
    expect(await states(id)).toMatchObject([{ kind: 'invited' }]);
    expect(seen.adds).toEqual([ada]);
  });
});

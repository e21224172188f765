import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { err, ok } from '../../src/domain/result.ts';
import { delivery as limits, piper as piperLimits } from '../../src/limits.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { othersTurn } from '../../src/utils/in-slices.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, editor, member, viewer } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { type Open, type OpenStorage, plans, deliveries as setUp } from '../helpers/deliveries.ts';
import { eventually } from '../helpers/eventually.ts';
import type { AddPlan } from '../helpers/fake-piper.ts';
import { hold } from '../helpers/held.ts';
import { runs } from '../helpers/runs.ts';
import { openEmpty } from '../helpers/storage.ts';

const ada = 'ada@example.com';
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const brokenOff: PiperFailure = { kind: 'unavailable', contact: 'broken_off' };
const timedOut: PiperFailure = { kind: 'unavailable', contact: 'timed_out' };
const unauthorized: PiperFailure = { kind: 'unauthorized' };
const day = limits.giveUpAfter;
/** Some hundred tries a day instead of as many in two hours. */
const seldom = { backoff: { initialDelay: 2_000, maxDelay: 1_800_000 } };
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `p${at}@example.com`);

describe('a batch', () => {
  it('is sent a few invitations at a time, each of them once, and reports a change after each', async () => {
    const { deliver, seen, changed, storage } = await setUp();
    const states = await deliver({ addresses: numbered(12) });
    expect(states.map(({ kind }) => kind)).toEqual(Array(12).fill('invited'));
    expect(seen.adds.toSorted()).toEqual(numbered(12).toSorted());
    expect(seen.mostAtOnce).toBe(limits.concurrency);
    expect(changed).toHaveLength(12);
    expect(await storage.verified()).toMatchObject({ entries: 24, breaks: [] });
  });

  it.each([1, 7])('is sent %d at a time if the operator says so', async (concurrency) => {
    const { start, batch, pass, seen } = await setUp();
    await batch({ addresses: numbered(12) });
    const delivery = start({ concurrency });
    delivery.wake(acme.id);
    await pass(0, delivery);
    expect(seen.mostAtOnce).toBe(concurrency);
    expect(seen.adds).toHaveLength(12);
  });

  it('has the next one sent before an answer is stored, so that Piper waits for nothing but the note that it begins', async () => {
    const { start, batch, piper, storage } = await setUp();
    await batch({ addresses: [ada, 'bob@example.com', 'cy@example.com'] });
    const order: string[] = [];
    const { end } = storage.invitations;
    const delivery = start({
      concurrency: 1,
      invitations: {
        end: async (lease, outcome, entry) => {
          const isEnded = await end(lease, outcome, entry);
          order.push(`stored ${entry.subject}`);
          return isEnded;
        },
      },
      open: async () =>
        ok({
          ...piper,
          addMember: async (address, roleId) => {
            // As undici does with a connection that it uses again.
            await othersTurn();
            order.push(`sent ${address}`);
            return piper.addMember(address, roleId);
          },
        }),
    });
    delivery.wake(acme.id);
    await delivery.idle();
    expect(order.slice(0, 4)).toEqual([
      `sent ${ada}`,
      'sent bob@example.com',
      `stored ${ada}`,
      'sent cy@example.com',
    ]);
    expect(order).toHaveLength(6);
  });

  it('leaves an audit entry for each invitation, with everything known about its outcome', async () => {
    const { deliver, storage } = await setUp({
      plan: (address) => (address === ada ? undefined : { answers: { kind: 'forbidden' } }),
    });
    await deliver({ addresses: [ada], reference: '7f3k2q' });
    await deliver({ addresses: ['x@example.com'] });
    expect(await auditRecord(storage.location, 'T1')).toMatchObject([
      { subject: 'x@example.com', outcome: 'failed', details: { reason: 'forbidden' } },
      { action: 'submit' },
      {
        workspace: 'T1',
        actor: 'UALICE',
        action: 'invite',
        subject: ada,
        surface: 'form',
        outcome: 'invited',
        details: {
          organization: acme.id,
          role: 'Editor',
          givenRole: 'Editor',
          reference: '7f3k2q',
        },
      },
      { action: 'submit' },
    ]);
  });

  it('leaves one without a given role where Piper names none', async () => {
    const { deliver, storage } = await setUp({
      members: [member(ada, { roleName: undefined })],
    });
    await deliver({ addresses: [ada] });
    expect(await auditRecord(storage.location, 'T1')).toMatchObject([
      { outcome: 'already_member', details: { role: 'Editor', givenRole: '' } },
      { action: 'submit' },
    ]);
  });

  it('of one person is not held up by a batch of thousands', async () => {
    const { batch, start, seen, kinds, storage } = await setUp();
    await batch({ addresses: numbered(2_000) });
    const delivery = start({
      invitations: {
        end: async (...end) => {
          const ended = await storage.invitations.end(...end);
          if (seen.adds.length >= 20) void delivery.stop();
          return ended;
        },
      },
    });
    delivery.wake(acme.id);
    const late = await batch({ addresses: [ada] });
    delivery.wake(acme.id);
    await delivery.idle();
    expect(await kinds(late.id)).toEqual(['invited']);
    expect(seen.adds.indexOf(ada)).toBeLessThanOrEqual(2 * limits.concurrency);
    expect(seen.adds.length).toBeLessThan(40);
  });

  it('that a process has taken ahead is left to others as it stops', async () => {
    const { batch, start, storage, clock, piper } = await setUp();
    await batch({ addresses: numbered(20) });
    const { held, release } = hold();
    let opened = 0;
    const process = start({
      concurrency: 2,
      open: async () => {
        opened += 1;
        await held;
        return ok(piper);
      },
    });
    process.wake(acme.id);
    await eventually(() => expect(opened).toBe(2));
    const stopped = process.stop();
    const terms = claimTerms(clock.now(), limits.lease, { limit: 20 });
    const given: unknown[] = [];
    await eventually(async () => {
      given.push(...(await storage.invitations.claim(acme.id, terms)));
      expect(given).toHaveLength(18);
    });
    release();
    await stopped;
    expect(opened).toBe(2);
  });

  it('that a process has taken ahead waits for all to see where Piper wants to be left alone', async () => {
    const { batch, start, storage, clock, seen } = await setUp({
      plan: () => ({ answers: { kind: 'rate_limited', retryAfter: 1_000 } }),
    });
    await batch({ addresses: numbered(20) });
    const process = start({ concurrency: 2 });
    process.wake(acme.id);
    await process.idle();
    expect(seen.adds).toEqual(numbered(2));
    // Sooner than any lease ends.
    const terms = claimTerms(clock.now() + 3_000, limits.lease, { limit: 20 });
    const given = await storage.invitations.claim(acme.id, terms);
    expect(given.map(({ attempts }) => attempts).toSorted()).toEqual([...Array(18).fill(1), 2, 2]);
  });

  it('that repeats an address from an earlier batch adds no second membership, and the earlier role stays', async () => {
    const { batch, start, kinds, memberships } = await setUp();
    const first = await batch({ addresses: [ada, 'ADA@example.com'] });
    const second = await batch({
      invitees: [{ invitee: { address: 'Ada@Example.com' }, role: viewer }],
    });
    const delivery = start();
    delivery.wake(acme.id);
    await delivery.idle();
    expect(await kinds(first.id)).toEqual(['invited', 'already_member']);
    expect(await kinds(second.id)).toEqual(['already_member']);
    expect(memberships(ada)).toMatchObject([{ roleName: 'Editor' }]);
  });

  it('waits while an earlier call for the same address may still take effect', async () => {
    const { batch, start, kinds, memberships, pass, seen } = await setUp({
      plan: plans({ answers: timedOut, stores: { after: 1 } }),
    });
    const first = await batch({ addresses: [ada] });
    const delivery = start();
    delivery.wake(acme.id);
    await delivery.idle();
    const second = await batch({ addresses: [ada] });
    delivery.wake(acme.id);
    await delivery.idle();
    expect(seen.adds).toEqual([ada]);
    expect(await kinds(second.id)).toEqual(['waiting']);
    await pass(3 * limits.settleAfterTimeout, delivery);
    expect(await kinds(first.id)).toEqual(['invited']);
    expect(await kinds(second.id)).toEqual(['already_member']);
    expect(memberships(ada)).toHaveLength(1);
  });
});

describe('a failure', () => {
  const everybody: PiperFailure[] = [{ kind: 'not_connected' }, unauthorized];
  it.each(everybody)(
    'that everybody would meet ends the rest of the batch at once: %o',
    async (failure) => {
      const { deliver, seen, storage } = await setUp({ plan: () => ({ answers: failure }) });
      const states = await deliver({ addresses: numbered(50) });
      expect(states).toEqual(Array(50).fill({ kind: 'failed', failure }));
      expect(seen.adds.length).toBeLessThanOrEqual(limits.concurrency);
      expect(await storage.verified()).toMatchObject({ entries: 100 });
    },
  );

  it.each<PiperFailure>([
    { kind: 'forbidden' },
    { kind: 'not_found' },
    { kind: 'invalid', fields: ['role_id'] },
  ])('that comes with a role ends the invitations with that role: %o', async (failure) => {
    const { deliver, piper } = await setUp();
    const add = piper.addMember;
    piper.addMember = async (address, roleId) =>
      roleId === viewer.id ? err(failure) : add(address, roleId);
    const states = await deliver({
      invitees: numbered(20).map((address, at) => ({
        invitee: { address },
        role: at % 2 === 0 ? viewer : editor,
      })),
    });
    expect(states.map(({ kind }) => kind)).toEqual(Array(10).fill(['failed', 'invited']).flat());
  });

  it.each<PiperFailure>([
    { kind: 'invalid', fields: ['email'] },
    { kind: 'conflict' },
    { kind: 'unexpected', status: 418, contact: 'not_sent' },
  ])('that may be about one person leaves the others alone: %o', async (failure) => {
    const { deliver, errors, changed } = await setUp({
      plan: (address) => (address === 'p0@example.com' ? { answers: failure } : undefined),
    });
    const [first, ...others] = await deliver({ addresses: numbered(10) });
    expect(first).toEqual({ kind: 'failed', failure });
    expect(others.map(({ kind }) => kind)).toEqual(Array(9).fill('invited'));
    expect(changed).toHaveLength(10);
    expect(errors).toEqual([]);
  });

  it('that everybody would meet makes an unclear invitation unknown, since nobody can look any more', async () => {
    let isRejected = false;
    const { batch, pass, start, states } = await setUp({
      plan: (address) =>
        address === 'p0@example.com' ? { answers: timedOut, stores: 'never' } : { answers: down },
      listFails: () => (isRejected ? unauthorized : undefined),
    });
    const { id } = await batch({ addresses: numbered(6) });
    const delivery = start();
    delivery.wake(acme.id);
    await delivery.idle();
    isRejected = true;
    await pass(2 * limits.settleAfterTimeout, delivery);
    await delivery.tick();
    await delivery.idle();
    expect(await states(id)).toEqual([
      { kind: 'unknown', failure: unauthorized },
      ...Array(5).fill({ kind: 'failed', failure: unauthorized }),
    ]);
  });

  it('seen by a process that has lost its lease does not end the rest of the batch', async () => {
    const { batch, start, kinds } = await setUp({ plan: () => ({ answers: unauthorized }) });
    const { id } = await batch({ addresses: numbered(6) });
    const delivery = start({
      invitations: { end: async () => false },
    });
    delivery.wake(acme.id);
    await delivery.idle();
    expect(await kinds(id)).toEqual(Array(6).fill('waiting'));
  });
});

describe('a workspace that is not connected', () => {
  const open: Open = async () => err({ kind: 'not_connected' });

  it('sends nothing', async () => {
    const { batch, start, states, seen } = await setUp();
    const { id } = await batch({ addresses: numbered(6) });
    const delivery = start({ open });
    delivery.wake(acme.id);
    await delivery.idle();
    expect(await states(id)).toEqual(
      Array(6).fill({ kind: 'failed', failure: { kind: 'not_connected' } }),
    );
    expect(seen.adds).toEqual([]);
  });

  it('reports an earlier call without an answer as unknown', async () => {
    const { batch, start, states, pass, clock } = await setUp({
      plan: () => ({ answers: timedOut }),
    });
    const { id } = await batch({ addresses: [ada] });
    const before = start();
    before.wake(acme.id);
    await before.idle();
    await before.stop();
    clock.advance(2 * limits.settleAfterTimeout);
    const after = start({ open });
    after.wake(acme.id);
    await pass(0, after);
    expect(await states(id)).toEqual([{ kind: 'unknown', failure: { kind: 'not_connected' } }]);
  });
});

describe('an organization that Piper limits the rate of', () => {
  it('gets no call from any process until the time that Piper asked for is over', async () => {
    const { batch, start, seen, pass, storage, kinds } = await setUp({
      random: () => 0,
      plan: (address, call) =>
        address === ada && call === 1
          ? { answers: { kind: 'rate_limited', retryAfter: 30_000 } }
          : undefined,
    });
    const first = await batch({ addresses: [ada] });
    const delivery = start();
    delivery.wake(acme.id);
    await delivery.idle();
    const elsewhere = { id: 'org-2', name: 'Other' };
    const second = await batch({ addresses: ['grace@example.com'] });
    const third = await batch({ addresses: ['alan@example.com'], organization: elsewhere });
    const other = start();
    for (const each of [delivery, other]) {
      each.wake(acme.id);
      each.wake(elsewhere.id);
      await each.tick();
      await pass(14_999, each);
    }
    expect(seen.adds).toEqual([ada, 'alan@example.com']);
    expect(await kinds(third.id)).toEqual(['invited']);
    await pass(2, delivery);
    await delivery.tick();
    await pass(0, delivery);
    expect(await kinds(first.id)).toEqual(['invited']);
    expect(await kinds(second.id)).toEqual(['invited']);
    expect(await storage.invitations.due(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});

describe('an attempt whose failure may pass', () => {
  it('is repeated after a pause that doubles up to a limit, with full jitter', async () => {
    const random = 0.999;
    const { deliver, waits, clock } = await setUp({
      random: () => random,
      plan: () => ({ answers: down }),
    });
    const begun = clock.now();
    await deliver({ addresses: [ada] }, 2 * 3_600_000);
    const { initialDelay, maxDelay } = limits.backoff;
    expect(waits).toHaveLength(1);
    const next = (waits[0]?.at ?? 0) - begun;
    let at = 0;
    for (let attempts = 0; at <= 2 * 3_600_000; attempts += 1) {
      at += Math.ceil(random * Math.min(maxDelay, initialDelay * 2 ** attempts));
    }
    expect(next).toBe(at);
  });

  it.each([
    ['a broken answer', brokenOff, limits.settleAfterUnclear],
    ['an answer that came too late', timedOut, limits.settleAfterTimeout],
    ['none at all', down, 0],
    ['a server error with a time to come back', { ...brokenOff, retryAfter: 5_000 }, 5_000],
  ] as const)('waits after %s until its effect may be clear', async (_, failure, pause) => {
    const { deliver, waits, clock } = await setUp({
      random: () => 0,
      plan: plans({ answers: failure }),
    });
    await deliver({ addresses: [ada] }, -1);
    expect(waits.map(({ at }) => at - clock.now())).toEqual([pause]);
  });

  it.each([
    ['failed', down],
    ['unknown', brokenOff],
    ['failed', { kind: 'rate_limited' }],
  ] as const)('is given up after a day as %s: %o', async (kind, failure) => {
    const { batch, start, pass, seen, states } = await setUp({
      plan: () => ({ answers: failure }),
    });
    const { id } = await batch({ addresses: [ada] });
    const delivery = start({ times: seldom });
    delivery.wake(acme.id);
    await pass(day - 3 * 3_600_000, delivery);
    expect(await states(id)).toMatchObject([{ kind: 'waiting', failure }]);
    expect(seen.adds.length).toBeGreaterThan(10);
    await pass(3 * 3_600_000, delivery);
    expect(await states(id)).toEqual([{ kind, failure }]);
  });

  it('is given up at once if Piper asks for more than a day', async () => {
    const failure: PiperFailure = { kind: 'rate_limited', retryAfter: day };
    const { deliver } = await setUp({ plan: () => ({ answers: failure }) });
    expect(await deliver({ addresses: [ada] })).toEqual([{ kind: 'failed', failure }]);
  });

  it('may end in an error of our own: it is repeated, and given up after a day', async () => {
    const { batch, start, pass, piper, states, errors } = await setUp({ random: () => 0.5 });
    piper.addMember = async () => {
      throw new Error('a mistake');
    };
    const { id } = await batch({ addresses: [ada] });
    const delivery = start({ times: seldom });
    delivery.wake(acme.id);
    await pass(0, delivery);
    expect(await states(id)).toMatchObject([{ kind: 'waiting', isUnclear: true }]);
    await pass(day, delivery);
    expect(await states(id)).toMatchObject([{ kind: 'unknown' }]);
    expect(errors[0]).toMatchObject({ message: 'a mistake' });
  });
});

describe('a process that stops', () => {
  it('finishes what it has begun, begins nothing more, and leaves the rest to the next process', async () => {
    const { batch, start, piper, seen, kinds } = await setUp();
    const { id } = await batch({ addresses: numbered(10) });
    const delivery = start();
    const add = piper.addMember;
    let stopped: Promise<void> | undefined;
    piper.addMember = (...args) => {
      stopped ??= delivery.stop();
      return add(...args);
    };
    delivery.wake(acme.id);
    await delivery.idle();
    await stopped;
    expect(seen.adds).toHaveLength(limits.concurrency);
    delivery.wake(acme.id);
    await delivery.tick();
    await delivery.idle();
    expect((await kinds(id)).filter((kind) => kind === 'waiting')).toHaveLength(6);
    const next = start();
    await next.tick();
    await next.idle();
    expect(await kinds(id)).toEqual(Array(10).fill('invited'));
    expect(seen.adds).toHaveLength(10);
  });
});

describe('whatever Piper does, whichever process dies or stalls, and whoever takes over', () => {
  const failure = fc.constantFrom<PiperFailure>(
    down,
    brokenOff,
    timedOut,
    { kind: 'unexpected', status: 200, contact: 'broken_off' },
    { kind: 'rate_limited' },
    { kind: 'rate_limited', retryAfter: 5_000 },
    { kind: 'invalid', fields: ['email'] },
    unauthorized,
  );
  /** How long a process waits for an answer that does not come, and how long Piper may be at work on the call in all. */
  const answerTime = piperLimits.write.totalTimeoutMs;
  const workTime = answerTime + limits.settleAfterTimeout - 1 - limits.clockSkew;
  const stores = fc.constantFrom<AddPlan['stores']>(
    'now',
    'never',
    { after: answerTime + 1 },
    { after: workTime },
    { after: 2 * workTime },
  );
  /**
   * What was clearly not sent is never stored; what broke off is stored at once or never; what timed out may be stored later, but
   * not later than it is waited for, unless Piper itself takes no address twice.
   */
  const plan: fc.Arbitrary<AddPlan> = fc.oneof(
    fc.constant<AddPlan>({ answers: 'member' }),
    // The hardest to get right should be frequent.
    fc.constant<AddPlan>({ answers: timedOut, stores: { after: workTime } }),
    fc.tuple(failure, stores).map(([answers, when]): AddPlan => {
      const contact = 'contact' in answers ? answers.contact : 'not_sent';
      if (contact === 'not_sent') return { answers, stores: 'never' };
      if (contact === 'broken_off') return { answers, stores: when === 'never' ? when : 'now' };
      return { answers, ...(when && { stores: when }) };
    }),
  );
  /**
   * A process dies at one of its steps in the storage, and may stall when it hears of its nth reading of the member list, or that its
   * nth call may begin. Its clock may be ahead.
   */
  const life = fc.record({
    stepsToLive: fc.nat({ max: 10 }),
    stall: fc.option(
      fc.record({
        when: fc.constantFrom('look', 'begin'),
        nth: fc.integer({ min: 1, max: 4 }),
        lasts: fc.constantFrom(
          limits.beginWithin,
          limits.lease,
          limits.lease + limits.graceAfterLoss,
          3 * limits.settleAfterLoss,
        ),
      }),
      { nil: undefined },
    ),
    skew: fc.constantFrom(0, limits.clockSkew),
  });
  type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;
  const world = fc.record({
    batches: fc.array(
      fc.array(fc.constantFrom('a@x.example', 'A@X.example', 'b@x.example', 'c@x.example'), {
        minLength: 1,
        maxLength: 5,
      }),
      { minLength: 1, maxLength: 3 },
    ),
    plans: fc.array(plan, { minLength: 1, maxLength: 8 }),
    listFails: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
    lives: fc.array(life, { maxLength: 3 }),
    /** The storage is away for a while from its nth step on, and may have done what it is asked for all the same. */
    outage: fc.option(
      fc.record({
        from: fc.integer({ min: 1, max: 12 }),
        lasts: fc.constantFrom(1_000, 2 * limits.lease, limits.settleAfterLoss),
        isDone: fc.boolean(),
      }),
      { nil: undefined },
    ),
    /** How long nobody polls, until a process starts that lives. */
    pollsAfter: fc.constantFrom(0, limits.lease, day),
    isUnique: fc.boolean(),
  });
  type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

  /** The second invitation may go on only a while after the first was given up, and nothing but a poll notices. */
  const endsAfterAnother: World = {
    batches: [['a@x.example', 'a@x.example']],
    plans: [
      { answers: down, stores: 'never' },
      { answers: timedOut, stores: 'now' },
      { answers: 'member' },
    ],
    listFails: [false, false, true, true],
    lives: [{ stepsToLive: 3, stall: undefined, skew: 0 }],
    outage: undefined,
    pollsAfter: day,
    isUnique: false,
  };

  /** Another invitation goes on with a list that was read before Piper came to the end of the call whose effect is unknown. */
  const readBeforeItTookEffect: World = {
    batches: [
      ['b@x.example', 'a@x.example'],
      ['a@x.example', 'b@x.example'],
    ],
    plans: [
      { answers: 'member' },
      { answers: down, stores: 'never' },
      { answers: timedOut, stores: { after: workTime } },
      { answers: 'member' },
    ],
    listFails: [false, true],
    lives: [
      {
        stepsToLive: 5,
        stall: { when: 'look', nth: 1, lasts: 3 * limits.settleAfterLoss },
        skew: 0,
      },
    ],
    outage: undefined,
    pollsAfter: day,
    isUnique: false,
  };

  /** Submits the batches, and lets all processes poll as the product does until every invitation has ended, for a day at most. */
  async function liveThrough(each: World, storage: OpenStorage, organizationId: string) {
    let calls = 0;
    const { batch, start, pass, clock, waits, errors, memberships, ownClient } = await setUp({
      storage,
      isUnique: each.isUnique,
      plan: () => {
        calls += 1;
        const next = calls > 20 ? undefined : each.plans[calls % each.plans.length];
        return typeof next?.stores === 'object' && !each.isUnique
          ? { ...next, stores: { after: Math.min(next.stores.after, workTime) } }
          : next;
      },
      listFails: (look) =>
        look < 20 && each.listFails[look % each.listFails.length] ? down : undefined,
    });
    const sleep = (milliseconds: number) =>
      new Promise<void>((resolve) => {
        waits.push({ at: clock.now() + milliseconds, resolve });
      });
    let underWay = 0;
    /** Resolves when every process is done, has stalled, or waits for its time. */
    const idle = async () => {
      do await new Promise((resolve) => setImmediate(resolve));
      while (underWay > 0);
    };
    const letPass = (milliseconds: number) => pass(milliseconds, { idle });

    let storageSteps = 0;
    let awayUntil: number | undefined;
    const isAway = () => {
      storageSteps += 1;
      if (each.outage && storageSteps === each.outage.from) {
        awayUntil = clock.now() + each.outage.lasts;
      }
      return clock.now() < (awayUntil ?? 0);
    };

    function startProcess({ stepsToLive, stall, skew }: Life) {
      let steps = 0;
      const seen = { look: 0, begin: 0 };
      let stalledUntil = 0;
      const mayStall = (when: 'look' | 'begin') => {
        seen[when] += 1;
        if (when === stall?.when && seen[when] === stall.nth) {
          stalledUntil = clock.now() + stall.lasts;
        }
      };
      /** A call to the outside, whose result a stalled process learns later. */
      const call =
        <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
        async (...args: Args): Promise<T> => {
          underWay += 1;
          try {
            return await work(...args);
          } finally {
            underWay -= 1;
            if (stalledUntil > clock.now()) await sleep(stalledUntil - clock.now());
          }
        };
      const stored = <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
        call(async (...args: Args): Promise<T> => {
          const isLost = isAway();
          if (isLost && !each.outage?.isDone) throw new Error('away');
          const done = await work(...args);
          if (isLost) throw new Error('away');
          return done;
        });
      const step = <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) => {
        const living = stored(work);
        return (...args: Args): Promise<T> => {
          steps += 1;
          return steps > stepsToLive ? new Promise<T>(() => {}) : living(...args);
        };
      };
      const look = (read: PiperOrganization['members']) =>
        call(async () => {
          const list = await read();
          mayStall('look');
          return list.ok ? ok({ ...list.value, readAt: list.value.readAt + skew }) : list;
        });
      const client = ownClient();
      const addMember = call(client.addMember);
      const piper: PiperOrganization = {
        ...client,
        members: look(client.members),
        membersNow: look(client.membersNow),
        addMember: async (...args) => {
          const added = await addMember(...args);
          const hasTimedOut =
            !added.ok && 'contact' in added.error && added.error.contact === 'timed_out';
          if (hasTimedOut) await sleep(answerTime);
          return added;
        },
      };
      const { claim, begin, end, postpone, endWaiting, pause, due } = storage.invitations;
      const delivery = start({
        open: async () => ok(piper),
        skew,
        isKilled: stepsToLive !== Number.POSITIVE_INFINITY,
        // No lease is renewed in the time that the test lets go by.
        times: { renewInterval: day },
        invitations: {
          claim: step(claim),
          begin: step(async (...args) => {
            const isHeld = await begin(...args);
            mayStall('begin');
            return isHeld;
          }),
          end: step(end),
          postpone: step(postpone),
          renew: async () => {},
          endWaiting: stored(endWaiting),
          pause: stored(pause),
          due: stored(due),
        },
      });
      delivery.wake(organizationId);
      return {
        poll: () => {
          if (stalledUntil <= clock.now()) delivery.tick().catch(() => {});
        },
      };
    }

    const organization = { id: organizationId, name: 'Acme' };
    const submitted = [];
    for (const addresses of each.batches) submitted.push(await batch({ organization, addresses }));
    // Some live at the same time.
    const processes = each.lives.map(startProcess);
    await letPass(each.pollsAfter);
    processes.push(
      startProcess({ stepsToLive: Number.POSITIVE_INFINITY, stall: undefined, skew: 0 }),
    );
    const hasOpenOnes = async () =>
      (await storage.invitations.due(Number.MAX_SAFE_INTEGER)).includes(organizationId);
    const end = clock.now() + day;
    while (clock.now() < end && (await hasOpenOnes())) {
      for (const process of processes) process.poll();
      await letPass(limits.pollInterval);
    }
    expect(await hasOpenOnes()).toBe(false);
    // A stalled process comes back after others have done its work.
    await letPass(3 * limits.settleAfterLoss);
    const reports = await Promise.all(submitted.map(({ id }) => storage.batches.load(id)));
    return { entries: reports.flatMap((each) => each?.report.entries ?? []), errors, memberships };
  }

  it('nobody gets a second membership or is reported as a member without one, and every invitation ends', async () => {
    const storage = await openEmpty();
    let lived = 0;
    await fc.assert(
      fc.asyncProperty(world, async (each) => {
        lived += 1;
        const { entries, errors, memberships } = await liveThrough(each, storage, `org-${lived}`);
        expect(entries).toHaveLength(each.batches.flat().length);
        for (const { invitee, state } of entries) {
          const count = memberships(invitee.address).length;
          expect(count).toBeLessThanOrEqual(1);
          expect(state.kind).not.toBe('waiting');
          if (state.kind === 'invited' || state.kind === 'already_member') {
            expect(count).toBe(1);
          }
        }
        expect(errors).toEqual(errors.map(() => expect.objectContaining({ message: 'away' })));
      }),
      {
        numRuns: runs(50),
        examples: [
          [endsAfterAnother],
          [{ ...endsAfterAnother, pollsAfter: limits.lease }],
          [readBeforeItTookEffect],
        ],
      },
    );
    expect(await storage.verified()).toMatchObject({ breaks: [] });
  }, 120_000);
});

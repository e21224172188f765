import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { InviteReport, Outcome } from '../../src/domain/invitation.ts';
import { err } from '../../src/domain/result.ts';
import { invitation, piper as piperLimits } from '../../src/limits.ts';
import { createInviteMembers, type InviteRequest } from '../../src/usecases/invite-members.ts';
import type { StoredInvitation } from '../../src/usecases/storage-ports.ts';
import { acme, editor, everyFailure, member, viewer } from '../helpers/builders.ts';
import { type AddPlan, fakePiper } from '../helpers/fake-piper.ts';
import { fakeRecords } from '../helpers/fake-records.ts';
import { fakeTiming } from '../helpers/fake-timing.ts';

const brokenOff: PiperFailure = { kind: 'unavailable', contact: 'broken_off' };
const timedOut: PiperFailure = { kind: 'unavailable', contact: 'timed_out' };
const garbage: PiperFailure = { kind: 'unexpected', status: 200, contact: 'broken_off' };
const neverSent: PiperFailure = { kind: 'unavailable', contact: 'refused' };
const conflict: PiperFailure = { kind: 'conflict' };

const ada = 'ada@example.com';

function setUp(options: Partial<Parameters<typeof fakePiper>[0]> = {}) {
  const timing = fakeTiming();
  const fake = fakePiper({ timing, ...options });
  const records = fakeRecords();
  const unstored: unknown[] = [];
  let ids = 0;
  const inviteWith = createInviteMembers({
    ...records,
    onUnstored: (error) => unstored.push(error),
    newId: () => `invitation-${++ids}`,
    now: timing.now,
    wait: (milliseconds) => timing.wait(milliseconds),
  });
  const inviteMembers = (request: Pick<InviteRequest, 'invitees' | 'role'>) =>
    inviteWith({
      piper: fake.piper,
      workspace: 'TACME',
      inviterId: 'UALICE',
      surface: 'form',
      reference: '7f3k2q',
      ...request,
    });
  const invite = async (addresses: string[], role = editor): Promise<InviteReport> => {
    const invitees = addresses.map((address) => ({ address }));
    const report = await inviteMembers({ invitees, role });
    if (!report.ok) throw new Error(report.error.kind);
    return report.value;
  };
  const outcomes = async (addresses: string[]): Promise<Outcome[]> =>
    (await invite(addresses)).entries.map(({ outcome }) => outcome);
  return {
    ...fake,
    timing,
    ...records,
    unstored,
    inviteMembers,
    invite,
    outcomes,
    outcome: async (address = ada) => (await outcomes([address]))[0],
  };
}

/** One plan after the other for the calls that add somebody. */
const plans =
  (...each: AddPlan[]) =>
  (_: string, call: number) =>
    each[call - 1];

describe('somebody new', () => {
  it('is invited once, and told with what Piper answered', async () => {
    const { invite, seen } = setUp();
    expect(await invite([ada])).toEqual({
      inviterId: 'UALICE',
      organization: acme,
      role: editor,
      entries: [{ invitee: { address: ada }, outcome: { kind: 'invited', member: member(ada) } }],
    });
    expect(seen.adds).toEqual([ada]);
  });

  it('keeps the place in the list, and the Slack user', async () => {
    const { inviteMembers } = setUp({ members: [member('b@x.example')] });
    const invitees = [
      { address: 'a@x.example' },
      { address: 'b@x.example', userId: 'UBOB' },
      { address: 'c@x.example' },
    ];
    const report = await inviteMembers({ invitees, role: editor });
    const entries = report.ok ? report.value.entries : [];
    expect(entries.map(({ invitee }) => invitee)).toEqual(invitees);
    expect(entries.map(({ outcome }) => outcome.kind)).toEqual([
      'invited',
      'already_member',
      'invited',
    ]);
  });
});

describe('somebody who is a member already', () => {
  const adaViewer = member('ADA@example.com', { roleName: 'Viewer' });

  it('is left alone, without case', async () => {
    const { outcome, seen } = setUp({ members: [adaViewer] });
    expect(await outcome()).toEqual({ kind: 'already_member', member: adaViewer });
    expect(seen.adds).toEqual([]);
  });

  it('is called so only from a list that is as new as the request', async () => {
    const { outcome, seen, remember, timing } = setUp({ members: [adaViewer] });
    remember([member(ada, { roleName: 'Editor' })], timing.now() - 1);
    expect(await outcome()).toEqual({ kind: 'already_member', member: adaViewer });
    expect(seen.looks).toBe(1);
  });

  it('is invited where they have been removed since the list was read', async () => {
    const { outcome, remember, timing } = setUp();
    remember([member(ada)], timing.now() - 1);
    expect(await outcome()).toMatchObject({ kind: 'invited' });
  });

  it('is not looked up again in a list of this moment', async () => {
    const { outcome, seen, remember, timing } = setUp();
    remember([adaViewer], timing.now());
    expect(await outcome()).toMatchObject({ kind: 'already_member' });
    expect(seen.looks).toBe(0);
  });

  it('is recognised where only Piper knows of them yet', async () => {
    const { outcome, remember, timing, seen } = setUp({ members: [adaViewer], isUnique: true });
    remember([], timing.now() - 1);
    expect(await outcome()).toEqual({ kind: 'already_member', member: adaViewer });
    expect(seen.adds).toEqual([ada]);
  });

  it('is a failure where Piper says so but its list does not show them', async () => {
    const { outcome } = setUp({ plan: plans({ answers: conflict }) });
    expect(await outcome()).toEqual({ kind: 'failed', failure: conflict });
  });

  it('is a failure where Piper says so and its list cannot be read', async () => {
    const { outcome } = setUp({
      plan: plans({ answers: conflict }),
      listFails: (look) => (look > 1 ? neverSent : undefined),
    });
    expect(await outcome()).toEqual({ kind: 'failed', failure: conflict });
  });
});

describe('a clear refusal', () => {
  it.each(
    everyFailure.filter(
      (failure) =>
        !('contact' in failure && failure.contact !== 'refused') && failure.kind !== 'conflict',
    ),
  )('is the outcome at once, after one try: %o', async (failure) => {
    const { outcome, seen, timing } = setUp({ plan: plans({ answers: failure }) });
    expect(await outcome()).toEqual({ kind: 'failed', failure });
    expect(seen.adds).toHaveLength(1);
    expect(seen.looks).toBe(1);
    expect(timing.waits).toEqual([]);
  });
});

describe.each([
  ['timed out', timedOut],
  ['broke off', brokenOff],
  ['made no sense', garbage],
])('a call that %s', (_, failure) => {
  it('is an invite where the member list shows the person', async () => {
    const { outcome, seen, memberships } = setUp({
      plan: plans({ answers: failure, stores: 'now' }),
    });
    expect(await outcome()).toEqual({ kind: 'invited', member: member(ada) });
    expect(seen.adds).toHaveLength(1);
    expect(memberships(ada)).toHaveLength(1);
  });

  it('is an invite where the member list shows the person only at the last look', async () => {
    const { outcome, seen } = setUp({
      plan: plans({ answers: failure, stores: { afterLooks: piperLimits.looks.length - 1 } }),
    });
    expect(await outcome()).toMatchObject({ kind: 'invited' });
    expect(seen.adds).toHaveLength(1);
  });

  it('is told as unknown, and never repeated, where the member list cannot be read', async () => {
    const { outcome, seen, timing } = setUp({
      plan: plans({ answers: failure, stores: 'now' }),
      listFails: (look) => (look > 1 ? neverSent : undefined),
    });
    expect(await outcome()).toEqual({ kind: 'unknown', listed: 'unread', failure });
    expect(seen.adds).toHaveLength(1);
    expect(timing.waits).toEqual([...piperLimits.looks]);
  });

  it('is told as unread where only the last look failed', async () => {
    const { outcome, seen } = setUp({
      plan: plans({ answers: failure }),
      listFails: (look) => (look === 4 ? neverSent : undefined),
    });
    expect(await outcome()).toEqual({ kind: 'unknown', listed: 'unread', failure });
    expect(seen.adds).toHaveLength(1);
  });
});

describe('a call that timed out, with a member list that does not show the person', () => {
  it('is told as unknown, and never repeated: Piper may still be working on it', async () => {
    const { outcome, seen, timing } = setUp({ plan: plans({ answers: timedOut }) });
    expect(await outcome()).toEqual({ kind: 'unknown', listed: 'absent', failure: timedOut });
    expect(seen.adds).toEqual([ada]);
    expect(timing.waits).toEqual([...piperLimits.looks]);
  });

  it('makes no second membership where Piper stores the first one late', async () => {
    const { outcome, memberships } = setUp({
      plan: plans({ answers: timedOut, stores: { afterLooks: 10 } }),
    });
    expect(await outcome()).toMatchObject({ kind: 'unknown', listed: 'absent' });
    expect(memberships(ada)).toHaveLength(1);
  });
});

describe('a call that broke off, with a member list that does not show the person', () => {
  it('is repeated once, and the second answer counts', async () => {
    const { outcome, seen, memberships } = setUp({ plan: plans({ answers: brokenOff }) });
    expect(await outcome()).toEqual({ kind: 'invited', member: member(ada) });
    expect(seen.adds).toEqual([ada, ada]);
    expect(memberships(ada)).toHaveLength(1);
  });

  it.each([brokenOff, timedOut, garbage])(
    'is repeated only once, and told as unknown where that was unclear, too: %o',
    async (second) => {
      const { outcome, seen } = setUp({
        plan: plans({ answers: brokenOff }, { answers: second }),
      });
      expect(await outcome()).toEqual({ kind: 'unknown', listed: 'absent', failure: second });
      expect(seen.adds).toHaveLength(2);
    },
  );

  it('is an invite where the second, unclear one shows in the list', async () => {
    const { outcome, memberships } = setUp({
      plan: plans({ answers: brokenOff }, { answers: timedOut, stores: 'now' }),
    });
    expect(await outcome()).toMatchObject({ kind: 'invited' });
    expect(memberships(ada)).toHaveLength(1);
  });

  it('is told as failed where the second one was refused', async () => {
    const failure: PiperFailure = { kind: 'invalid', fields: ['email'] };
    const { outcome } = setUp({ plan: plans({ answers: brokenOff }, { answers: failure }) });
    expect(await outcome()).toEqual({ kind: 'failed', failure });
  });

  it('is our own invite where the second one meets the first', async () => {
    const late = { afterLooks: piperLimits.looks.length };
    const { outcome, memberships, seen } = setUp({
      isUnique: true,
      plan: plans({ answers: brokenOff, stores: late }),
    });
    expect(await outcome()).toEqual({ kind: 'invited', member: member(ada) });
    expect(seen.adds).toHaveLength(2);
    expect(memberships(ada)).toHaveLength(1);
  });
});

describe('one address asked for twice at once', () => {
  it('is added once, and the other request hears of a member', async () => {
    const { outcome, seen, memberships } = setUp();
    const both = await Promise.all([outcome(), outcome('ADA@Example.com')]);
    expect(both.map((each) => each?.kind)).toEqual(['invited', 'already_member']);
    expect(seen.adds).toHaveLength(1);
    expect(memberships(ada)).toHaveLength(1);
  });

  it('is added once within one request', async () => {
    const { outcomes, seen } = setUp();
    const both = await outcomes([ada, 'ADA@example.com']);
    expect(both.map(({ kind }) => kind)).toEqual(['invited', 'already_member']);
    expect(seen.adds).toHaveLength(1);
  });

  it('fails for both in the same way', async () => {
    const { outcome, seen } = setUp({ plan: () => ({ answers: timedOut }) });
    const both = await Promise.all([outcome(), outcome()]);
    expect(both[1]).toEqual(both[0]);
    expect(both[0]?.kind).toBe('unknown');
    expect(seen.adds).toHaveLength(1);
  });

  it('can be asked for again afterwards', async () => {
    const { outcome, seen } = setUp({ plan: plans({ answers: neverSent }) });
    expect(await outcome()).toMatchObject({ kind: 'failed' });
    expect(await outcome()).toMatchObject({ kind: 'invited' });
    expect(seen.adds).toHaveLength(2);
  });

  it('keeps the role of the first request', async () => {
    const { invite, memberships } = setUp();
    await Promise.all([invite([ada], editor), invite([ada], viewer)]);
    expect(memberships(ada)).toEqual([member(ada, { roleName: 'Editor' })]);
  });
});

describe('many people', () => {
  const many = Array.from({ length: invitation.people }, (_, at) => `person-${at}@x.example`);

  it('are added a few at a time', async () => {
    const { outcomes, seen } = setUp();
    const all = await outcomes(many);
    expect(all.every(({ kind }) => kind === 'invited')).toBe(true);
    expect(seen.mostAtOnce).toBe(invitation.concurrency);
    expect(seen.adds).toEqual(many);
  });

  it.each<PiperFailure>([
    { kind: 'unauthorized' },
    { kind: 'forbidden' },
    { kind: 'not_found' },
    { kind: 'invalid', fields: ['role_id'] },
  ])('are spared what the next one would meet, too: %o', async (failure) => {
    const { outcomes, seen } = setUp({ plan: () => ({ answers: failure }) });
    expect(await outcomes(many)).toEqual(many.map(() => ({ kind: 'failed', failure })));
    expect(seen.adds.length).toBeLessThanOrEqual(invitation.concurrency);
  });

  it('are told as members where they are, hopeless as the rest may be', async () => {
    const { outcomes } = setUp({
      members: [member('person-49@x.example')],
      plan: () => ({ answers: { kind: 'unauthorized' } }),
    });
    expect((await outcomes(many)).at(-1)).toMatchObject({ kind: 'already_member' });
  });

  it.each<PiperFailure>([
    { kind: 'invalid', fields: ['email'] },
    { kind: 'rate_limited' },
    { kind: 'unavailable', contact: 'refused' },
    { kind: 'unexpected', status: 418, contact: 'refused' },
  ])('are not spared what may concern one alone: %o', async (failure) => {
    const { outcomes, seen } = setUp({
      plan: (address) => (address === many[0] ? { answers: failure } : undefined),
    });
    const all = await outcomes(many);
    expect(all[0]).toEqual({ kind: 'failed', failure });
    expect(all.slice(1).every(({ kind }) => kind === 'invited')).toBe(true);
    expect(seen.adds).toHaveLength(many.length);
  });
});

describe('a request as a whole', () => {
  const request = { invitees: [{ address: ada }], role: editor };

  it('fails, with nobody invited, where the organization cannot be read', async () => {
    const { piper, inviteMembers, seen } = setUp();
    piper.details = async () => err({ kind: 'not_found' });
    expect(await inviteMembers(request)).toEqual({ ok: false, error: { kind: 'not_found' } });
    expect(seen.adds).toEqual([]);
  });

  it('fails, with nobody invited, where the member list cannot be read', async () => {
    const { inviteMembers, seen } = setUp({ listFails: () => neverSent });
    expect(await inviteMembers(request)).toEqual({ ok: false, error: neverSent });
    expect(seen.adds).toEqual([]);
  });

  it('fails, with nobody invited, where the fresh look at a member fails', async () => {
    const { inviteMembers, seen, remember, timing } = setUp({ listFails: () => timedOut });
    remember([member(ada)], timing.now() - 1);
    expect(await inviteMembers(request)).toEqual({ ok: false, error: timedOut });
    expect(seen.adds).toEqual([]);
  });
});

describe('what is kept of an invite', () => {
  it('is stored before it is sent, and again with its end', async () => {
    const { invite, stored, entries, piper } = setUp();
    const send = piper.addMember;
    let states: string[] = [];
    piper.addMember = (...args) => {
      states = stored.map(({ state }) => state);
      return send(...args);
    };
    await invite([ada]);
    expect(states).toEqual(['sending']);
    expect(stored).toMatchObject([
      {
        state: 'invited',
        workspace: 'TACME',
        organizationId: acme.id,
        address: ada,
        roleName: 'Editor',
      },
    ]);
    expect(entries).toMatchObject([
      {
        workspace: 'TACME',
        actor: 'UALICE',
        action: 'invite',
        subject: ada,
        surface: 'form',
        outcome: 'invited',
        details: { role: 'Editor', givenRole: 'Editor', reference: '7f3k2q' },
      },
    ]);
  });

  it.each([
    ['somebody who is a member', { members: [member(ada)] }, 'already_member'],
    ['a failure', { plan: plans({ answers: conflict }) }, 'failed'],
    ['an unclear outcome', { plan: plans({ answers: timedOut }) }, 'unknown'],
  ])('tells of %s', async (_, options, outcome) => {
    const { invite, entries } = setUp(options);
    await invite([ada]);
    expect(entries.map((entry) => entry.outcome)).toEqual([outcome]);
  });

  it('tells of everybody whom a hopeless failure spared a call', async () => {
    const { invite, entries } = setUp({ plan: () => ({ answers: { kind: 'unauthorized' } }) });
    await invite([
      'a@x.example',
      'b@x.example',
      'c@x.example',
      'd@x.example',
      'e@x.example',
      'f@x.example',
    ]);
    expect(entries.map(({ subject, outcome }) => `${subject} ${outcome}`).toSorted()).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@x.example failed`),
    );
  });

  it('must be possible before anybody is invited', async () => {
    const { invite, fail, seen } = setUp();
    fail(new Error('the disk is full'));
    await expect(invite([ada])).rejects.toThrow('the disk is full');
    expect(seen.adds).toEqual([]);
  });

  it('does not keep anybody from hearing of an invite when it cannot be stored any more', async () => {
    const { outcome, piper, fail, unstored } = setUp();
    const send = piper.addMember;
    piper.addMember = (...args) => {
      fail(new Error('the disk is full'));
      return send(...args);
    };
    expect(await outcome()).toMatchObject({ kind: 'invited' });
    expect(unstored).toMatchObject([{ message: 'the disk is full' }]);
  });
});

describe('an address that another process is inviting', () => {
  const theirs = (at: number): StoredInvitation => ({
    id: 'theirs',
    workspace: 'TACME',
    organizationId: acme.id,
    address: 'ADA@example.com',
    roleId: viewer.id,
    roleName: 'Viewer',
    inviterId: 'UBOB',
    at,
    state: 'sending',
  });

  it('is waited for, and not invited again', async () => {
    const { outcome, stored, timing, seen, piper } = setUp();
    const other = theirs(timing.now());
    stored.push(other);
    const wait = timing.wait;
    timing.wait = async (milliseconds) => {
      await wait(milliseconds);
      if (timing.waits.length !== 3) return;
      await piper.addMember('ADA@example.com', viewer.id);
      Object.assign(other, { state: 'invited', endedAt: timing.now() });
    };
    expect(await outcome()).toMatchObject({ kind: 'already_member' });
    expect(seen.adds).toEqual(['ADA@example.com']);
  });

  it('is left to it when it takes too long', async () => {
    const { outcome, stored, timing, seen, entries } = setUp();
    stored.push(theirs(timing.now()));
    expect(await outcome()).toEqual({ kind: 'under_way' });
    expect(seen.adds).toEqual([]);
    expect(entries).toMatchObject([{ outcome: 'under_way' }]);
  });

  it('is looked up first when the process is gone', async () => {
    const { outcome, stored, timing, seen, remember, piper } = setUp();
    remember([], timing.now());
    await piper.addMember('ADA@example.com', viewer.id);
    stored.push(theirs(timing.now() - invitation.abandonedAfter - 1));
    expect(await outcome()).toMatchObject({ kind: 'already_member' });
    expect(seen.adds).toEqual(['ADA@example.com']);
  });

  it('is invited when the process is gone and Piper does not have it', async () => {
    const { outcome, stored, timing } = setUp();
    stored.push(theirs(timing.now() - invitation.abandonedAfter - 1));
    expect(await outcome()).toMatchObject({ kind: 'invited' });
    expect(stored.map(({ state }) => state)).toEqual(['unknown', 'invited']);
  });

  it('is looked up first when it ended after the list was read here', async () => {
    const { outcome, stored, timing, seen, remember, piper } = setUp();
    remember([], timing.now() - 30_000);
    await piper.addMember('ADA@example.com', viewer.id);
    stored.push({ ...theirs(timing.now() - 5_000), state: 'invited', endedAt: timing.now() });
    expect(await outcome()).toMatchObject({ kind: 'already_member' });
    expect(seen.adds).toEqual(['ADA@example.com']);
  });
});

describe('a Piper that fails at random', () => {
  const stores = fc.oneof(
    fc.constantFrom('now' as const, 'never' as const),
    fc.record({ afterLooks: fc.integer({ min: 1, max: 6 }) }),
  );
  const clearly = fc.constantFrom<PiperFailure>(
    ...everyFailure.filter((failure) => !('contact' in failure) || failure.contact === 'refused'),
  );
  /** Where the connection broke, nobody works on the request any more: it is stored or not. */
  const plan: fc.Arbitrary<AddPlan> = fc.oneof(
    fc.constant<AddPlan>({ answers: 'member' }),
    clearly.map((answers): AddPlan => ({ answers, stores: 'never' })),
    fc
      .tuple(fc.constantFrom(brokenOff, garbage), fc.constantFrom('now' as const, 'never' as const))
      .map(([answers, when]): AddPlan => ({ answers, stores: when })),
    stores.map((when): AddPlan => ({ answers: timedOut, stores: when })),
  );
  const addresses = fc.uniqueArray(fc.constantFrom('a@x.example', 'b@x.example', 'c@x.example'), {
    minLength: 1,
  });
  const world = fc.record({
    addresses,
    plans: fc.array(plan, { minLength: 1, maxLength: 8 }),
    listFails: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
    isUnique: fc.boolean(),
  });

  const settingsOf = (each: typeof world extends fc.Arbitrary<infer T> ? T : never) => {
    let calls = 0;
    return {
      isUnique: each.isUnique,
      plan: () => {
        calls += 1;
        return each.plans[(calls - 1) % each.plans.length];
      },
      listFails: (look: number) =>
        look > 1 && each.listFails[look % each.listFails.length] ? neverSent : undefined,
    };
  };

  it('never gets one person a second membership, and is never said to have invited one who has none', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (each) => {
        const { invite, memberships } = setUp(settingsOf(each));
        const { entries } = await invite(each.addresses);
        expect(entries.map(({ invitee }) => invitee.address)).toEqual(each.addresses);
        for (const { invitee, outcome } of entries) {
          const count = memberships(invitee.address).length;
          expect(count).toBeLessThanOrEqual(1);
          if (outcome.kind === 'invited' || outcome.kind === 'already_member') {
            expect(count).toBe(1);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('does so for several requests at once, too', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(addresses, { minLength: 2, maxLength: 4 }),
        async (each, requests) => {
          const { invite, memberships } = setUp({ ...settingsOf(each), isUnique: true });
          const reports = await Promise.allSettled(requests.map((list) => invite(list)));
          for (const report of reports) {
            if (report.status === 'rejected') continue;
            for (const { invitee, outcome } of report.value.entries) {
              const count = memberships(invitee.address).length;
              expect(count).toBeLessThanOrEqual(1);
              if (outcome.kind === 'invited') expect(count).toBe(1);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is asked to add one person twice at most', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (each) => {
        const { invite, seen } = setUp(settingsOf(each));
        await invite(each.addresses);
        for (const address of each.addresses) {
          expect(seen.adds.filter((added) => added === address).length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 300 },
    );
  });
});

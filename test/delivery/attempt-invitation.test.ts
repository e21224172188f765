import { describe, expect, it } from 'vitest';
import { attemptInvitation } from '../../src/delivery/attempt-invitation.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { isTransient } from '../../src/domain/failures.ts';
import { delivery } from '../../src/limits.ts';
import type { ClaimedInvitation } from '../../src/usecases/ports/invitations.ts';
import { everyFailure, member } from '../helpers/builders.ts';
import { claimedInvitation } from '../helpers/claimed-invitation.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const ada = 'ada@example.com';
const neverSent: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const conflict: PiperFailure = { kind: 'conflict' };
const unclear: [string, PiperFailure][] = [
  ['timed out', { kind: 'unavailable', contact: 'timed_out' }],
  ['broke off', { kind: 'unavailable', contact: 'broken_off' }],
  ['made no sense', { kind: 'unexpected', status: 200, contact: 'broken_off' }],
];
const isClear = (failure: PiperFailure) =>
  !('contact' in failure && failure.contact !== 'not_sent');

function setUp(options: Partial<Parameters<typeof fakePiper>[0]> = {}) {
  const clock = fakeClock();
  const fake = fakePiper({ clock, ...options });
  const attempt = (
    about: Partial<ClaimedInvitation> = {},
    begin = async () => true,
    denied?: PiperFailure,
  ) =>
    attemptInvitation(
      claimedInvitation({ at: clock.now(), ...about }),
      { piper: fake.piper, ...(denied && { denied }) },
      begin,
    );
  return { ...fake, clock, attempt };
}

const invited = { kind: 'ended', outcome: { kind: 'invited', member: { address: ada } } };
const already = { kind: 'ended', outcome: { kind: 'already_member' } };

describe('somebody new', () => {
  it('is invited, and told with what Piper answered', async () => {
    const { attempt, seen, clock } = setUp();
    expect(await attempt()).toEqual({
      kind: 'ended',
      outcome: { kind: 'invited', member: member(ada, { since: clock.now() }) },
    });
    expect(seen).toMatchObject({ adds: [ada], looks: 1 });
  });

  it('is looked for in a list that may be a little older', async () => {
    const { attempt, seen, remember, clock } = setUp();
    remember([], clock.now() - 30_000);
    expect(await attempt()).toMatchObject(invited);
    expect(seen.looks).toBe(0);
  });

  it.each([
    ['since the list was read', 0, 1],
    ['as it was read, by the clock of another process', delivery.clockSkew, 1],
    ['long before it was read', delivery.clockSkew + 1, 0],
  ])(
    'is looked for anew where another invitation for the address ended %s',
    async (_, before, looks) => {
      const { attempt, seen, remember, clock } = setUp();
      const readAt = clock.now() - 30_000;
      remember([], readAt);
      expect(await attempt({ previousEndedAt: readAt - before })).toMatchObject(invited);
      expect(seen.looks).toBe(looks);
    },
  );
});

describe('somebody who is a member already', () => {
  const adaViewer = member('ADA@example.com', { roleName: 'Viewer' });

  it('is left alone, without case', async () => {
    const { attempt, seen } = setUp({ members: [adaViewer] });
    expect(await attempt()).toEqual({
      kind: 'ended',
      outcome: { kind: 'already_member', member: adaViewer },
    });
    expect(seen.adds).toEqual([]);
  });

  it('is called so only from a list that is as new as the batch', async () => {
    const { attempt, seen, remember, clock } = setUp({ members: [adaViewer] });
    remember([member(ada)], clock.now() - 1);
    expect(await attempt()).toMatchObject({ outcome: { member: adaViewer } });
    expect(seen.looks).toBe(1);
    remember([adaViewer], clock.now());
    expect(await attempt()).toMatchObject(already);
    expect(seen.looks).toBe(1);
  });

  it('is invited where they have been removed since the list was read', async () => {
    const { attempt, remember, clock } = setUp();
    remember([member(ada)], clock.now() - 1);
    expect(await attempt()).toMatchObject(invited);
  });

  it('is recognised where only Piper knows of them yet', async () => {
    const { attempt, remember, clock, seen } = setUp({ members: [adaViewer], isUnique: true });
    remember([], clock.now() - 1);
    expect(await attempt()).toMatchObject(already);
    expect(seen.adds).toEqual([ada]);
  });

  it('is a failure where Piper says so but its list does not show them', async () => {
    const { attempt } = setUp({ plan: () => ({ answers: conflict }) });
    expect(await attempt()).toEqual({
      kind: 'ended',
      outcome: { kind: 'failed', failure: conflict },
    });
  });

  it('is looked for again where Piper says so and its list cannot be read', async () => {
    const { attempt } = setUp({
      plan: () => ({ answers: conflict }),
      listFails: (look) => (look > 1 ? neverSent : undefined),
    });
    expect(await attempt()).toEqual({ kind: 'again', failure: neverSent, isUnclear: false });
  });
});

describe('a clear refusal', () => {
  it.each(everyFailure.filter((failure) => isClear(failure) && failure.kind !== 'conflict'))(
    'ends it, or lets it be tried again where it may pass: %o',
    async (failure) => {
      const { attempt, seen } = setUp({ plan: () => ({ answers: failure }) });
      expect(await attempt()).toEqual(
        isTransient(failure)
          ? { kind: 'again', failure, isUnclear: false }
          : { kind: 'ended', outcome: { kind: 'failed', failure } },
      );
      expect(seen).toMatchObject({ adds: [ada], looks: 1 });
    },
  );

  it.each(everyFailure)('of the member list sends nothing: %o', async (failure) => {
    const { attempt, seen } = setUp({ listFails: () => failure });
    expect(await attempt()).toEqual(
      isTransient(failure)
        ? { kind: 'again', failure, isUnclear: false }
        : { kind: 'ended', outcome: { kind: 'failed', failure } },
    );
    expect(seen.adds).toEqual([]);
  });
});

describe.each(unclear)('a call that %s', (_, failure) => {
  it('is an invite where the member list shows the person', async () => {
    const { attempt, seen, memberships } = setUp({
      plan: () => ({ answers: failure, stores: 'now' }),
    });
    expect(await attempt()).toMatchObject(invited);
    expect(seen.looks).toBe(2);
    expect(memberships(ada)).toHaveLength(1);
  });

  it.each([
    ['does not show the person', undefined],
    ['cannot be read', neverSent],
    ['may not be read any more', { kind: 'unauthorized' } as const],
  ])('is looked after again where the member list %s', async (_name, listFailure) => {
    const { attempt, seen } = setUp({
      plan: () => ({ answers: failure }),
      listFails: (look) => (look > 1 ? listFailure : undefined),
    });
    expect(await attempt()).toEqual({ kind: 'again', failure, isUnclear: true });
    expect(seen.adds).toEqual([ada]);
  });
});

describe('a try after one that may have taken effect', () => {
  it('sends nothing before it has read the member list anew', async () => {
    const { attempt, seen, remember, clock } = setUp({ listFails: () => neverSent });
    remember([], clock.now());
    expect(await attempt({ isUnclear: true })).toEqual({
      kind: 'again',
      failure: neverSent,
      isUnclear: true,
    });
    expect(seen.adds).toEqual([]);
  });

  it.each(everyFailure.filter((failure) => !isTransient(failure)))(
    'is unknown, not failed, where nobody can look any more: %o',
    async (failure) => {
      const { attempt } = setUp({ listFails: () => failure });
      expect(await attempt({ isUnclear: true })).toEqual({
        kind: 'ended',
        outcome: { kind: 'unknown', failure },
      });
    },
  );

  it.each([
    ['is our own invite where they have been there since it was submitted', 0, 'invited'],
    ['is our own invite where the clocks are apart', delivery.piperClockSkew, 'invited'],
    ['is none where they were there before', delivery.piperClockSkew + 1, 'already_member'],
  ])('%s', async (_, before, kind) => {
    const clock = fakeClock();
    const { attempt, seen } = setUp({
      members: [member(ada, { since: clock.now() - before })],
    });
    expect(await attempt({ isUnclear: true })).toMatchObject({ outcome: { kind } });
    expect(seen.adds).toEqual([]);
  });

  it('is our own invite where Piper does not say since when they are there', async () => {
    const { attempt } = setUp({ members: [member(ada)] });
    expect(await attempt({ isUnclear: true })).toMatchObject(invited);
  });

  it('sends it again where the list does not show them', async () => {
    const { attempt, seen } = setUp();
    expect(await attempt({ isUnclear: true })).toMatchObject(invited);
    expect(seen.adds).toEqual([ada]);
  });

  it('is our own invite where Piper has them, and shows them only then', async () => {
    const { attempt, piper } = setUp();
    let looks = 0;
    piper.membersNow = async () => {
      looks += 1;
      const members = looks > 1 ? [member(ada)] : [];
      return { ok: true, value: { members, readAt: 0 } };
    };
    piper.addMember = async () => ({ ok: false, error: conflict });
    expect(await attempt({ isUnclear: true })).toMatchObject(invited);
  });

  it('is no failure where Piper has them, and does not show them yet', async () => {
    const { attempt } = setUp({ plan: () => ({ answers: conflict }) });
    expect(await attempt({ isUnclear: true })).toEqual({
      kind: 'again',
      failure: conflict,
      isUnclear: true,
    });
  });

  it.each([{ kind: 'rate_limited' }, neverSent] as PiperFailure[])(
    'stays unclear where it could not be sent: %o',
    async (failure) => {
      const { attempt } = setUp({ plan: () => ({ answers: failure }) });
      expect(await attempt({ isUnclear: true })).toEqual({
        kind: 'again',
        failure,
        isUnclear: true,
      });
    },
  );
});

describe('an invitation that another process may have', () => {
  it.each([true, false])('is not sent (unclear before: %s)', async (isUnclear) => {
    const { attempt, seen } = setUp();
    expect(await attempt({ isUnclear }, async () => false)).toMatchObject({
      kind: 'again',
      isUnclear,
    });
    expect(seen.adds).toEqual([]);
  });

  it('is asked about right before it is sent', async () => {
    const { attempt, seen } = setUp();
    let looksThen = 0;
    await attempt({}, async () => {
      looksThen = seen.looks;
      return true;
    });
    expect(looksThen).toBe(1);
  });
});

describe('an invitation whose process died while it sent', () => {
  const settlesAt = 1_000;
  const left = { isUnclear: true, settlesAt };

  it('is our own invite where the list shows them', async () => {
    const clock = fakeClock();
    const { attempt } = setUp({ members: [member(ada, { since: clock.now() })] });
    expect(await attempt(left)).toMatchObject(invited);
  });

  it.each([{}, { cancelledBy: 'UBOB' }])(
    'is neither sent nor called off as long as Piper may be at work on it: %o',
    async (about) => {
      const { attempt, seen } = setUp();
      expect(await attempt({ ...left, ...about })).toEqual({
        kind: 'again',
        isUnclear: true,
        notBefore: settlesAt,
      });
      expect(seen.adds).toEqual([]);
    },
  );
});

describe('an invitation whose batch was called off', () => {
  const calledOff = { kind: 'ended', outcome: { kind: 'cancelled', by: 'UBOB' } };

  it('is not sent, and Piper is not asked', async () => {
    const { attempt, seen } = setUp();
    expect(await attempt({ cancelledBy: 'UBOB' })).toEqual(calledOff);
    expect(seen).toMatchObject({ adds: [], looks: 0 });
  });

  it('is not sent again where the list shows that no attempt took effect', async () => {
    const { attempt, seen } = setUp();
    expect(await attempt({ cancelledBy: 'UBOB', isUnclear: true })).toEqual(calledOff);
    expect(seen).toMatchObject({ adds: [], looks: 1 });
  });

  it('is an invite all the same where an attempt took effect', async () => {
    const { attempt, seen } = setUp({ members: [member(ada)] });
    expect(await attempt({ cancelledBy: 'UBOB', isUnclear: true })).toMatchObject(invited);
    expect(seen.adds).toEqual([]);
  });

  it('stays unclear where the list cannot be read', async () => {
    const { attempt, seen } = setUp({ listFails: () => neverSent });
    expect(await attempt({ cancelledBy: 'UBOB', isUnclear: true })).toMatchObject({
      kind: 'again',
      isUnclear: true,
    });
    expect(seen.adds).toEqual([]);
  });
});

describe('somebody who may not be invited any more', () => {
  const denied: PiperFailure = {
    kind: 'not_allowed',
    roleName: 'Editor',
    why: { reasons: [{ kind: 'no_rule' }], organization: 'Acme' },
  };
  const ended = { kind: 'ended', outcome: { kind: 'failed', failure: denied } };

  it('is not, and Piper is not even asked', async () => {
    const { attempt, seen } = setUp();
    expect(await attempt({}, async () => true, denied)).toEqual(ended);
    expect(seen).toMatchObject({ adds: [], looks: 0 });
  });

  it('is looked for first where an earlier attempt may have invited them', async () => {
    const { attempt, seen } = setUp();
    expect(await attempt({ isUnclear: true }, async () => true, denied)).toEqual(ended);
    expect(seen).toMatchObject({ adds: [], looks: 1 });
  });

  it('was invited where Piper shows so', async () => {
    const { attempt, clock } = setUp({ members: [member(ada)] });
    expect(
      await attempt({ isUnclear: true, at: clock.now() }, async () => true, denied),
    ).toMatchObject(invited);
  });
});

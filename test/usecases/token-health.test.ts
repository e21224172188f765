import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { TokenOrganization } from '../../src/domain/token-permissions.ts';
import { platformToken } from '../../src/limits.ts';
import type { PiperTokens } from '../../src/usecases/ports/piper.ts';
import { createTokenHealth } from '../../src/usecases/token-health.ts';
import { acme, connectionWithToken, everyFailure } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const globex = { id: 'org-2', name: 'Globex' };
const unauthorized: PiperFailure = { kind: 'unauthorized' };

function setUp(
  options: { failure?: PiperFailure; seen?: TokenOrganization[] | PiperFailure } = {},
) {
  const clock = fakeClock();
  const entries: AuditEntry[] = [];
  const notified: string[] = [];
  const unstored: unknown[] = [];
  const state = {
    ...options,
    isMarked: false,
    errors: undefined as Error | undefined,
    inspected: 0,
  };
  const mark = (isMarked: boolean) => async (_: string, entry: AuditEntry) => {
    if (state.errors) throw state.errors;
    if (state.isMarked === isMarked) return false;
    state.isMarked = isMarked;
    entries.push(entry);
    return true;
  };
  const tokens: Pick<PiperTokens, 'inspect'> = {
    inspect: async () => {
      state.inspected += 1;
      const { seen = [{ ...acme, missing: [] }] } = state;
      return Array.isArray(seen) ? ok(seen) : err(seen);
    },
  };
  const watch = createTokenHealth({
    connections: { markRejected: mark(true), markAccepted: mark(false) },
    tokens: tokens as PiperTokens,
    onRejected: ({ id }) => notified.push(id),
    onUnstored: (error) => unstored.push(error),
    reference: () => 'abc234',
    now: clock.now,
  });
  const { piper } = fakePiper({ clock });
  const answer = async <T>(value: Promise<T>) => (state.failure ? err(state.failure) : value);
  const failing = {
    ...piper,
    details: () => answer(piper.details()),
    roles: () => answer(piper.roles()),
    rights: () => answer(piper.rights()),
    members: () => answer(piper.members()),
    membersNow: () => answer(piper.membersNow()),
    addMember: (address: string, roleId: string) => answer(piper.addMember(address, roleId)),
    changeRole: (userId: string, roleId: string) => answer(piper.changeRole(userId, roleId)),
  } as typeof piper;
  return { state, clock, entries, notified, unstored, ...watch(connectionWithToken(), failing) };
}

describe('a watched token', () => {
  it.each(['details', 'roles', 'rights', 'members', 'membersNow', 'addMember'] as const)(
    'is marked when Piper refuses it: %s',
    async (method) => {
      const { piper, entries, notified } = setUp({ failure: unauthorized });
      expect(await piper[method]('ada@example.com', 'role')).toEqual(err(unauthorized));
      expect(entries).toMatchObject([
        { outcome: 'rejected', details: { reason: 'unauthorized', reference: 'abc234' } },
      ]);
      expect(notified).toEqual(['connection-1']);
    },
  );

  it.each(
    everyFailure
      .filter(({ kind }) => kind !== 'unauthorized' && kind !== 'forbidden')
      .map((failure) => [JSON.stringify(failure), failure] as const),
  )('is not marked for anything else: %s', async (_, failure) => {
    const { piper, entries, notified } = setUp({ failure });
    expect(await piper.roles()).toEqual(err(failure));
    expect([entries, notified]).toEqual([[], []]);
  });

  it('is not marked where it may only not change roles', async () => {
    const { piper, entries } = setUp({ failure: { kind: 'forbidden' } });
    await piper.changeRole('u', 'r');
    expect(entries).toEqual([]);
    await piper.roles();
    expect(entries).toHaveLength(1);
  });

  it.each([
    ['is marked where it may add nobody', ['add' as const], 1],
    ['is not marked for one invite that Piper forbids', [], 0],
  ])('%s', async (_, missing, marks) => {
    const failure: PiperFailure = { kind: 'forbidden', detail: 'No seats left' };
    const { piper, state, entries, notified } = setUp({ failure, seen: [{ ...acme, missing }] });
    const [first] = await Promise.all([
      piper.addMember('ada@example.com', 'r'),
      piper.addMember('bob@example.com', 'r'),
    ]);
    expect(first).toEqual(err(marks === 0 ? failure : { ...failure, isForAll: true }));
    expect(state.inspected).toBe(1);
    expect(entries).toHaveLength(marks);
    expect(notified).toHaveLength(marks);
  });

  it('is in the record of whom it serves when it is marked, and when it is good again', async () => {
    const { piper, checkAgain, entries, clock } = setUp({ failure: unauthorized });
    await piper.roles();
    await checkAgain();
    const entry = {
      workspace: 'T1',
      at: clock.now(),
      actor: 'app',
      action: 'token',
      subject: acme.id,
      surface: 'piper',
    };
    expect(entries).toEqual([
      { ...entry, outcome: 'rejected', details: { reason: 'unauthorized', reference: 'abc234' } },
      { ...entry, outcome: 'accepted', details: { reference: 'abc234' } },
    ]);
  });

  it('is not looked at for an invite that fails for another reason', async () => {
    const { piper, state, entries } = setUp({ failure: { kind: 'conflict' }, seen: [] });
    await piper.addMember('ada@example.com', 'r');
    expect(state.inspected).toBe(0);
    expect(entries).toEqual([]);
  });

  it('tells whoever connected the workspace at most once a day, however often it is marked', async () => {
    const { piper, checkAgain, clock, entries, notified } = setUp({ failure: unauthorized });
    const markAgain = async () => {
      await checkAgain();
      await piper.roles();
    };
    await piper.roles();
    clock.advance(platformToken.notifyInterval - platformToken.checkAgainInterval);
    await markAgain();
    expect(notified).toHaveLength(1);
    clock.advance(platformToken.checkAgainInterval);
    await markAgain();
    expect(notified).toHaveLength(2);
    expect(entries.filter(({ outcome }) => outcome === 'rejected')).toHaveLength(3);
  });

  it('is marked where a change of a role shows that Piper does not know it', async () => {
    const { piper, entries } = setUp({ failure: unauthorized });
    await piper.changeRole('u', 'r');
    expect(entries).toHaveLength(1);
  });

  it('gives what Piper said even when that cannot be stored', async () => {
    const { piper, state, notified, unstored } = setUp({ failure: unauthorized });
    state.errors = new Error('disk full');
    expect(await piper.roles()).toEqual(err(unauthorized));
    expect(unstored).toEqual([state.errors]);
    expect(notified).toEqual([]);
  });
});

describe('a refused token that is looked at again', () => {
  it.each([
    ['with everything that it needs', [{ ...acme, missing: [] }], true],
    ['without the organization', [], false],
    ['that sees only another organization', [{ ...globex, missing: [] }], false],
    [
      'that sees another organization besides',
      [
        { ...globex, missing: ['add' as const] },
        { ...acme, missing: [] },
      ],
      true,
    ],
    ['without the right to add', [{ ...acme, missing: ['add' as const] }], false],
    ['that is refused again', unauthorized, false],
    ['while Piper is down', { kind: 'unavailable', contact: 'not_sent' } as const, false],
  ])('%s', async (_, seen, isAccepted) => {
    const { piper, checkAgain, state } = setUp({ failure: unauthorized, seen });
    await piper.roles();
    expect(await checkAgain()).toBe(isAccepted);
    expect(state.isMarked).toBe(!isAccepted);
  });

  it('is good even when that cannot be stored', async () => {
    const { piper, checkAgain, state, unstored } = setUp({ failure: unauthorized });
    await piper.roles();
    state.errors = new Error('disk full');
    expect(await checkAgain()).toBe(true);
    expect(unstored).toHaveLength(1);
  });

  it('is asked about once a minute, and everybody gets the same answer', async () => {
    const { piper, checkAgain, state, clock } = setUp({ failure: unauthorized });
    await piper.roles();
    expect(await Promise.all([checkAgain(), checkAgain()])).toEqual([true, true]);
    clock.advance(59_999);
    expect(await checkAgain()).toBe(true);
    expect(state.inspected).toBe(1);
    clock.advance(1);
    await checkAgain();
    expect(state.inspected).toBe(2);
  });

  it('is not good any more when Piper has refused it since', async () => {
    const { piper, checkAgain } = setUp({ failure: unauthorized });
    await piper.roles();
    expect(await checkAgain()).toBe(true);
    await piper.roles();
    expect(await checkAgain()).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { member } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { ada, followUps, joined } from '../helpers/follow-ups.ts';

const day = 86_400_000;
const bob = 'bob@example.com';
const carol = 'carol@example.com';

describe('a reminder', () => {
  it.each([
    [undefined, 4, [3]],
    [undefined, 3, [3]],
    [undefined, 3 - 1 / day, []],
    [7, 4, []],
    [7, 7, [7]],
    [0, 29, []],
  ])('comes by the setting %s after %d days: %j', async (remindAfterDays, days, expected) => {
    const settings = {
      whoMayInvite: { kind: 'admins' } as const,
      domains: [],
      ...(remindAfterDays !== undefined && { remindAfterDays }),
    };
    const { run, reminded } = followUps({ connection: { settings }, age: days * day });
    await run();
    expect(reminded).toEqual(expected.map((after) => ({ of: [ada], days: after })));
  });

  it('comes once for a batch, and names everybody who is pending in it', async () => {
    const { run, reminded, clock, errors } = followUps({
      members: [member(ada), member(bob)],
      pending: [{ address: ada }, { address: bob }],
    });
    await run();
    clock.advance(day);
    await run();
    expect(errors()).toEqual([]);
    expect(reminded).toEqual([{ of: [ada, bob], days: 3 }]);
  });

  it('names people who are pending and not due yet, and nobody who has joined or gone meanwhile', async () => {
    const { run, reminded } = followUps({
      members: [member(ada), member(bob, joined), member(carol)],
      pending: [
        { address: ada },
        { address: bob, isLater: true },
        { address: carol, isLater: true },
        { address: 'gone@example.com', isLater: true },
      ],
    });
    await run();
    expect(reminded).toEqual([{ of: [ada, carol], days: 3 }]);
  });

  it('does not name who has joined in the same look', async () => {
    const { run, reminded } = followUps({
      members: [member(ada), member(bob, joined)],
      pending: [{ address: ada }, { address: bob }],
    });
    await run();
    expect(reminded).toEqual([{ of: [ada], days: 3 }]);
  });

  it('does not come where everybody has joined or gone', async () => {
    const { run, reminded } = followUps({
      members: [member(bob, joined)],
      pending: [{ address: ada }, { address: bob }],
    });
    await run();
    expect(reminded).toEqual([]);
  });

  it('does not come where the time for checks is over', async () => {
    const { run, reminded, settled } = followUps({ age: 30 * day });
    await run();
    expect(settled).toEqual([['i0', undefined]]);
    expect(reminded).toEqual([]);
  });

  it('comes for each batch by itself, and for those alone that are old enough', async () => {
    const tomorrow = fakeClock().now() + day;
    const { run, reminded } = followUps({
      members: [member(ada), member(bob), member(carol)],
      pending: [
        { address: ada },
        { address: bob, batchId: 'batch-2' },
        { address: carol, batchId: 'batch-3', invitedAt: tomorrow - 3 * day },
      ],
    });
    await run();
    expect(reminded).toEqual([
      { of: [ada], days: 3 },
      { of: [bob], days: 3 },
    ]);
  });
});

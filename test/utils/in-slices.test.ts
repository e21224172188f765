import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inSlices, mapInSlices, ownTurn } from '../../src/utils/in-slices.ts';

/** Works until `isEnough`, and gives in how many steps. */
function* work(isEnough: () => boolean): Generator<void, number> {
  for (let steps = 0; ; steps += 1) {
    if (isEnough()) return steps;
    yield;
  }
}

describe('work in slices', () => {
  it('gives what it comes to', async () => {
    let left = 1_000;
    expect(await inSlices(work(() => left-- === 0))).toBe(1_000);
  });

  it('lets others go on, however long it takes itself', async () => {
    let turns = 0;
    const others = (async () => {
      while (turns < 3) {
        await setImmediate();
        turns += 1;
      }
    })();
    // It never ends unless the others get their turns.
    await inSlices(work(() => turns === 3));
    await others;
    expect(turns).toBe(3);
  });

  it('maps items in their order', async () => {
    expect(await mapInSlices([1, 2, 3], (item) => item * 2)).toEqual([2, 4, 6]);
  });

  it('ends with what it throws', async () => {
    await expect(
      inSlices(
        work(() => {
          throw new Error('no more');
        }),
      ),
    ).rejects.toThrow('no more');
  });
});

describe('a turn of its own', () => {
  it('comes at once where nobody else has one, and else after all others', async () => {
    await setImmediate();
    const order: string[] = [];
    const one = async (name: string) => {
      await ownTurn();
      order.push(name);
    };
    const all = Promise.all([one('first'), one('second'), one('third')]);
    const other = (async () => {
      await null;
      order.push('other');
      await setImmediate();
      order.push('other later');
      await setImmediate();
      order.push('other at last');
    })();
    await Promise.all([all, other]);
    expect(order).toEqual(['first', 'other', 'second', 'other later', 'third', 'other at last']);
  });
});

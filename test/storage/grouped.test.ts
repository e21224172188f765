import { expect, it } from 'vitest';
import { grouped } from '../../src/storage/grouped.ts';

/** A group that writes down what it is given together. */
function groups(pause: number) {
  const done: number[][] = [];
  const add = grouped(
    () => 'all',
    async (all: readonly number[]) => {
      done.push([...all]);
      return all;
    },
    pause,
  );
  return { done, add };
}

it('serves whoever comes alone at once', async () => {
  const { done, add } = groups(3_600_000);
  await add(1);
  expect(done).toEqual([[1]]);
});

it('does together what comes before the pause is over', async () => {
  const { done, add } = groups(50);
  await add(1);
  const early = [2, 3].map(add);
  await new Promise((go) => setTimeout(go, 5));
  await Promise.all([...early, add(4)]);
  expect(done).toEqual([[1], [2, 3, 4]]);
});

it('does together what comes at the same moment, where there is no pause', async () => {
  const { done, add } = groups(0);
  await Promise.all([1, 2].map(add));
  await add(3);
  expect(done).toEqual([[1, 2], [3]]);
});

import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keepSmall } from '../../src/cli/keep-small.ts';

it('what a command no longer needs is freed after some thousand rows, and not before', async () => {
  const read = keepSmall();
  const page = (() => new WeakRef({ rows: 20 }))();
  await turn();
  read(1_999);
  await turn();
  expect(page.deref()).toBeDefined();
  await turn();
  read(2_000);
  await turn();
  expect(page.deref()).toBeUndefined();
});
